/* A snapshot's file opened in the browser: signature proven, code tried, content unpacked. Nothing leaves memory. */
"use strict";
const MAGIC = "BAOPHU1\n", SIGNATURE = 64;
const encoder = new TextEncoder(), decoder = new TextDecoder();

/* Why a file does not open: no_snapshot, not_ours, changed, wrong_code, too_old. */
export class Refused extends Error {}

export function bytesOf(base64) {
  return Uint8Array.from(atob(base64.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

export function textOf(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function parts(file) {
  const start = MAGIC.length + 4;
  if (file.length < start + SIGNATURE || decoder.decode(file.subarray(0, MAGIC.length)) !== MAGIC) throw new Refused("no_snapshot");
  const size = new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length);
  if (size > 65536 || file.length < start + size + SIGNATURE) throw new Refused("no_snapshot");
  return { top: file.subarray(start, start + size), box: file.subarray(start + size, file.length - SIGNATURE) };
}

export function headOf(file) {
  try {
    return JSON.parse(decoder.decode(parts(file).top));
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("changed");
  }
}

async function keyFrom(code, salt, iterations) {
  const typed = code.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  const raw = await crypto.subtle.importKey("raw", encoder.encode(typed), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/* Head, content, and a box for what is kept until it is sent, which the same code opens. */
export async function open(file, code, signers, now) {
  const head = headOf(file), { top, box } = parts(file);
  if (!Object.hasOwn(signers, head.signer)) throw new Refused("not_ours");
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const signer = await crypto.subtle.importKey("jwk", signers[head.signer], curve, false, ["verify"]);
  const end = file.length - SIGNATURE;
  const how = { name: "ECDSA", hash: "SHA-256" };
  if (!(await crypto.subtle.verify(how, signer, file.subarray(end), file.subarray(0, end)))) throw new Refused("changed");
  if (now - new Date(head.as_of) > head.last_days * 86400000) throw new Refused("too_old");
  const key = await keyFrom(code, bytesOf(head.salt), head.iterations);
  let plain;
  try {
    plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(head.nonce), additionalData: top }, key, box);
  } catch {
    throw new Refused("wrong_code");
  }
  const content = await unpacked(plain);
  const hashing = { name: "HMAC", hash: "SHA-256" };
  const lookup = await crypto.subtle.importKey("raw", bytesOf(content.key), hashing, false, ["sign"]);
  const keeping = await keyFrom(code, encoder.encode(`baophu check-ins ${head.facility.code}`), head.iterations);
  return { head, content, lookup, keeping };
}

export async function hashed(lookup, kind, value) {
  const made = await crypto.subtle.sign("HMAC", lookup, encoder.encode(`${kind}:${value}`));
  return textOf(new Uint8Array(made).subarray(0, 16));
}

/* What a browser keeps is sealed with the code as well: a lost computer tells nobody who came. */
export async function sealed(key, told) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encoder.encode(JSON.stringify(told)));
  return { iv, box: new Uint8Array(box) };
}

export async function unsealed(key, kept) {
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.box);
    return JSON.parse(decoder.decode(plain));
  } catch {
    return null; // kept under another code
  }
}
