// The desk without a mouse: a scanner's tab stays in the field, and the camera reads a code where the browser can.
(() => {
  const field = document.getElementById("q");
  const form = document.getElementById("ask");
  if (!field || !form) return;

  const QUICK = 60; // ms between keys: nobody types so fast, a scanner does
  let last = 0;
  field.addEventListener("keydown", (event) => {
    const now = event.timeStamp;
    if (event.key === "Tab" && !event.shiftKey && field.value && now - last < QUICK) {
      event.preventDefault();
      field.setRangeText("\t", field.selectionStart, field.selectionEnd, "end");
    }
    last = now;
  });
  field.focus();

  const open = document.getElementById("camera");
  const view = document.getElementById("camera-view");
  const picture = document.getElementById("camera-picture");
  const stop = document.getElementById("camera-stop");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices || !open) return;

  let stream = null;
  const close = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    view.hidden = true;
    field.focus();
  };
  const watch = async (detector) => {
    while (stream) {
      const [code] = await detector.detect(picture).catch(() => []);
      if (code) {
        field.value = code.rawValue;
        close();
        form.requestSubmit();
        return;
      }
      await new Promise((done) => setTimeout(done, 150));
    }
  };
  window.BarcodeDetector.getSupportedFormats().then((formats) => {
    open.hidden = !formats.includes("qr_code");
  });
  open.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      open.hidden = true; // refused, or there is none: the field goes on working
      field.focus();
      return;
    }
    view.hidden = false;
    picture.srcObject = stream;
    await picture.play();
    watch(new window.BarcodeDetector({ formats: ["qr_code"] }));
  });
  stop.addEventListener("click", close);
})();
