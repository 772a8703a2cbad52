"""The tables of docs/statistics.md, each with the bars that it is held to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import isclose
from statistics import fmean

from proofs import Cell, Judged, Level, Peeking, Side
from simulated import allowance

from evalsuite.stats.clusters import FEWEST

OURS, TANGO = "this gate", "Tango's score test"
MOST = 0.05
"""A wrong answer, one-sided."""


@dataclass
class Paper:
    """Tables, and the bars that they were held to."""

    lines: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.lines += ["", f"### {title}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        self.lines += [f"| {' | '.join(row)} |" for row in rows]

    def say(self, text: str) -> None:
        self.lines += ["", text]

    def bar(self, what: str, met: bool) -> None:
        self.lines.append(f"- {'met' if met else '**missed**'}: {what}")
        if not met:
            self.missed.append(what)


def wrong_ship(paper: Paper, what: str, told: list[Level], runs: int) -> None:
    worst, most = max(one.shipped for one in told), MOST + allowance(runs)
    over = sum(one.shipped > most for one in told)
    paper.bar(
        f"wrong ship at the margin, {what}: {percent(worst, 2)} at most in {len(told):,} cells of {runs:,} runs "
        f"({percent(most, 2)} allowed; above it: {over})",
        not over,
    )


def of_levels(paper: Paper, told: list[Level], runs: int) -> None:
    wrong_ship(paper, "independent cases", told, runs)
    rows = []
    for (n, k), cells in grouped(told, lambda one: (one.candidate.n, one.candidate.k)):
        at_five = [one for one in cells if one.candidate.difference == -0.05]
        rows.append(
            (
                f"{n:,}",
                str(k),
                str(len(cells)),
                percent(max(one.shipped for one in cells)),
                percent(fmean(one.shipped for one in cells)),
                percent(fmean(one.power for one in at_five)),
                percent(fmean(one.undecided for one in at_five)),
            )
        )
    heads = ("cases", "attempts", "cells", "wrong ship, worst", "mean", "ship, unchanged, margin 5", "undecided")
    paper.table("A candidate that is worse by just the margin", heads, rows)
    paper.say(
        "Cells: pass rates .5, .7, .85, .95 and .98; margins of 3, 5 and 10 points; one, two and four times as many "
        "cases that turn for good; cases that turn, that waver, and that all drift down a little. The last two columns "
        "are of a candidate that differs as much and is no worse, at a margin of 5 points."
    )


def of_clusters(paper: Paper, told: list[Level], runs: int) -> None:
    wrong_ship(paper, "cases in clusters", told, runs)
    rows = []
    for (design, units), cells in grouped(told, lambda one: (one.candidate.siblings, len(one.candidate.sizes))):
        inside = [one.covered for one in cells if one.covered is not None]
        name = "one of 30 in ten" if len(design) == 10 else "uneven, up to 8" if len(design) > 1 else f"of {design[0]}"
        rows.append(
            (
                name,
                str(units),
                percent(max(one.shipped for one in cells)),
                percent(min(inside)) if inside else "no interval",
                percent(fmean(one.undecided for one in cells)),
            )
        )
    heads = ("clusters", "how many", "wrong ship, worst", "coverage, least", "undecided, unchanged")
    paper.table("Cases in clusters", heads, rows)
    paper.say(
        f"Where clusters tell as much as fewer than {FEWEST} of one size, nothing is decided and no interval shown. "
        "Cases of a cluster move each for itself, half of them as one, and all as one; one and three attempts."
    )


def of_few(paper: Paper, told: list[Level], intervals: list[Cell], runs: int, thorough: int) -> None:
    alone = {(one.method, one.of): one.covered for one in intervals}
    rows = []
    for (design, units), cells in grouped(told, lambda one: (one.candidate.siblings, len(one.candidate.sizes))):
        inside = [one.covered for one in cells if one.covered is not None]
        even = len(design) == 1
        methods = ("Wilson, effective n", "studentised bootstrap")
        rows.append(
            (
                f"of {design[0]}" if even else "uneven, up to 8",
                str(units),
                f"{cells[0].effective:.1f}",
                f"{percent(max(one.shipped for one in cells))} · {percent(fmean(one.shipped for one in cells))}",
                f"{percent(min(inside))} · {percent(fmean(inside))}",
                percent(fmean(one.undecided for one in cells)),
                *(percent(alone[method, str(units)]) if even else "" for method in methods),
            )
        )
    heads = ("clusters", "how many", "tell as much as", "wrong ship, worst · mean", "coverage, least · mean")
    heads = (*heads, "undecided, unchanged", "Wilson, effective n, least", "bootstrap, least")
    paper.table(f"With fewer than {FEWEST} units, were they let through", heads, rows)
    paper.say(
        f"The gate as it would be without its guard, {runs:,} runs of each cell (three standard errors of 5 %: "
        f"{points(allowance(runs))}); the last two columns are of intervals that stand by themselves, as many "
        f"independent cases or units of three, {thorough:,} runs ({points(allowance(thorough))})."
    )


def of_rules(paper: Paper, told: list[Side], runs: int) -> None:
    worst = {name: max(one.shipped for one in cells) for name, cells in grouped(told, lambda one: one.rule)}
    most = MOST + allowance(runs)
    everywhere = {name for name, shipped in worst.items() if shipped <= most}
    cells = [{one.rule: one for one in cell} for _, cell in grouped(told, lambda one: one.candidate)]
    here = [behind(cell, {name for name, one in cell.items() if one.shipped <= most} - {TANGO}) for cell in cells]
    always = [behind(cell, everywhere & cell.keys()) for cell in cells]
    tango = [cell[TANGO].power - cell[OURS].power for cell in cells]
    paper.bar(
        f"power: {points(max(always))} at most, {points(fmean(always))} on average below the best rule that keeps to "
        f"{percent(most)} in all cells ({', '.join(sorted(everywhere - {OURS})) or 'no other does'}); 5 allowed",
        max(always) <= MOST,
    )
    paper.bar(
        f"power: {points(max(here))} at most, {points(fmean(here))} on average below the best of whichever rules keep "
        f"to {percent(most)} in the very cell, Tango's aside; 5 allowed, more in {sum(gap > MOST for gap in here)} of "
        f"{len(here)} cells",
        max(here) <= MOST,
    )
    of_power(paper, cells, here, tango)
    paper.say(
        "A rule that keeps to its level in one cell and not in the next cannot be chosen, as nobody knows which cell "
        "theirs is. Wrong ship in the worst cell: "
        f"{'; '.join(f'{name} {percent(shipped)}' for name, shipped in worst.items())}."
    )
    rows = []
    for (name, margin), cells in grouped(told, lambda one: (one.rule, -one.candidate.difference)):
        for k in (1, 3):
            alike = [one for one in cells if isclose(one.candidate.discordant, 2 * margin)]
            of = {one.candidate.n: one for one in alike if one.candidate.k == k}
            shown = [of[n] for n in (60, 100, 200, 500) if n in of]
            if not shown:
                continue
            rows.append(
                (
                    name,
                    f"{100 * margin:g}",
                    str(k),
                    " · ".join(percent(one.shipped) for one in shown),
                    " · ".join(percent(one.power) for one in shown),
                    " · ".join(percent(one.undecided) for one in shown),
                )
            )
    heads = ("rule", "margin", "attempts", "wrong ship", "ship, unchanged", "undecided, unchanged")
    paper.table("Rules side by side, at 60 · 100 · 200 · 500 cases", heads, rows)
    paper.say(
        "Over the same runs, pass rate 85 %, twice as many cases turning as the margin takes. *Threshold*: the "
        "candidate passes at least as many as the baseline less the margin. *Block if significant*: held only where "
        "McNemar's test says it is worse. *Exact, all shares*: the gate's test, searching all shares of differing "
        "cases and not just those that the data leave; it and *Newcombe*'s method 10 know no repeats. *t interval*: "
        "ships where Student's lower bound is above the margin."
    )


def of_power(paper: Paper, cells: list[dict[str, Side]], here: list[float], tango: list[float]) -> None:
    rows = []
    for (n, k), some in grouped(zip(cells, here, tango, strict=True), lambda one: place_of(one[0])):
        gap, seen = max(((gap, cell) for cell, gap, _ in some), key=lambda pair: pair[0])
        rows.append(
            (
                f"{n:,}",
                str(k),
                str(len(some)),
                f"{points(gap)} · {points(fmean(gap for _, gap, _ in some))}",
                f"margin {-100 * seen[OURS].candidate.difference:g}, {100 * seen[OURS].candidate.discordant:g} turn",
                f"{points(max(more for *_, more in some))} · {points(fmean(more for *_, more in some))}",
            )
        )
    heads = ("cases", "attempts", "cells", "points below the best valid there, worst · mean", "worst at")
    paper.table("Power, beside the best rule that is valid in the cell", (*heads, "below Tango's, worst · mean"), rows)


def place_of(cell: dict[str, Side]) -> tuple[int, int]:
    return cell[OURS].candidate.n, cell[OURS].candidate.k


def behind(cell: dict[str, Side], valid: Iterable[str]) -> float:
    """How much less often ours ships the twin that is no worse than the best of the valid rules does."""
    return max([0.0, *(cell[name].power - cell[OURS].power for name in valid)])


def of_intervals(paper: Paper, told: list[Cell], runs: int) -> None:
    rows, thin = [], []
    for method, cells in grouped(told, lambda one: one.method):
        average, least = fmean(one.covered for one in cells), min(one.covered for one in cells)
        below = sorted((one for one in cells if one.covered < 0.94), key=lambda one: one.covered)
        rows.append((method, str(len(cells)), percent(average), percent(least), str(len(below))))
        thin += [f"{method}, {one.of}: {percent(one.covered)}" for one in below]
        paper.bar(
            f"{method}: covers {percent(average)} on average (94.5 wanted), {percent(least)} at least (92.5 wanted)",
            average >= 0.945 and least >= 0.925,
        )
    paper.table(
        "Two-sided 95 % intervals", ("method", "cells", "covers on average", "at least", "cells below 94 %"), rows
    )
    paper.say(
        f"Below 94 %: {'; '.join(thin) if thin else 'none'}. Wilson, Clopper-Pearson, Tango and Newcombe are summed "
        f"over all outcomes; those with an effective n, the score test of a rate and the bootstrap are simulated, "
        f"{runs:,} runs of each cell, so that three standard errors are {points(allowance(runs))}; nothing is "
        "allowed for them."
    )


def from_levels(alone: list[Level], together: list[Level]) -> list[Cell]:
    told = []
    for one in (*alone, *together):
        if one.covered is None:
            continue
        seen = one.candidate
        method = "score, clusters" if seen.siblings != (1,) else "exact" if seen.k == 1 else "score, repeats"
        of = f"n {seen.n}, k {seen.k}, base {seen.base:g}, {seen.kind}, difference {seen.difference:g}"
        told.append(Cell(method, of, one.covered))
    return told


def of_peeking(paper: Paper, told: list[Peeking], runs: int) -> None:
    worst = max(one.alarms for one in told)
    paper.bar(
        f"false alarms, looking after each of 400 cases: {percent(worst)} at most in {len(told)} cells of {runs:,} "
        f"runs ({percent(MOST + allowance(runs))} allowed)",
        worst <= MOST + allowance(runs),
    )
    rows = [(one.test, one.of, percent(one.alarms), percent(one.power)) for one in told]
    paper.table("Looking after every case", ("claim", "cases", "false alarms", "found by the 400th case"), rows)
    paper.say(
        "Found: a gain of 5 points; no worse at a margin of 5 points, where nothing changed; worse by 15 points, or as "
        "much as differs. Margin 5 points."
    )


def of_judges(paper: Paper, told: list[Judged], runs: int) -> None:
    wide, least = max(one.narrower for one in told), min(one.covered for one in told)
    off = max(abs(one.bias) for one in told)
    paper.bar(
        f"judge corrected: off by {off:.2f} points at most, {runs:,} runs; a tenth of its error or three "
        "standard errors of the simulation allowed",
        all(one.fair for one in told),
    )
    paper.bar(f"judge corrected: {percent(wide)} of the labels' own width at most (105 allowed)", wide <= 1.05)
    paper.bar(f"judge corrected: covers {percent(least)} at least (92.5 wanted)", least >= 0.925)
    rows = [
        (one.of, f"{one.naive:+.1f}", f"{one.bias:+.2f}", percent(one.covered), percent(one.narrower)) for one in told
    ]
    heads = ("500 judged", "judge alone, points off", "corrected", "covers", "width of that of labels alone")
    paper.table("A judge's rate, corrected by labels", heads, rows)


def grouped(told: Iterable, key: Callable) -> list[tuple]:
    groups = defaultdict(list)
    for one in told:
        groups[key(one)].append(one)
    return list(groups.items())


def percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f}"


def points(share: float, digits: int = 1) -> str:
    """As `percent`, with no sign to a zero."""
    return percent(0.0 if round(100 * share, digits) == 0 else share, digits)
