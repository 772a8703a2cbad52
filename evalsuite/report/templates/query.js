/* The filter's small language: its terms, what is wrong with them, and which trials they let through. */

const KEYS = {
  status: (row) => (row.flaky ? [row.outcome, "flaky"] : [row.outcome]),
  grader: (row) => [...row.failed, ...row.abstained, ...row.crashed],
  code: (row) => [...row.codes, ...row.notes].flatMap((code) => [code, lastPart(code)]),
  tag: (row) => row.tags,
  cohort: (row) => [row.cohort],
  difficulty: (row) => [row.difficulty],
  origin: (row) => [row.origin],
  case: (row) => [row.id],
  model: (row) => [row.model],
  path: (row) => [row.path],
  flip: (row) => [row.flip],
};
const NUMBERS = {
  delta: (row) => row.delta,
  seconds: (row) => row.seconds,
  length: (row) => row.length,
  tokens: (row) => row.tokens,
  cost: (row) => row.cost,
  attempt: (row) => row.attempt,
};
const PARTS = new Set(["case", "model", "path"]); // a part of these is enough
const STATUS = { failed: "fail", passed: "pass", errors: "error", errored: "error", abstain: "ungraded", unjudged: "ungraded" };
const CLOSED = { status: ["error", "fail", "ungraded", "pass", "flaky"], flip: ["regression", "improvement"] };
const COMPARE = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "": (a, b) => a === b,
};

const folded = (text) => visible(String(text)).toLowerCase();
const foldedOnce = new Map();

/* The same of a value that many rows share. */
function foldedValue(value) {
  let text = foldedOnce.get(value);
  if (text === undefined) {
    if (foldedOnce.size > 20_000) foldedOnce.clear();
    text = folded(value);
    foldedOnce.set(value, text);
  }
  return text;
}

const lastPart = (code) => code.slice(code.lastIndexOf(":") + 1);

/* The terms of a filter, as functions of a row, and what is wrong with them: [{text, mend}], a mend being the filter as
   it may have been meant, or empty. `trials` tell which values there are. */
function readQuery(query, trials) {
  const terms = [];
  const wrong = [];
  for (const match of query.matchAll(/(-?)(?:([a-z_]+):)?((?:"(?:[^"\\]|\\.)*"?|[^\s"])+)/gi)) {
    const [whole, not, written, rest] = match;
    const key = written?.toLowerCase();
    const mended = (to) => query.slice(0, match.index) + to + query.slice(match.index + whole.length);
    const read = termOf(key, written, rest, trials, (problem, mend) => wrong.push({ text: problem, mend: mend ? mended(not + mend) : "" }));
    terms.push(not ? (row) => !read(row) : read);
  }
  return { terms, wrong };
}

function termOf(key, written, rest, trials, complain) {
  if (key === undefined) return inWords(rest);
  if (Object.hasOwn(NUMBERS, key)) return numberTerm(key, rest, complain);
  if (Object.hasOwn(KEYS, key)) return valueTerm(key, rest, trials, complain);
  const near = nearest(key, [...Object.keys(KEYS), ...Object.keys(NUMBERS)]);
  if (near) complain(`There is no term “${written}:”.`, `${near}:${rest}`);
  else complain(`“${written}:” is read as words; ? lists the terms.`);
  return inWords(`${written}:${rest}`);
}

function inWords(text) {
  const words = folded(unquoted(text));
  return (row) => haystack(row).includes(words);
}

function numberTerm(key, rest, complain) {
  const [, sign, digits] = /^([<>]=?|)(.*)$/s.exec(unquoted(rest));
  const number = digits.trim() === "" ? NaN : Number(digits.replace("−", "-"));
  if (Number.isNaN(number)) {
    complain(`“${shortened(rest, 40)}” is no number: write ${key}:<0.5 or ${key}:>=2.`);
    return () => false;
  }
  return (row) => {
    const value = NUMBERS[key](row);
    return value !== null && value !== undefined && COMPARE[sign](value, number);
  };
}

function valueTerm(key, rest, trials, complain) {
  const words = [...rest.matchAll(/(?:"(?:[^"\\]|\\.)*"?|[^,"])+/g)].map(([word]) => folded(unquoted(word)));
  const meant = key === "status" ? words.map((word) => STATUS[word] ?? word) : words;
  if (!PARTS.has(key)) {
    const there = valuesOf(key, trials);
    const strange = meant.find((word) => word && !there.has(word));
    if (strange !== undefined) complainOf(key, strange, rest, [...there], complain);
  }
  const part = PARTS.has(key);
  return (row) => KEYS[key](row).some((value) => {
    const seen = foldedValue(value);
    return meant.some((word) => (part ? seen.includes(word) : seen === word));
  });
}

function complainOf(key, word, rest, there, complain) {
  const said = `No case has ${key} “${shortened(word, 40)}”.`;
  const near = nearest(word, there);
  if (near) complain(said, `${key}:${quoted(near)}`);
  else if (there.length && there.length <= 8) complain(`${said} There are: ${there.map((one) => shortened(one, 30)).join(", ")}.`);
  else complain(said);
}

/* Every value of a key, folded. Looked up once, when somebody first asks. */
const known = { trials: null };

function valuesOf(key, trials) {
  if (known.trials !== trials) {
    for (const name of Object.keys(known)) delete known[name];
    known.trials = trials;
  }
  if (!known[key]) {
    const seen = new Set(CLOSED[key] ?? []);
    for (const row of trials) for (const value of KEYS[key](row)) if (value) seen.add(value);
    known[key] = new Set([...seen].map(folded));
  }
  return known[key];
}

function unquoted(text) {
  return text.replace(/"((?:[^"\\]|\\.)*)"?/g, (_, inner) => inner.replace(/\\(.)/g, "$1"));
}

function quoted(word) {
  return /^[\w-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`;
}

function haystack(row) {
  row.hay ??= folded([row.id, row.title, row.why, row.path, ...row.tags, ...row.codes, ...row.notes].join("\n"));
  return row.hay;
}

/* The word that was most likely meant; undefined where none comes near. */
function nearest(word, words) {
  const most = word.length < 4 ? 1 : 2;
  let best;
  let least = most + 1;
  for (const other of words.slice(0, 2000)) {
    const apart = Math.abs(other.length - word.length) > most ? least : distance(word, other);
    if (apart < least) [best, least] = [other, apart];
  }
  return best ?? words.find((other) => word.length > 2 && other.startsWith(word));
}

/* Letters to change, add, drop or swap with their neighbour. */
function distance(one, other) {
  let [two, last] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    const line = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      line[j] = Math.min(last[j] + 1, line[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) line[j] = Math.min(line[j], two[j - 2] + 1);
    }
    [two, last] = [last, line];
  }
  return last[other.length];
}
