/* The desk without a line: fetch or choose a snapshot, open it with the code, answer, keep check-ins, send them. */
"use strict";
import { answer } from "./answering.js";
import { checkIns, dropSnapshot, keepCheckIn, keepSnapshot, snapshots } from "./keeping.js";
import { send } from "./sending.js";
import { age, make, moment, say, shown, texts } from "./showing.js";
import { Refused, headOf, open, sealed } from "./vault.js";

const at = (id) => document.getElementById(id);
const desk = at("desk"), signers = JSON.parse(at("signers").textContent);
const IDLE = 15 * 60000, RESEND = 60000;
let opened = null, idle = null;

function notice(text, kind = "") {
  at("notice").replaceChildren(text ? make("p", `notice ${kind}`.trim(), text) : "");
}

/* The newest snapshot that is kept here. */
async function newest() {
  return (await snapshots()).sort((a, b) => (a.as_of < b.as_of ? 1 : -1))[0];
}

async function keep(bytes) {
  const head = headOf(bytes);
  if (!Object.hasOwn(signers, head.signer)) throw new Refused("not_ours");
  await keepSnapshot({ number: head.number, as_of: head.as_of, bytes });
  for (const other of await snapshots()) if (other.as_of < head.as_of) await dropSnapshot(other.number);
}

async function fetchNewest() {
  try {
    const answer = await fetch(desk.dataset.latest, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 403) return notice(say("login"), "notice-warning");
    if (answer.status === 404) return notice(say("none_yet"), "notice-warning");
    await keep(new Uint8Array(await answer.arrayBuffer()));
    notice(say("fetched"), "notice-success");
  } catch (error) {
    notice(error instanceof Refused ? texts[error.message] : say("no_line"), "notice-warning");
  }
  await state();
}

/* What is here and how old it is, always in sight. */
async function state() {
  const one = await newest(), waiting = await checkIns();
  if (!one) {
    at("state").replaceChildren(make("p", "notice notice-warning", say("nothing_kept")));
  } else {
    const head = headOf(one.bytes), old = Date.now() - new Date(head.as_of), late = old > head.warn_days * 86400000;
    const said = say("state", { when: moment(new Date(head.as_of)), age: age(old), units: head.units.map((u) => u.name).join(", "), n: head.people });
    at("state").replaceChildren(make("p", late ? "notice notice-error age-loud" : "notice", said));
    if (late) at("state").append(make("p", "notice notice-error", say("old", { n: Math.floor(old / 86400000) })));
  }
  at("unlock").hidden = !one || Boolean(opened);
  at("ask").hidden = !opened;
  at("close").hidden = !opened;
  const refused = waiting.filter((row) => row.refused);
  at("waiting").textContent = waiting.length ? say("waiting", { n: waiting.length }) : say("none_waiting");
  at("refused").replaceChildren(...refused.map((row) => make("li", "", `${moment(new Date(row.at))}: ${row.refused}`)));
  at("send").hidden = !opened || !waiting.length;
}

function lock() {
  opened = null;
  clearTimeout(idle);
  at("answer").replaceChildren();
  state();
}

function used() {
  clearTimeout(idle);
  idle = setTimeout(lock, IDLE);
}

async function unlock(event) {
  event.preventDefault();
  at("code-error").textContent = "";
  at("open").disabled = true;
  try {
    const one = await newest();
    opened = await open(one.bytes, at("code").value, signers, Date.now());
    at("code").value = "";
    used();
    await state();
    at("q").focus();
    sendKept();
  } catch (error) {
    at("code-error").textContent = error instanceof Refused ? texts[error.message] : say("broken");
  }
  at("open").disabled = false;
}

async function ask(event) {
  event.preventDefault();
  const text = at("q").value, name = at("name").value, born = at("born").value;
  if (!opened || !(text.trim() || name.trim())) return;
  used();
  const now = new Date(), found = await answer(opened, text, name, born, now);
  at("answer").replaceChildren(shown(found, opened));
  for (const id of ["q", "name", "born"]) at(id).value = "";
  at("q").focus();
  const told = {
    at: now.toISOString(), snapshot: opened.head.number, text, name, born,
    situation: found.situation, who: found.person ? found.person.name : "",
  };
  try {
    await keepCheckIn({ key: crypto.randomUUID(), at: told.at, ...(await sealed(opened.keeping, told)) });
  } catch {
    notice(say("not_kept"), "notice-error");
  }
  await state();
  sendKept();
}

/* What was refused is tried again only by somebody's hand: a clock put right, another sign-in. */
async function sendKept(byHand = false) {
  if (!opened || (!navigator.onLine && !byHand)) return;
  if (byHand) for (const { refused, ...row } of await checkIns()) if (refused) await keepCheckIn(row);
  const done = await send(desk.dataset.send, opened.keeping);
  const lines = [];
  if (done.sent) lines.push(say("sent", { n: done.sent }));
  if (done.why && done.left) lines.push(say({ line: "no_line_kept", login: "login", server: "server" }[done.why]));
  if (done.foreign) lines.push(say("foreign", { n: done.foreign }));
  if (lines.length) notice(lines.join(" "), done.why || done.foreign ? "notice-warning" : "notice-success");
  for (const one of done.differs) {
    const words = opened.content.words, said = (name) => words[name].word[document.documentElement.lang === "en" ? "en" : "vi"];
    at("differs").append(make("li", "", say("differs", { who: one.who || "–", when: moment(new Date(one.at)), told: said(one.told), known: said(one.known) })));
  }
  at("differs-box").hidden = !at("differs").children.length;
  await state();
}

at("fetch").addEventListener("click", fetchNewest);
at("file").addEventListener("change", async () => {
  try {
    await keep(new Uint8Array(await at("file").files[0].arrayBuffer()));
    notice(say("taken"), "notice-success");
  } catch (error) {
    notice(error instanceof Refused ? texts[error.message] : say("broken"), "notice-error");
  }
  at("file").value = "";
  await state();
});
at("unlock").addEventListener("submit", unlock);
at("ask").addEventListener("submit", ask);
at("close").addEventListener("click", lock);
at("send").addEventListener("click", () => sendKept(true));
addEventListener("online", () => sendKept());
setInterval(() => sendKept(), RESEND);
setInterval(state, RESEND);
state().then(() => { desk.dataset.ready = "1"; });
if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(desk.dataset.worker, { scope: desk.dataset.scope });
