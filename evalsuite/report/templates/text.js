/* Text into the page: as text nodes only, with what is invisible written out and the words at fault marked. */

const UNSEEN =
  /\r(?!\n)|([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb])\1*|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const MARKS = 2000; // beyond so many unseen characters in a text, they are written plainly: elements are dear
const HEAD = 3000; // characters of a long text that stand open
const AROUND = 300; // and so many on either side of words at fault
const LONG = 6000;

function shortened(text, length = 240) {
  return text.length > length ? `${text.slice(0, between(text, length))}…` : text;
}

function el(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, visible(String(value)));
  }
  if (text !== undefined && text !== null) made.append(visible(String(text)));
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function picture(character) {
  const code = character.codePointAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
}

function visible(text) {
  return text.replace(UNSEEN, (run) => (run.codePointAt(0) > 0xffff ? picture(run) : [...run].map(picture).join("")));
}

/* The text appended to an element; unseen characters each in a small box that tells its number. */
function put(parent, text) {
  let from = 0;
  let boxes = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (boxes >= MARKS) break;
    boxes += 1;
    const code = match[0].codePointAt(0);
    const count = code > 0xffff ? 1 : match[0].length;
    if (match.index > from) parent.append(text.slice(from, match.index));
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    const box = el("span", { class: "odd", title: count > 1 ? `${name}, ${count} times` : name });
    box.append(picture(match[0]) + (count > 1 ? `×${count}` : ""));
    parent.append(box);
    from = match.index + match[0].length;
  }
  parent.append(boxes < MARKS ? text.slice(from) : visible(text.slice(from)));
}

/* Code point offsets as offsets into the script's own UTF-16 text; null where the text ends before. */
function toUnits(text, points) {
  const units = new Map();
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
    for (const point of points) units.set(point, point <= text.length ? point : null);
    return units;
  }
  const wanted = [...points].sort((a, b) => a - b);
  let unit = 0;
  let point = 0;
  for (const want of wanted) {
    while (point < want && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point += 1;
    }
    units.set(want, point === want ? unit : null);
  }
  return units;
}

/* The findings that stand at a place in the text, as [{start, end, finding}] in UTF-16. A span that runs over the
   end of the text is cut there; one that lies wholly outside, or that is empty or reversed, is no place. */
function placed(text, findings) {
  const given = findings.filter(({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end);
  const units = toUnits(text, new Set(given.flatMap(({ start, end }) => [start, end])));
  return given
    .map((finding) => ({ start: units.get(finding.start), end: units.get(finding.end) ?? text.length, finding }))
    .filter(({ start, end }) => start !== null && start < end);
}

/* The text in an element, its spans marked; of a long text only the beginning and the surroundings of the marks. */
function paint(parent, text, spans = [], whole = text.length <= LONG) {
  parent.replaceChildren();
  const windows = whole ? [[0, text.length]] : openWindows(text, spans);
  let from = 0;
  for (const [start, end] of windows) {
    if (start > from) parent.append(gap(parent, text, spans, start - from));
    paintLong(parent, text, spans, start, end);
    from = end;
  }
  if (from < text.length) parent.append(gap(parent, text, spans, text.length - from));
}

function gap(parent, text, spans, left) {
  const button = el("button", { type: "button", class: "gap", text: `… ${left.toLocaleString("en")} more characters · show all` });
  button.addEventListener("click", () => paint(parent, text, spans, true));
  return button;
}

function openWindows(text, spans) {
  const wanted = [[0, HEAD]];
  for (const { start, end, known } of spans) {
    if (known) continue; // many of them, and none is at fault
    if (end - start <= 2 * AROUND) wanted.push([start - AROUND, end + AROUND]);
    else wanted.push([start - AROUND, start + AROUND], [end - AROUND, end + AROUND]);
  }
  wanted.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [start, end] of wanted) {
    const last = merged[merged.length - 1];
    const range = [between(text, Math.max(0, start)), between(text, Math.min(text.length, end))];
    if (last && range[0] <= last[1] + AROUND) last[1] = Math.max(last[1], range[1]);
    else merged.push(range);
  }
  return merged;
}

/* Never between the halves of one character. */
function between(text, unit) {
  return unit > 0 && text.codePointAt(unit - 1) > 0xffff ? unit - 1 : unit;
}

const PIECE = 2000;

/* A long stretch is laid out in blocks, cut at the ends of lines or words: a browser takes seconds to break a single
   one of a megabyte into lines. */
function paintLong(parent, text, spans, start, end) {
  if (end - start <= LONG) {
    paintStretch(parent, text, spans, start, end);
    return;
  }
  for (let from = start; from < end; ) {
    const to = from + PIECE >= end ? end : cutBefore(text, from, from + PIECE);
    const piece = el("span", { class: "piece" });
    paintStretch(piece, text, spans, from, to);
    parent.append(piece);
    from = to;
  }
}

function cutBefore(text, from, to) {
  const piece = text.slice(from, to);
  const last = Math.max(piece.lastIndexOf("\n"), 0) || piece.lastIndexOf(" ");
  if (last > 0) return from + last + 1;
  return between(text, to);
}

const WORST = ["error", "warn", "info"];

function paintStretch(parent, text, spans, start, end) {
  const here = spans.filter((span) => span.start < end && span.end > start);
  const cuts = new Set([start, end]);
  for (const span of here) cuts.add(Math.max(start, span.start)).add(Math.min(end, span.end));
  const edges = [...cuts].sort((a, b) => a - b);
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const covering = here.filter((span) => span.start <= edges[i] && span.end >= edges[i + 1]);
    const piece = text.slice(edges[i], edges[i + 1]);
    if (covering.length) parent.append(marked(piece, covering, edges[i + 1]));
    else put(parent, piece);
  }
}

