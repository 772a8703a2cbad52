/* The list of cases, one row each, of which only the rows in sight stand in the page. */

const WORDS = { error: "no reply", fail: "failed", ungraded: "not judged", pass: "passed" };

class List {
  constructor(holder, choose) {
    this.holder = holder;
    this.choose = choose;
    this.rows = [];
    this.drawn = new Map();
    this.current = null;
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
    this.places = new Map(rows.map((row, place) => [row.id, place]));
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
          dotsOf(row)),
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
      const here = this.rows[place].id === this.current;
      if (here) element.firstChild.setAttribute("aria-current", "true");
      else element.firstChild.removeAttribute("aria-current");
    }
  }

  /* The link of a row, where it stands in the page. */
  linkOf(row) {
    return this.drawn.get(this.places.get(row.id))?.firstChild;
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
    ...row.codes.map((code) => [lastPart(code), "bad", code]),
    ...row.crashed.map((label) => [`${label} crashed`, "broken", label]),
    ...(row.outcome === "ungraded" ? row.abstained.map((label) => [`${label}: cannot tell`, "unsure", label]) : []),
    ...row.notes.map((code) => [lastPart(code), "quiet", code]),
  ];
  for (const [word, kind, title] of words.slice(0, 2)) {
    holder.append(el("span", { class: `chip ${kind}`, title: shortened(title), text: shortened(word, 40) }));
  }
  if (words.length > 2) holder.append(el("span", { class: "more", text: `+${words.length - 2}` }));
  return holder;
}

const DOTS = 8;

/* How often a case that was tried several times passed: a dot each, and the count. */
function dotsOf(row) {
  if (!row.all) return null;
  const passed = row.all.filter(({ outcome }) => outcome === "pass").length;
  const said = `${passed} of ${row.all.length} attempts passed`;
  return el("span", { class: "dots", role: "img", "aria-label": said, title: said },
    ...row.all.slice(0, DOTS).map(({ outcome }) => el("span", { class: `dot fill-${outcome}` })),
    `${passed}/${row.all.length}`);
}
