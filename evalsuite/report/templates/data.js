"use strict";
/* What the page holds: an index, and bodies in blocks that are opened when somebody asks for them.

   Each `<script data-block=…>` is base64 of a raw deflate stream.
   - `index`: {"fields": [names], "rows": [[values], …], "blocks": [number of each block's first trial]}; a row a trial.
   - `0`, `1`, …: one trial a line, as JSON. Fields at their default are left out, so what is absent means:
     trial: attempt 1, judgement {}, error none · message: text none, tool_calls [], is_error false, extra {}
     call: arguments {} · finding: severity "error", message, start and end none, the texts "" · verdict: findings []
     transcript: system none, documents [], scripted [], usage {}, seconds 0. Offsets are Unicode code points. */

async function opened(name) {
  let holder = document.querySelector(`script[data-block="${name}"]`);
  if (!holder && document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
    holder = document.querySelector(`script[data-block="${name}"]`);
  }
  if (!holder) throw new Error("This page is incomplete: the part with this case is missing. Was the file cut off?");
  if (typeof DecompressionStream === "undefined") throw new Error("This browser is too old to unpack the page.");
  const packed = bytes(holder.textContent);
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  try {
    return await new Response(plain).text();
  } catch (cause) {
    throw new Error("This part of the page is damaged and cannot be unpacked.", { cause });
  }
}

function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const raw = atob(base64);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) out[i] = raw.charCodeAt(i);
  return out;
}

const BAD_FIRST = { error: 0, fail: 1, ungraded: 2, pass: 3 };

async function readIndex() {
  const { fields, rows, blocks } = JSON.parse(await opened("index"));
  const trials = rows.map((row, number) => {
    const trial = { number };
    for (let i = 0; i < fields.length; i += 1) trial[fields[i]] = row[i];
    return trial;
  });
  trials.sort((a, b) => BAD_FIRST[a.outcome] - BAD_FIRST[b.outcome] || a.number - b.number);
  return { trials, blocks };
}

const KEPT = 6;
const blocksOpen = new Map();

async function readBody(blocks, number) {
  let block = blocks.length - 1;
  while (blocks[block] > number) block -= 1;
  let lines = blocksOpen.get(block);
  if (!lines) {
    lines = (await opened(block)).split("\n");
    blocksOpen.set(block, lines);
    if (blocksOpen.size > KEPT) blocksOpen.delete(blocksOpen.keys().next().value);
  }
  return JSON.parse(lines[number - blocks[block]], exactly);
}

/* A number keeps the digits it was written with: order numbers may be longer than a double can tell apart. */
class Exact extends Number {
  constructor(value, source) {
    super(value);
    this.source = source;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.source) : this.source;
  }
}

function exactly(key, value, context) {
  return typeof value === "number" && context && context.source !== String(value)
    ? new Exact(value, context.source)
    : value;
}
