"""How often the gate is wrong, beside other rules: simulated, and written into docs/statistics.md.

python benchmarks/stats.py              # some minutes on two cores; rewrites the tables of the page
python benchmarks/stats.py --runs 2000  # a quick look; the page stays as it is
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from proof_tables import (
    Paper,
    from_levels,
    of_clusters,
    of_few,
    of_intervals,
    of_judges,
    of_levels,
    of_peeking,
    of_rules,
    points,
    wrong_ship,
)
from proofs import (
    Cell,
    Judged,
    Level,
    Peeking,
    Side,
    clusters,
    coverage,
    few,
    few_intervals,
    judges,
    levels,
    peeking,
    side_by_side,
    worst_again,
)
from simulated import allowance

PAGE = Path(__file__).parent.parent / "docs" / "statistics.md"
BEGIN, END = "<!-- measured: make bench-stats writes what follows -->", "<!-- measured until here -->"
RUNS, SEED = 10_000, 20_261
UNITS = (10, 15, 30, 60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each candidate; the page wants the default")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.runs < 1000:
        sys.exit(f"{arguments.runs} runs tell too little; 1000 are the least")
    paper, started = Paper(), time.perf_counter()
    runs = Runs(arguments.runs)
    tell(paper, measure(runs, arguments.seed, arguments.workers), runs, arguments.seed)
    text = "\n".join(paper.lines).strip()
    print(text)
    print(f"\n{time.perf_counter() - started:.0f} s")
    if (arguments.runs, arguments.seed) == (RUNS, SEED):
        write(text)
    sys.exit(f"{len(paper.missed)} bars were missed" if paper.missed else 0)


@dataclass(frozen=True)
class Measured:
    alone: list[Level]
    together: list[Level]
    again: list[Level]
    few: list[Level]
    few_intervals: list[Cell]
    rivals: list[Side]
    intervals: list[Cell]
    looks: list[Peeking]
    corrected: list[Judged]


@dataclass(frozen=True)
class Runs:
    """How often each thing is tried: what takes long less often, and the page says how often."""

    alone: int

    @property
    def together(self) -> int:
        return self.alone // 2

    @property
    def few(self) -> int:
        return self.alone // 4

    @property
    def again(self) -> int:
        return self.alone * 10

    @property
    def intervals(self) -> int:
        return self.alone // 10


def measure(runs: Runs, seed: int, workers: int) -> Measured:
    with ProcessPoolExecutor(workers) as pool:
        corrected = pool.submit(judges, runs.intervals, seed)
        rivals = pool.submit(side_by_side, runs.alone, seed)
        intervals = pool.submit(coverage, runs.intervals, seed)
        few_too = pool.submit(few_intervals, runs.intervals, seed)
        looks = pool.submit(peeking, runs.intervals, seed)
        alone = levels(runs.alone, seed, pool=pool)
        together = clusters(runs.together, seed, UNITS, pool=pool)
        return Measured(
            alone=alone,
            together=together,
            again=worst_again([*alone, *together], runs.again, seed, pool=pool),
            few=few(runs.few, seed, pool=pool),
            few_intervals=few_too.result(),
            rivals=rivals.result(),
            intervals=intervals.result(),
            looks=looks.result(),
            corrected=corrected.result(),
        )


def tell(paper: Paper, told: Measured, runs: Runs, seed: int) -> None:
    paper.say(
        f"Seed {seed} (`python benchmarks/stats.py`, or `make bench-stats`). Each cell is drawn many times; where a "
        f"share is held to 5 %, chance is allowed three standard errors of one cell: "
        f"{points(allowance(runs.alone))} with {runs.alone:,} runs, {points(allowance(runs.together))} with "
        f"{runs.together:,}. Of more than a thousand cells, one or two may stray as far by chance alone: so the 12 "
        f"worst are drawn anew, {runs.again:,} times, where the allowance is {points(allowance(runs.again), 2)}."
    )
    paper.say("Bars:")
    paper.lines.append("")
    place = len(paper.lines)
    of_levels(paper, told.alone, runs.alone)
    of_clusters(paper, told.together, runs.together)
    wrong_ship(paper, f"the {len(told.again)} worst of them drawn anew", told.again, runs.again)
    of_few(paper, told.few, told.few_intervals, runs.few, runs.intervals)
    of_rules(paper, told.rivals, runs.alone)
    of_intervals(paper, [*told.intervals, *from_levels(told.alone, told.together)], runs.intervals)
    of_peeking(paper, told.looks, runs.intervals)
    of_judges(paper, told.corrected, runs.intervals)
    bars = [line for line in paper.lines if line.startswith(("- met", "- **missed"))]
    paper.lines[place:] = [*bars, *(line for line in paper.lines[place:] if line not in bars)]


def write(text: str) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
