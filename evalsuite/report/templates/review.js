/* What a person says of verdicts: kept on this computer, and handed on as a file that `evalsuite review import` reads. */

const reviews = { run: "", reviewer: "", marks: new Map() };
const RIGHTS = [[true, "Right"], [false, "Wrong"]];

function startReviews(run) {
  reviews.run = run;
  try {
    const kept = JSON.parse(localStorage.getItem(`evalsuite-review:${run}`) ?? "{}");
    reviews.reviewer = String(kept.reviewer ?? "");
    for (const mark of kept.reviews ?? []) reviews.marks.set(markKey(mark), mark);
  } catch {
    // no storage here, or not ours: marks last as long as the page is open
  }
  showReviews();
}

const markKey = ({ case_id: id, attempt, grader }) => JSON.stringify([id, attempt, grader]);

/* Two buttons and a note for one verdict; null where the grader did not speak. */
function reviewOf(row, trial, label) {
  const verdict = trial.judgement?.verdicts?.[label];
  if (!verdict) return null;
  const about = {
    case_id: visible(row.id),
    attempt: row.attempt,
    grader: label,
    outcome: verdict.outcome,
    words: trial.words,
    fingerprint: trial.judgement.graders?.[label] ?? "",
  };
  const key = markKey(about);
  if (reviews.marks.get(key)?.words !== about.words) reviews.marks.delete(key); // of another page of this run
  const note = el("input", { class: "note", type: "text", maxlength: 2000, placeholder: "Why? No names, please.",
    "aria-label": `Note on the verdict of ${label}` });
  const buttons = RIGHTS.map(([right, text]) => {
    const button = el("button", { type: "button", text, "aria-label": `The verdict of ${label} is ${text.toLowerCase()}` });
    button.addEventListener("click", () => {
      const before = reviews.marks.get(key);
      if (before?.right === right) reviews.marks.delete(key);
      else reviews.marks.set(key, { ...about, right, note: before?.note ?? "", at: new Date().toISOString() });
      draw();
      showReviews();
    });
    return button;
  });
  const draw = () => {
    const mark = reviews.marks.get(key);
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", mark?.right === RIGHTS[i][0]));
    note.hidden = !mark;
    note.value = mark?.note ?? "";
  };
  note.addEventListener("input", () => {
    reviews.marks.get(key).note = visible(note.value);
    keepReviews();
  });
  draw();
  return el("p", { class: "review" }, el("span", { class: "ask", text: "Is this verdict right?" }), ...buttons, note);
}

/* How many verdicts are marked, and what to do with the marks. */
function showReviews() {
  keepReviews();
  const tray = document.getElementById("reviews");
  if (!tray) return;
  const count = reviews.marks.size;
  tray.hidden = !count;
  const name = el("input", { class: "note", type: "text", maxlength: 80, placeholder: "Your name", "aria-label": "Your name" });
  name.value = reviews.reviewer;
  name.addEventListener("input", () => {
    reviews.reviewer = visible(name.value);
    keepReviews();
  });
  const download = el("button", { type: "button", class: "download", text: "Download" });
  download.addEventListener("click", downloadReviews);
  const forget = el("button", { type: "button", class: "forget", text: count === 1 ? "Take it back" : "Take all back" });
  forget.addEventListener("click", () => {
    reviews.marks.clear();
    for (const button of document.querySelectorAll(".review button")) button.setAttribute("aria-pressed", false);
    for (const note of document.querySelectorAll(".review .note")) note.hidden = true;
    showReviews();
  });
  tray.replaceChildren(
    el("span", { role: "status", text: `${count} verdict${count === 1 ? "" : "s"} marked` }), name, download, forget);
}

function keepReviews() {
  try {
    const { reviewer, marks } = reviews;
    if (marks.size) localStorage.setItem(`evalsuite-review:${reviews.run}`, JSON.stringify({ reviewer, reviews: [...marks.values()] }));
    else localStorage.removeItem(`evalsuite-review:${reviews.run}`);
  } catch {
    // no storage here: marks last as long as the page is open
  }
}

function downloadReviews() {
  const { run, reviewer, marks } = reviews;
  const head = JSON.stringify({ kind: "evalsuite review", format: 1, run, reviewer }).slice(0, -1);
  const lines = [...marks.values()].map((mark) => JSON.stringify(mark)).join(",\n");
  const link = el("a", { download: `review-${run.replace(/[^\w.-]+/g, "-")}.json` });
  link.href = URL.createObjectURL(new Blob([`${head},"reviews":[\n${escaped(lines)}\n]}\n`], { type: "application/json" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* What some readers of text files take for broken, as JSON may write it. */
function escaped(json) {
  return json.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