/* A stretch with everything that covers it, the widest meaning outside: changed, at fault, known. */
function marked(piece, covering, end) {
  const known = covering.find((span) => span.known)?.known;
  const change = covering.find((span) => span.change)?.change;
  const found = covering.filter((span) => span.finding);
  let inner = document.createDocumentFragment();
  put(inner, piece);
  if (known && !found.length) inner = holding(valueMark(known), inner);
  if (found.length) inner = holding(findingMark(found, end), inner);
  return change ? holding(el(change), inner) : inner;
}

function holding(holder, inner) {
  holder.append(inner);
  return holder;
}

function valueMark({ kind, place, href }) {
  const tip = kind === "named" ? `Only named: ${place}` : `Stands in ${place}`;
  return el(href ? "a" : "span", { class: `value ${kind}`, href, tabindex: href ? null : "0", "data-tip": tip });
}

function findingMark(found, end) {
  const severities = found.map(({ finding }) => severityOf(finding));
  const worst = WORST.find((severity) => severities.includes(severity));
  const closing = found.filter((span) => span.end === end).map(({ finding }) => finding.number);
  const numbers = found.map(({ finding }) => finding.number);
  return el("mark", {
    class: `sev-${worst}`,
    tabindex: "0",
    "data-findings": numbers.join(" "),
    "data-numbers": closing.length ? closing.join(",") : null,
    "data-tip": found.map(({ finding }) => `${shortened(finding.code ?? "", NAME)}: ${shortened(finding.reason ?? "")}`).join("\n"),
    "aria-describedby": numbers.map((number) => `finding-${number}`).join(" "),
  });
}

function severityOf(finding) {
  return WORST.includes(finding.severity) ? finding.severity : "error";
}

/* JSON text laid out over lines, with every token as it was written; null where the text is no JSON object or list. */
function laidOut(text) {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > 200000) return null;
  try {
    JSON.parse(trimmed);
  } catch {
    return null;
  }
  let depth = 0;
  const broken = () => `\n${"  ".repeat(Math.min(depth, 20))}`;
  return trimmed.replace(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/g, (token) => {
    if (/^\s/.test(token)) return "";
    if (token === ":") return ": ";
    if (token === ",") return `,${broken()}`;
    if (token === "{" || token === "[") {
      depth += 1;
      return token + broken();
    }
    if (token === "}" || token === "]") {
      depth -= 1;
      return broken() + token;
    }
    return token;
  });
}
