/* The list of cases: what the filter lets through, of which only the rows in sight stand in the page. */

const KEYS = {
  status: (row) => [row.outcome],
  grader: (row) => [...row.failed, ...row.abstained, ...row.crashed],
  code: (row) => [...row.codes, ...row.notes].flatMap((code) => [code, code.slice(code.lastIndexOf(":") + 1)]),
  tag: (row) => row.tags,
  cohort: (row) => [row.cohort],
  difficulty: (row) => [row.difficulty],
  origin: (row) => [row.origin],
  case: (row) => [row.id],
  model: (row) => [row.model],
  path: (row) => [row.path],
  flip: (row) => [row.flip],
};
const PARTS = new Set(["case", "model", "path"]); // a part of these is enough
const STATUS = { failed: "fail", passed: "pass", errors: "error", errored: "error", abstain: "ungraded", unjudged: "ungraded" };
const WORDS = { error: "no reply", fail: "failed", ungraded: "not judged", pass: "passed" };

const folded = (text) => visible(String(text)).toLowerCase();

/* The terms of a filter, as [{key, words, not}]; an unknown key is an ordinary word, told in `unknown`. */
function termsOf(query) {
  const terms = [];
  const unknown = [];
  for (const [, not, key, rest] of query.matchAll(/(-?)(?:([a-z]+):)?((?:"(?:[^"\\]|\\.)*"?|[^\s"])+)/gi)) {
    const known = key && Object.hasOwn(KEYS, key.toLowerCase());
    if (key && !known) unknown.push(key);
    const text = known || !key ? rest : `${key}:${rest}`;
    if (known) terms.push({ key: key.toLowerCase(), words: alternatives(text, key.toLowerCase()), not: not === "-" });
    else terms.push({ key: "", words: [folded(unquoted(text))], not: not === "-" });
  }
  return { terms, unknown };
}

function alternatives(text, key) {
  const words = [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"?|[^,"])+/g)].map(([word]) => folded(unquoted(word)));
  return key === "status" ? words.map((word) => STATUS[word] ?? word) : words;
}

function unquoted(text) {
  return text.replace(/"((?:[^"\\]|\\.)*)"?/g, (_, inner) => inner.replace(/\\(.)/g, "$1"));
}

function lets(row, { key, words, not }) {
  if (!key) return haystack(row).includes(words[0]) !== not;
  const values = KEYS[key](row).map(folded);
  const hit = words.some((word) => values.some((value) => (PARTS.has(key) ? value.includes(word) : value === word)));
  return hit !== not;
}

function haystack(row) {
  row.hay ??= folded([row.id, row.title, row.why, row.path, ...row.tags, ...row.codes, ...row.notes].join("\n"));
  return row.hay;
}

class List {
  constructor(holder, choose) {
    this.holder = holder;
    this.choose = choose;
    this.rows = [];
    this.drawn = new Map();
    this.current = null;
    this.repeated = false;
    const redraw = () => {
      this.asked ??= requestAnimationFrame(() => {
        this.asked = null;
        this.draw();
      });
    };
    window.addEventListener("scroll", redraw, { passive: true });
    window.addEventListener("resize", redraw);
  }

  show(rows) {
    this.rows = rows;
    this.places = new Map(rows.map((row, place) => [row.number, place]));
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.draw();
  }

  get rowHeight() {
    return 3.75 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  draw(all = false) {
    const height = this.rowHeight;
    this.holder.style.height = `${this.rows.length * height}px`;
    const above = -this.holder.getBoundingClientRect().top;
    const inSight = Math.min(80, Math.ceil(window.innerHeight / height) + 12);
    const first = all ? 0 : Math.max(0, Math.min(Math.floor(above / height) - 6, this.rows.length - 1));
    const last = Math.min(this.rows.length, all ? Infinity : first + inSight);
    for (const [place, element] of this.drawn) {
      if (place < first || place >= last) {
        element.remove();
        this.drawn.delete(place);
      }
    }
    let before = null; // rows stand in the page in their order, for those who hear it read
    for (let place = first; place < last; place += 1) {
      let element = this.drawn.get(place);
      if (!element) {
        element = this.row(this.rows[place], place);
        this.drawn.set(place, element);
        if (before) before.after(element);
        else this.holder.prepend(element);
      }
      element.style.transform = `translateY(${place * height}px)`;
      before = element;
    }
    this.highlight();
  }

  row(row, place) {
    const link = el("a", { class: "row", href: addressOf(row) },
      el("span", { class: `status tone-${row.outcome}`, text: WORDS[row.outcome] }),
      el("span", { class: "what" },
        el("span", { class: "line" },
          el("bdi", { class: "title", text: shortened(row.title || row.id) }),
          row.title ? el("bdi", { class: "id", text: shortened(row.id) }) : null,
          this.repeated ? el("span", { class: "id", text: `attempt ${row.attempt}` }) : null),
        el("bdi", { class: "why", text: shortened(row.why || this.tagline(row)) })),
      chips(row));
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.choose(row, event.detail === 0); // opened by a key: the transcript takes the focus
    });
    return el("li", { "aria-setsize": this.rows.length, "aria-posinset": place + 1 }, link);
  }

  tagline(row) {
    return [...row.tags, row.cohort, row.difficulty].filter(Boolean).join(" · ");
  }

  highlight() {
    for (const [place, element] of this.drawn) {
      const here = this.rows[place].number === this.current;
      if (here) element.firstChild.setAttribute("aria-current", "true");
      else element.firstChild.removeAttribute("aria-current");
    }
  }

  /* The link of a row, where it stands in the page. */
  linkOf(row) {
    return this.drawn.get(this.places.get(row.number))?.firstChild;
  }

  /* Brings the current row into sight, if it is not. */
  reveal() {
    const place = this.places?.get(this.current);
    if (place === undefined) return;
    const height = this.rowHeight;
    const top = this.holder.getBoundingClientRect().top + place * height;
    const bar = document.getElementById("find").offsetHeight;
    if (top < bar) window.scrollBy(0, top - bar);
    else if (top + height > window.innerHeight) window.scrollBy(0, top + height - window.innerHeight + height);
    this.draw();
  }
}

function chips(row) {
  const holder = el("span", { class: "chips" });
  const words = [
    ...(row.flip ? [[row.flip, row.flip === "regression" ? "bad" : "good", `${row.flip} since the baseline`]] : []),
    ...row.codes.map((code) => [code.slice(code.lastIndexOf(":") + 1), "bad", code]),
    ...row.crashed.map((label) => [`${label} crashed`, "broken", label]),
    ...(row.outcome === "ungraded" ? row.abstained.map((label) => [`${label}: cannot tell`, "unsure", label]) : []),
    ...row.notes.map((code) => [code.slice(code.lastIndexOf(":") + 1), "quiet", code]),
  ];
  for (const [word, kind, title] of words.slice(0, 2)) {
    holder.append(el("span", { class: `chip ${kind}`, title: shortened(title), text: shortened(word, 40) }));
  }
  if (words.length > 2) holder.append(el("span", { class: "more", text: `+${words.length - 2}` }));
  return holder;
}

function shortened(text, length = 240) {
  return text.length > length ? `${text.slice(0, between(text, length))}…` : text;
}
