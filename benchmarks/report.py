"""How soon a report stands on the screen, in a real browser, beside promptfoo's page and pytest-html's.

    python benchmarks/report.py --promptfoo FOLDER/node_modules/.bin/promptfoo --pytest FOLDER/bin/pytest

One invocation makes all pages of the same cases and opens each in turn, so that a busy machine slows all alike;
medians and ratios are printed. A rival that is not there is left out, with how to install it. Two moments are told:
when the first row has been drawn, and when the page is ready, so that a filter would be answered; a page that is one
long table (promptfoo's) shows its top long before it is ready.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "report"))

from page_trials import shop

from evalsuite.report.html import write_folder, write_page
from evalsuite.report.words import Heading

INSTALL = {
    "promptfoo": "mkdir F && cd F && npm install promptfoo, then --promptfoo F/node_modules/.bin/promptfoo",
    "pytest-html": "python -m venv V && V/bin/pip install pytest-html, then --pytest V/bin/pytest",
}
ROWS = {"evalsuite": ".row", "evalsuite, split": ".row", "promptfoo": "table tr td", "pytest-html": "#results-table td"}
"""What is a row of each page."""
BARS = (
    ("evalsuite", "first", "promptfoo", "ready", 0.05),
    ("evalsuite", "first", "promptfoo", "first", None),
    ("evalsuite", "ready", "promptfoo", "ready", None),
    ("evalsuite", "first", "pytest-html", "first", 0.5),
    ("evalsuite, split", "first", "evalsuite", "first", 3),
    ("evalsuite, split", "ready", "evalsuite", "ready", 3),
)
"""Whose moment is held against whose, and how many times as long it may take."""

# Asked of the page itself, in milliseconds since it was opened.
MOMENTS = """selector => {
  const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  const when = (there) => new Promise((done) => {
    const look = () => (there() ? drawn(() => done(performance.now())) : setTimeout(look, 5));
    look();
  });
  const says = () => document.getElementById("filter-says");
  return Promise.all([
    when(() => document.querySelector(selector)?.getBoundingClientRect().height),
    when(() => document.readyState === "complete" && document.querySelector(selector) && says()?.textContent !== ""),
  ]);
}"""
FILTER = """query => new Promise((done) => {
  const frames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  frames(() => {
    const start = performance.now();
    frames(() => {
      const empty = performance.now() - start;
      const began = performance.now();
      filter(query);
      const worked = performance.now() - began;
      frames(() => done({ empty, worked, shown: performance.now() - began }));
    });
  });
})"""


def main() -> None:
    wanted = parse()
    with tempfile.TemporaryDirectory() as folder, browser(wanted.chromium) as chromium:
        pages = made(Path(folder), wanted)
        times = {name: [] for name in pages}
        for number in range(wanted.rounds + 1):  # the first round warms the disk
            for name, page in pages.items():
                moments = opened(chromium, page, ROWS[name])
                times[name] += [moments] if number else []
        show(pages, times)
        show_filter([filtered(chromium, pages["evalsuite"]) for _ in range(wanted.rounds)])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--split", type=int, default=100_000, help="cases of the page in a folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--promptfoo", default=shutil.which("promptfoo"))
    parser.add_argument("--pytest", help="a pytest that has pytest-html")
    parser.add_argument("--chromium", default=os.environ.get("CHROME_PATH") or shutil.which("chromium"))
    return parser.parse_args()


@contextmanager
def browser(path: str) -> Iterator:
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


# -- pages


def made(folder: Path, wanted: argparse.Namespace) -> dict[str, Path]:
    """Every page that can be made here, of the same cases."""
    makers: dict[str, Callable[[Path], Path] | None] = {
        "evalsuite": lambda at: one_file(at, wanted.cases),
        "evalsuite, split": lambda at: in_folder(at, wanted.split),
        "promptfoo": (lambda at: promptfoo(at, wanted)) if wanted.promptfoo else None,
        "pytest-html": (lambda at: pytest_html(at, wanted)) if wanted.pytest else None,
    }
    pages = {}
    for name, make in makers.items():
        if make is None:
            print(f"{name} is left out. To compare: {INSTALL[name]}")
            continue
        place = folder / name.replace(" ", "-")
        place.mkdir()
        started = time.perf_counter()
        pages[name] = make(place)
        size = sum(one.stat().st_size for one in place.rglob("*") if one.is_file() and one.suffix in {".html", ".js"})
        print(f"{name}: page of {size / 1e6:.1f} MB made in {time.perf_counter() - started:.0f} s", flush=True)
    return pages


HEADING = Heading(title="Benchmark", run_id="run-1", assistant="alex", model="alex-1")


def one_file(folder: Path, cases: int) -> Path:
    page = folder / "report.html"
    with page.open("wb") as out:
        write_page(out, heading=HEADING, trials=shop(cases))
    return page


def in_folder(folder: Path, cases: int) -> Path:
    write_folder(folder, heading=HEADING, trials=shop(cases))
    return folder / "index.html"


def conversations(cases: int) -> Iterator[tuple[str, str, bool]]:
    """Each case's title, what was said in it as one text, and whether it passed."""
    for entry, trial in shop(cases):
        said = "\n".join(f"{message.role}: {message.text}" for message in trial.transcript.messages)
        yield entry.title, said, trial.outcome == "pass"


