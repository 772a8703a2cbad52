"""What the parts of a benchmark of graders share: the table of figures, and the command line they are taken from."""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
COMMAND = [sys.executable, "-m", "evalsuite"]


@dataclass
class Bench:
    data: Path
    keep: Path
    shown: int
    contested: dict[str, str] = field(default_factory=dict)
    """Why a row's label is thought to be wrong, by sample id."""
    table: list[tuple[str, str, str, str]] = field(default_factory=list)

    def bar(self, what: str, value: float, bar: float, *, most: bool = False, form: str = ".2%") -> None:
        met = value <= bar if most else value >= bar
        sign = "<=" if most else ">="
        self.table.append((what, f"{sign} {bar:{form}}", f"{value:{form}}", "" if met else "MISSED"))

    def say(self, what: str, value: str) -> None:
        self.table.append((what, "", value, ""))

    def errors(self, title: str, lines: list[str]) -> None:
        if self.shown and lines:
            print(f"\n{title}: {len(lines)}")
            for line in lines[: self.shown]:
                print("  " + " ".join(line.split())[:300])


def show(rows: list[tuple[str, str, str, str]]) -> None:
    heads = ("", "bar", "value", "")
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(4)]
    print()
    for what, bar, value, word in (heads, *rows):
        print(f"{what:{widths[0]}}  {bar:>{widths[1]}}  {value:>{widths[2]}}  {word}".rstrip())


def lines(path: Path) -> Iterator[dict]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def conversations(data: Path) -> Iterator[dict]:
    for path in sorted((data / "conversations").glob("*.jsonl.gz")):
        yield from lines(path)


def grade(bench: Bench, graders: str, files: list[Path], *words: str) -> Iterator[dict]:
    out = bench.keep / f"verdicts-{graders.replace(',', '-')}-{files[0].stem}.jsonl"
    run([*COMMAND, "grade", *words, "--format", "jsonl", "--graders", graders, *map(str, files)], out)
    yield from lines(out)


def read_aloud(bench: Bench, rows: list[dict]) -> dict[str, dict]:
    """What is read in each row's text, by the row's id."""
    path = bench.keep / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows))
    out = bench.keep / "heard.jsonl"
    run([*COMMAND, "read", "--format", "jsonl", str(path)], out)
    return {one["id"]: one for one in lines(out)}


def run(command: list[str], out: Path) -> None:
    """Run in a folder that is no workspace; what is printed goes to a file."""
    started = time.perf_counter()
    with out.open("wb") as file, tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
        done = subprocess.run(command, cwd=folder, stdout=file, stderr=subprocess.PIPE, env=environment, check=False)
    if done.returncode not in {0, 1, 3}:
        sys.exit(f"{command} failed: {done.stderr.decode()[-2000:]}")
    print(f"{' '.join(command[3:5])} {Path(command[-1]).name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)


def places(quote: str, text: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(quote), text)]
