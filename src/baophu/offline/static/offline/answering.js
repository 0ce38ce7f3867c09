/* What a snapshot tells of whoever a text is of: looking up and comparing days. services/opened.py says the same. */
"use strict";
import { hashed } from "./vault.js";
import { fold, read, readBorn } from "./reading.js";

const DAY = 86400000;

/* The day at the clinic, whatever zone the device is set to. */
export function today(now) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(now);
}

export async function answer(opened, text, name, born, now) {
  const { head, content } = opened, age = now - new Date(head.as_of);
  const shown = read(text), base = { shown, age, old: age > head.warn_days * DAY, here: true };
  const told = (situation, more) => ({ ...base, situation, ...more });
  if (age > head.last_days * DAY || age < -3600000) return told("too_old");
  const birth = shown.born || readBorn(born), key = shown.name || fold(name), day = today(now);
  const child = key && birth ? content.children[await hashed(opened.lookup, "child", `${key}|${birth.day}`)] || [] : [];
  const of = (places, rows, nothing) => {
    if (!places.length) return told(nothing, { here: nothing !== "not_found" });
    if (places.length > 1) return told("several");
    return found(content, places[0], shown, key, birth, day, rows, told);
  };
  if (shown.way === "nothing") return of(child, [], key && birth ? "not_found" : "bad_format");
  const wrong = shown.kind === "card_number" ? wrongPart(content, shown.number) : "";
  if (wrong) return told(wrong);
  let rows = await lookedUp(opened, shown);
  const distinct = () => [...new Set(rows.map((row) => row[0]))];
  if (distinct().length > 1 && key) {
    const fitting = rows.filter((row) => content.people[row[0]].key === key);
    rows = fitting.length ? fitting : rows;
  }
  const places = distinct();
  if (places.length === 1 && child.length && !(child.length === 1 && child[0] === places[0])) {
    const home = content.people[places[0]].home;
    const atHome = child.filter((place) => home >= 0 && content.people[place].home === home);
    if (atHome.length === 1) return found(content, atHome[0], shown, key, birth, day, [], told);
  }
  return of(places, rows, "not_found");
}

async function lookedUp(opened, shown) {
  const rows = async (kind, number) => opened.content.numbers[await hashed(opened.lookup, kind, number)] || [];
  let found = await rows(shown.kind, shown.number);
  if (!found.length && shown.way === "scan" && shown.old) found = await rows("old_id", shown.old);
  if (!found.length && shown.kind === "card_number") found = await rows("social_number", shown.number.slice(-10));
  return found;
}

function found(content, place, shown, key, birth, day, rows, told) {
  const person = content.people[place];
  const stretch = person.days.find((one) => one[0] <= day && day <= one[1]);
  if (!stretch) return told("too_old");
  const what = content.told[stretch[2]];
  let situation = what.situation;
  if (situation !== "dead") {
    if (key && key !== person.key) situation = key[0] === person.key[0] ? "wrong_name_first_letter_right" : "wrong_name";
    else if (birth && otherwise(birth, person)) situation = "wrong_birth_date";
    else if (situation === "valid" && shown.kind === "card_number" && stretch[3] && shown.number !== stretch[3]) {
      const old = rows.find((row) => row.length > 1);
      const over = old && !(old[1] <= day && (!old[2] || day <= old[2]));
      situation = over ? "new_card_old_expired" : "new_card_old_valid";
    }
  }
  return told(situation, { person, stretch, told: what });
}

function otherwise(birth, person) {
  const known = [birth.known, person.known], parts = known.includes("year") ? 4 : known.includes("month") ? 7 : 10;
  return birth.day.slice(0, parts) !== person.born.slice(0, parts);
}

function wrongPart(content, number) {
  if (!content.card_codes.includes(number.slice(0, 2))) return "bad_card_code";
  if (!"12345".includes(number[2])) return "bad_card_digit";
  if (!/^\d\d$/.test(number.slice(3, 5)) || number.slice(3, 5) === "00") return "bad_card_province";
  return /^\d+$/.test(number.slice(5)) ? "" : "bad_card_code";
}