def promptfoo(folder: Path, wanted: argparse.Namespace) -> Path:
    """The same conversations through its echo provider, with an assertion that fails where ours did."""
    with (folder / "tests.jsonl").open("w") as file:
        for title, said, passed in conversations(wanted.cases):
            asserts = [{"type": "contains" if passed else "not-contains", "value": "user:"}]
            file.write(json.dumps({"description": title, "vars": {"message": said}, "assert": asserts}) + "\n")
    (folder / "promptfooconfig.yaml").write_text('prompts: ["{{message}}"]\nproviders: [echo]\ntests: tests.jsonl\n')
    quiet = {"PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1", "PROMPTFOO_CONFIG_DIR": "settings"}
    command = [wanted.promptfoo, "eval", "-o", "page.html", "--no-table", "--no-progress-bar", "--no-cache", "-j", "50"]
    return run(command, folder, quiet)


def pytest_html(folder: Path, wanted: argparse.Namespace) -> Path:
    """The same conversations, a test each that prints what was said."""
    cases = [[title, said, passed] for title, said, passed in conversations(wanted.cases)]
    (folder / "cases.json").write_text(json.dumps(cases))
    (folder / "test_cases.py").write_text(
        "import json, pathlib, pytest\n"
        "CASES = json.loads(pathlib.Path(__file__).with_name('cases.json').read_text())\n"
        "@pytest.mark.parametrize(('title', 'said', 'passed'), CASES, ids=range(len(CASES)))\n"
        "def test_case(title, said, passed):\n    print(title, said)\n    assert passed\n"
    )
    return run([wanted.pytest, "-q", "--html=page.html", "--self-contained-html", "-p", "no:cacheprovider"], folder, {})


def run(command: list[str], folder: Path, variables: dict[str, str]) -> Path:
    environment = {**os.environ, **variables}
    command = [str(Path(command[0]).absolute()), *command[1:]]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if not (folder / "page.html").exists():
        sys.exit(f"{command[0]} made no page:\n{(done.stdout + done.stderr)[-2000:]}")
    return folder / "page.html"


# -- measuring


def opened(chromium: object, page: Path, selector: str) -> dict[str, float]:
    """Seconds from opening the file to its first row on the screen, and to the page being ready."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 860})
    tab.set_default_timeout(300_000)
    tab.goto(page.as_uri(), wait_until="commit")
    first, ready = (moment / 1000 for moment in tab.evaluate(MOMENTS, selector))
    tab.close()
    return {"first": first, "ready": ready}


def filtered(chromium: object, page: Path) -> dict[str, float]:
    tab = chromium.new_page(viewport={"width": 1280, "height": 860})
    tab.goto(page.as_uri())
    tab.wait_for_selector("#filter-says:has-text('0')")
    figures = tab.evaluate(FILTER, "status:fail cohort:enterprise parcel")
    tab.close()
    return figures


def show(pages: dict[str, Path], times: dict[str, list[dict[str, float]]]) -> None:
    print(f"\nmedians of {len(next(iter(times.values())))} rounds, each page opened in turn")
    print(f"  {'':18}{'first row':>12}{'ready':>12}")
    for name in pages:
        first, ready = (statistics.median(one[moment] for one in times[name]) for moment in ("first", "ready"))
        print(f"  {name:18}{first:>10.2f} s{ready:>10.2f} s")
    for ours, our, other, their, bar in BARS:
        if other in times:
            pairs = zip(times[ours], times[other], strict=True)
            ratio = statistics.median(one[our] / two[their] for one, two in pairs)
            held = "" if bar is None else f" (bar {bar}){'' if ratio <= bar else '  MISSED'}"
            print(f"  {ours} {our} / {other} {their}: {ratio:.3f}{held}")


def show_filter(figures: list[dict[str, float]]) -> None:
    middle = {name: statistics.median(one[name] for one in figures) for name in figures[0]}
    ratio = middle["shown"] / middle["empty"]
    print(f"\na filter: {middle['worked']:.0f} ms of work, {middle['shown']:.0f} ms until it is drawn; "
          f"two empty frames: {middle['empty']:.0f} ms")  # fmt: skip
    print(f"  filter / two empty frames: {ratio:.2f} (bar 3){'' if ratio <= 3 else '  MISSED'}")


if __name__ == "__main__":
    main()
