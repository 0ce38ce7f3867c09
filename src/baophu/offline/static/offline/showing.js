/* Writing an answer: every text comes from the page's own list, every value as text, never as markup. */
"use strict";
export const texts = JSON.parse(document.getElementById("texts").textContent);
const lang = document.documentElement.lang === "en" ? "en" : "vi";

export function say(name, values = {}) {
  return texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const said = (text) => (text ? text[lang] : "");

export function make(tag, name = "", text = "", ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

export const day = (iso) => (iso ? iso.split("-").reverse().join("/") : "");

export function moment(value) {
  const how = { timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-GB", how).formatToParts(value).map((p) => [p.type, p.value]));
  return `${part.hour}:${part.minute} ${part.day}/${part.month}/${part.year}`;
}

export const money = (amount) => `${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")} ₫`;

export function age(milliseconds) {
  const minutes = Math.floor(Math.max(milliseconds, 0) / 60000);
  if (minutes < 60) return say("minutes", { n: minutes });
  if (minutes < 48 * 60) return say("hours", { n: Math.floor(minutes / 60) });
  return say("days", { n: Math.floor(minutes / 1440) });
}

function share(route) {
  const [, level, over, under, question] = route;
  if (question) return say("ask_more");
  if (over === 0) return say("nothing_paid");
  const part = (over * 100) / under;
  return part === 100 ? `${level} %` : `${level} % × ${String(part).replace(".", ",")} %`;
}

const ICONS = { good: "✓", bad: "✕", soon: "!", unsure: "?" };
const ROUTES = { right: "route_right", wrong: "route_wrong", emergency: "route_emergency" };

/* The answer as a section: the word with when it was known, who it is, what the fund pays. */
export function shown(found, opened) {
  const word = opened.content.words[found.situation], when = moment(new Date(opened.head.as_of));
  const tone = word.tone === "good" && found.old ? "soon" : word.tone;
  const box = make("section", `answer answer-${tone}`);
  box.setAttribute("aria-labelledby", "word");
  const known = make("span", "answer-known", say("known", { when, age: age(found.age) }));
  const big = make("p", "answer-word", "", make("span", "answer-icon", ICONS[tone]), make("span", "", said(word.word)));
  big.lastChild.append(" ", known);
  big.id = "word";
  big.firstChild.setAttribute("aria-hidden", "true");
  box.append(big);
  if (found.old) box.append(make("p", "answer-warn", say("old", { n: Math.floor(found.age / 86400000) })));
  const units = opened.head.units.map((unit) => unit.name).join(", ");
  box.append(make("p", "answer-says", found.here ? said(word.says) : say("not_here", { units })));
  if (said(word.treat)) box.append(make("p", "answer-treat", said(word.treat)));
  const told = found.told, pays = told && told.level && word.tone !== "bad" && word.tone !== "unsure";
  if (pays) box.append(make("p", "answer-level", "", make("span", "answer-percent", `${told.level} %`)));
  const code = say("code", { code: word.code });
  box.append(make("p", "answer-code", opened.head.simulated ? `${code} · ${say("simulated")}` : code));
  const body = make("div", "two answer-body");
  if (found.person) body.append(identity(found));
  if (pays) body.append(rights(told, opened));
  return make("div", "flow", "", box, body);
}

function facts(pairs) {
  const list = make("dl", "facts");
  for (const [name, value] of pairs) {
    if (value) list.append(make("div", "", "", make("dt", "", say(name)), make("dd", "", value)));
  }
  return list;
}

function identity(found) {
  const { person, stretch, told } = found;
  const born = person.known === "year" ? person.born.slice(0, 4) : person.known === "month" ? day(person.born.slice(0, 7)) : day(person.born);
  const differs = { wrong_name: "name", wrong_name_first_letter_right: "name", wrong_birth_date: "born" }[found.situation];
  const list = facts([
    ["name", person.name],
    ["born", born],
    ["sex", say(person.sex === "m" ? "male" : "female")],
    ["unit", person.unit],
    ["card", stretch[3]],
    ["valid", !stretch[4] ? "" : stretch[5] ? `${day(stretch[4])} – ${day(stretch[5])}` : say("since", { day: day(stretch[4]) })],
    ["starts", day(told.starts)],
    ["died", day(told.died)],
  ]);
  if (differs) list.children[differs === "name" ? 0 : 1].className = "differs";
  return make("section", "", "", make("h2", "", say("compare")), list);
}

function rights(told, opened) {
  const section = make("section", "", "", make("h2", "", say("rights")));
  for (const care of ["outpatient", "inpatient"]) {
    const list = make("dl", "facts");
    for (const route of told.routes[care] || []) {
      list.append(make("div", "", "", make("dt", "", say(ROUTES[route[0]])), make("dd", "", share(route))));
    }
    section.append(make("h3", "", say(care)), list);
  }
  section.append(facts([
    ["small", told.small ? money(told.small) : ""],
    ["five", day(told.five)],
    ["exempt", told.exempt ? say("until", { day: day(told.exempt) }) : told.left === null ? "" : say("left", { sum: money(told.left) })],
  ]));
  const why = [...new Set([told.ref, ...told.why])].filter((ref) => ref && opened.content.refs[ref]);
  const list = make("ul", "", "", ...why.map((ref) => make("li", "", `${said(opened.content.refs[ref])} (${ref})`)));
  section.append(make("details", "", "", make("summary", "", say("why")), list));
  return section;
}
