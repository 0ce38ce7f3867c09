/* Check-ins are sent when there is a line: a check-in is dropped here only when the register has said that it is there. */
"use strict";
import { checkIns, dropCheckIn, keepCheckIn } from "./keeping.js";
import { unsealed } from "./vault.js";

const AT_ONCE = 50;

function token() {
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : "";
}

/* {sent, differs, refused, foreign, left, why}; why: "", "line" (none), "login", "server". One tab sends at a time. */
export async function send(address, keeping) {
  if (!navigator.locks) return sendAll(address, keeping);
  return navigator.locks.request("baophu-offline-send", () => sendAll(address, keeping));
}

async function sendAll(address, keeping) {
  const done = { sent: 0, differs: [], refused: [], foreign: 0, left: 0, why: "" };
  const kept = (await checkIns()).filter((one) => !one.refused), ready = [];
  for (const one of kept) {
    const told = await unsealed(keeping, one);
    if (told) ready.push({ ...told, key: one.key });
    else done.foreign += 1;
  }
  for (let at = 0; at < ready.length && !done.why; at += AT_ONCE) {
    done.why = await sendSome(address, ready.slice(at, at + AT_ONCE), done);
  }
  done.left = (await checkIns()).length;
  return done;
}

async function sendSome(address, some, done) {
  let said;
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ check_ins: some }),
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "login";
    if (!answer.ok) return "server";
    said = await answer.json();
  } catch {
    return "line";
  }
  const asked = new Map(some.map((one) => [one.key, one]));
  for (const one of said.results) {
    if (one.state === "refused") {
      const kept = (await checkIns()).find((other) => other.key === one.key);
      if (kept) await keepCheckIn({ ...kept, refused: one.error });
      done.refused.push(one);
    } else if (asked.has(one.key)) {
      await dropCheckIn(one.key);
      done.sent += 1;
      if (one.differs) done.differs.push({ ...one, who: asked.get(one.key).who, at: asked.get(one.key).at });
    }
  }
  return "";
}
