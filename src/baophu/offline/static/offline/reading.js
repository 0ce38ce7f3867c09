/* What was typed or scanned, made out; the register's own reading (care/services/reading.py) in small. */
"use strict";
const SHAPES = { 9: "old_id", 10: "social_number", 12: "personal_id", 15: "card_number" };
const NOTHING = { way: "nothing", kind: "nothing", number: "", old: "", name: "", born: null };

/* Hoà  ĐẠT and Hòa Đạt are both "hoa dat". */
export function fold(text) {
  const spread = text.replace(/[đĐðÐ]/g, "d").normalize("NFKD").toLowerCase();
  return spread.replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]/gu, " ").split(/\s+/).filter(Boolean).join(" ");
}

export function bare(text) {
  return text.replace(/[\s.\-–]/g, "").toUpperCase();
}

/* {day: "1980-12-25", known: "day"}, also of 25121980, 12/1980, 1980; null for no date. */
export function readBorn(text) {
  const given = text.trim();
  let found = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(given), year, month, day;
  if (found) [, year, month, day] = found;
  else {
    found = /^(\d{2})(\d{2})(\d{4})$/.exec(given) || /^(?:(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-])?(\d{4})$/.exec(given);
    if (!found) return null;
    [, day, month, year] = found;
  }
  const [y, m, d] = [year, month, day].map((part) => Number(part || 0));
  if (y < 1850 || (d && !m)) return null;
  const made = new Date(Date.UTC(y, (m || 1) - 1, d || 1));
  if (made.getUTCMonth() !== (m || 1) - 1 || made.getUTCDate() !== (d || 1)) return null;
  return { day: made.toISOString().slice(0, 10), known: d ? "day" : m ? "month" : "year" };
}

/* A name whose letters were lost on the way, or read in another code page, is not compared: "". */
function legible(name) {
  const strange = /[?\ufffd\u0080-\u00bf¬]|[ÃÄÆ][\u0080-\u00bf\u2018-\u203a€]|á[º»]/u;
  return name && !strange.test(name) ? name : "";
}

export function read(text) {
  if (text.length > 2000) return NOTHING;
  let plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, "").trim();
  if (!plain.includes("|") && (plain.match(/\t/g) || []).length >= 2) plain = plain.replace(/\t/g, "|");
  const lines = [...new Set(plain.split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean))];
  if (lines.length > 1) return NOTHING;
  plain = once((lines[0] || "").replace(/\t/g, " ").trim());
  if (plain.includes("|")) return scanned(plain);
  const number = bare(plain), way = SHAPES[number.length] || "nothing";
  if (way === "nothing" || !/^[0-9A-Z]+$/.test(number)) return NOTHING;
  if ((way !== "card_number") !== /^\d+$/.test(number)) return NOTHING;
  return { ...NOTHING, way, kind: way, number };
}

function once(text) {
  const half = Math.floor(text.length / 2), odd = text.length % 2;
  if (!odd && half && text.slice(0, half) === text.slice(half)) return text.slice(0, half);
  if (odd && half && text.slice(0, half) === text.slice(half + 1) && " |".includes(text[half])) return text.slice(0, half);
  return text;
}

function scanned(text) {
  const fields = text.split("|").map((field) => field.trim()), first = bare(fields[0]);
  if (first.length === 10 || first.length === 15) return paper(first, fields);
  if (!/^\d{12}$/.test(first)) return NOTHING;
  const whole = fields.length >= 7 || (fields.length === 6 && /^(\d{8}|\d{2}\/\d{2}\/\d{4})$/.test(fields[5]));
  let name = fields.length > 2 ? legible(fields[2]) : "", born = fields.length > 3 ? readBorn(fields[3]) : null;
  if (!whole) {
    if (fields.length <= 3) name = "";
    if (fields.length <= 4 && fields[fields.length - 1].length < 8) born = null;
  }
  const old = /^\d{9}$/.test(bare(fields[1] || "")) ? bare(fields[1]) : "";
  return { ...NOTHING, way: "scan", kind: "personal_id", number: first, old, name: fold(name), born };
}

function paper(first, fields) {
  const kind = SHAPES[first.length] || "nothing";
  if (kind === "nothing" || !/^[0-9A-Z]+$/.test(first)) return NOTHING;
  let name = fields[1] || "";
  if (/^(?:[0-9a-fA-F]{2})+$/.test(name)) {
    const bytes = Uint8Array.from(name.match(/../g), (two) => parseInt(two, 16));
    try {
      name = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      name = "";
    }
  }
  return { ...NOTHING, way: "paper_card", kind, number: first, name: fold(legible(name)), born: readBorn(fields[2] || "") };
}
