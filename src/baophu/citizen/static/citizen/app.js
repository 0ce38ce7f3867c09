/* The citizen's pages as an app: the last card is kept on the telephone until its owner signs out. */
"use strict";
(function () {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.register("/toi/worker.js", { scope: "/toi/" }).then(function () {
    return navigator.serviceWorker.ready;
  }).then(function (registration) {
    if (location.pathname === "/toi/" && registration.active) registration.active.postMessage({ keep: location.href });
  }).catch(function () {});
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (/\/logout\/$/.test(form.getAttribute("action") || "") && "caches" in window) {
      var worker = navigator.serviceWorker.controller;
      if (worker) worker.postMessage({ forget: true });
      caches.keys().then(function (names) { names.forEach(function (name) { caches.delete(name); }); });
    }
  });
})();
