/* Where the numbers and codes of a reply stood before: in a tool's result, the context, the customer's words.

   Only what stands there letter by letter is marked. Whether an id that stands nowhere is wrong, the graders say. */

const TOKEN = /[\p{L}\p{N}]+(?:[-_/.:][\p{L}\p{N}]+)*/gu;
const LEAST = 5; // letters and digits; shorter ones stand anywhere
const MOST = 200; // marked in one message
const READ = 300_000; // characters of a source that are looked through

/* The spans of a reply's values that stand in a source before message `index`, as [{start, end, known}] in UTF-16. */
function valueSpans(text, index, sources) {
  const spans = [];
  for (const match of text.slice(0, READ).matchAll(TOKEN)) {
    const [word] = match;
    if (!/\d/.test(word) || word.replace(/[^\p{L}\p{N}]/gu, "").length < LEAST) continue;
    const source = sourceOf(word, index, sources);
    if (source) spans.push({ start: match.index, end: match.index + word.length, known: { ...source, text: word } });
    if (spans.length >= MOST) break;
  }
  return spans;
}

/* Everything the assistant was shown, in the order in which it is believed: records, then the customer, then answers of
   tools that failed. */
function sourcesOf(trial) {
  const { transcript } = trial;
  const records = [];
  const said = [];
  const failures = [];
  const failed = new Set(trial.failed);
  const calls = new Map();
  const add = (holder, text, where, message = -1) =>
    text && holder.push({ text, folded: text.slice(0, READ).toLowerCase(), where, message });
  if (trial.context) add(records, JSON.stringify(trial.context), "the case's context");
  add(records, transcript.system, "the system text");
  (transcript.documents ?? []).forEach((text, i) => add(records, text, `document ${i + 1}`));
  transcript.messages.forEach((message, index) => {
    for (const call of message.tool_calls ?? []) calls.set(call.id, call.name);
    const tool = calls.get(message.tool_call_id) ?? message.name ?? "a tool";
    if (message.role === "tool" && failed.has(index)) add(failures, message.text, `failed call of ${tool}`, index);
    else if (message.role === "tool") add(records, message.text, `result of ${tool}`, index);
    else if (message.role === "user") add(said, message.text, "the customer", index);
    else if (message.role !== "assistant") add(records, message.text, `${message.role} text`, index);
  });
  return [...records, ...[...said, ...failures].map((source) => ({ ...source, named: true }))];
}

function sourceOf(word, index, sources) {
  const wanted = word.toLowerCase();
  const source = sources.find((one) => one.message < index && standsIn(one.folded, wanted));
  if (!source) return null;
  const place = source.message < 0 ? source.where : `message ${source.message}, ${source.where}`;
  const pointer = source.named ? "" : pointerTo(source.text, wanted);
  return { kind: source.named ? "named" : "grounded", message: source.message, place: pointer ? `${place}, ${pointer}` : place };
}

/* As a whole, and not as a part of a longer word or number. */
function standsIn(text, word) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? "") && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? "")) return true;
  }
  return false;
}

/* The JSON pointer of the first value that holds the word; empty where the text is no JSON. */
function pointerTo(text, word) {
  if (!/^\s*[[{]/.test(text) || text.length > READ) return "";
  let found = "";
  const walk = (value, path) => {
    if (found || path.length > 60) return;
    if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    } else if (standsIn(String(value).toLowerCase(), word)) found = `/${path.join("/")}`;
  };
  try {
    walk(JSON.parse(text), []);
  } catch {
    return "";
  }
  return shortened(found, 80);
}
