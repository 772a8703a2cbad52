"use strict";
/* What the page holds: rows and bodies in parts that are opened when somebody asks for them.

   A part is base64 of a raw deflate stream: in an element `<script data-block=NAME>` of the page, or in `data/NAME.js`.
   - `index`: {"run", "total", "fields": [names], "parts": [[name, rows], …] worst first, "bodies", "before" and
     "texts": [number of each part's first line], "files": whether parts stand in files}
   - `rows0`, …: columns in the order of "fields", each a list of values, or {"of": [values], "at": [places in it]}
   - `0`, `1`, … (bodies) and `b0`, … (the baseline's): one trial a line, as JSON, with `context` and `expect` of its
     case and `failed`, the messages in which a tool says that it failed. Fields at their default are left out, so what
     is absent means:
     trial: attempt 1, judgement {}, error none · message: text none, tool_calls [], is_error false, extra {}
     call: arguments {} · finding: severity "error", message, start and end none, the texts "" · verdict: findings []
     transcript: system none, documents [], scripted [], usage {}, seconds 0. Offsets are Unicode code points.
     A long text that was said before is {"same": number of a line of `c0`, …}: `readBody` puts it back. */

const AT_ONCE = 200; // rows that are shown before the others are unpacked
const KEPT = 6; // parts of bodies that stay unpacked
let index = null;

/* The run's id and its trials, worst first. Where there are many, `first` is called with the worst of them, and the
   number of all, before the others are unpacked. */
async function readIndex(first = () => {}) {
  index = JSON.parse(await opened("index"));
  const trials = [];
  let told = false;
  for (const [name] of index.parts) {
    for (const row of rowsOf(JSON.parse(await opened(name)))) trials.push(row);
    if (!told && trials.length >= AT_ONCE && trials.length < index.total) {
      told = true;
      first([...trials], index.total);
      await new Promise((done) => setTimeout(done)); // they are drawn before more is unpacked
    }
  }
  return { run: index.run, trials };
}

/* The trial of a row. */
function readBody(row) {
  return trialAt("", index.bodies, row.number);
}

/* The baseline's trial of the same case; null where there is none. */
async function readBefore(row) {
  return row.old < 0 ? null : trialAt("b", index.before, row.old);
}

function rowsOf(columns) {
  const values = columns.map((column) => (Array.isArray(column) ? column : column.at.map((place) => column.of[place])));
  return values[0].map((_, place) => {
    const row = {};
    for (let i = 0; i < values.length; i += 1) row[index.fields[i]] = values[i][place];
    return row;
  });
}

const linesOpen = new Map();

async function trialAt(prefix, starts, number) {
  const trial = await lineAt(prefix, starts, number);
  const { messages, documents = [] } = trial.transcript;
  await putBack(trial.transcript, "system");
  for (const message of messages) await putBack(message, "text");
  for (const place of documents.keys()) await putBack(documents, place);
  return trial;
}

async function putBack(holder, name) {
  const { same } = holder[name] ?? {};
  if (same !== undefined) holder[name] = await lineAt("c", index.texts, same);
}

async function lineAt(prefix, starts, number) {
  let part = starts.length - 1;
  while (starts[part] > number) part -= 1;
  const name = `${prefix}${part}`;
  const lines = linesOpen.get(name) ?? (await opened(name)).split("\n");
  linesOpen.delete(name); // the one used last is given up last
  linesOpen.set(name, lines);
  if (linesOpen.size > KEPT) linesOpen.delete(linesOpen.keys().next().value);
  return JSON.parse(lines[number - starts[part]], exactly);
}

async function opened(name) {
  const text = (await inPage(name)) ?? (index?.files ? await inFile(name) : null);
  if (text === null) throw new Error("This page is incomplete: the part with this case is missing. Was the file cut off?");
  if (typeof DecompressionStream === "undefined") throw new Error("This browser is too old to unpack the page.");
  try {
    const plain = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await new Response(plain).text();
  } catch (cause) {
    throw new Error("This part of the page is damaged and cannot be unpacked.", { cause });
  }
}

async function inPage(name) {
  const holder = () => document.querySelector(`script[data-block="${name}"]`)?.textContent ?? null;
  if (holder() === null && !index?.files && document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
  return holder();
}

const arrived = new Map();

/* Called by the files of a page in a folder: a page that was opened from a disk may load scripts, but not data. */
function part(name, text) {
  arrived.set(name, text);
}

async function inFile(name) {
  const holder = document.createElement("script");
  const loaded = new Promise((done) => {
    holder.addEventListener("load", done);
    holder.addEventListener("error", done);
  });
  holder.src = address(name);
  document.head.append(holder);
  await loaded;
  holder.remove();
  const text = arrived.get(name) ?? null;
  arrived.delete(name);
  if (text === null) throw new Error(`The file data/${name}.js is missing: the folder “data” must stay beside the page.`);
  return text;
}

let addresses = null;

/* Only files of our own, even if something else on the page could name one. */
function address(name) {
  const check = (path) => {
    if (!/^data\/[\w-]+\.js$/.test(path)) throw new TypeError(`no part of this page: ${path}`);
    return path;
  };
  if (!window.trustedTypes) return check(`data/${name}.js`);
  addresses ??= window.trustedTypes.createPolicy("parts", { createScriptURL: check });
  return addresses.createScriptURL(`data/${name}.js`);
}

function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const raw = atob(base64);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) out[i] = raw.charCodeAt(i);
  return out;
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
