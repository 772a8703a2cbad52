"""What is known of judges as rows and sentences, for a terminal and a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evalsuite.domain.calibration import Drift, JudgeCard, Rates, Standing
from evalsuite.domain.comparison import Interval
from evalsuite.models.families import alike
from evalsuite.report.headline import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """What is known of the judges of a run."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    """Whether they may hold a release, by the label of their verdicts."""
    models: tuple[str, ...] = ()
    """Names of the models that judged."""
    assistant: str | None = None
    """The model that was judged."""


NO_JUDGES = Judges()
HEADS = ("judge of", "labels", "κ", "passes what people pass", "fails what people fail", "cannot tell")


def rows(cards: Iterable[JudgeCard]) -> Iterator[tuple[str, ...]]:
    """Each card, then its slices, under `HEADS`; shares with their 95 % interval."""
    for card in cards:
        yield _row(_name(card), card.rates)
        for name, part in card.slices.items():
            yield _row(f"  {name}", part)


def notes(cards: Iterable[JudgeCard]) -> Iterator[str]:
    """What has to be known beside the numbers, a sentence each."""
    for card in cards:
        name = _name(card)
        if card.drift:
            yield f"{name}: {_drifted(card.drift)}."
        others = card.rates.labels + card.rates.abstained - card.drawn
        if others > 0:
            yield (
                f"{name}: {counted(others, 'label')} of verdicts that people chose themselves; such labels may flatter "
                "or wrong a judge. Draw them: evalsuite judge sample RUN."
            )
        if card.disputed:
            yield f"{name}: people disagree on {counted(card.disputed, 'verdict')}, left out."
        for rate in card.corrected:
            yield (
                f"{name}, run {rate.run}: the judge passes {_percent(rate.naive)} % of {rate.judged:,}; corrected by "
                f"{rate.labels:,} labels it is {_percent(rate.value)} % ({_between(rate.interval)})."
            )


def warnings(judges: Judges) -> tuple[str, ...]:
    """What has to be known before the verdicts of judges are believed, a sentence each, whatever tells of a run:
    who may hold no release, who has changed since the last calibration, who may favour the assistant."""
    told = []
    for _, one in sorted(judges.standings.items()):
        if not one.heard:
            hints = "Its verdicts are hints, and hold no release; to change that"
            told.append(f"{_capital(one.sentence)}. {hints}, {one.mend}.")
        moved = [(card, card.drift) for card in one.cards if card.drift and card.drift.moved]
        told += [f"The judge of {_name(card)} is not what it was: {_drifted(drift)}." for card, drift in moved]
    family = alike({name: name for name in judges.models}, judges.assistant)
    return (*told, f"{_capital(family)}.") if family else tuple(told)


def facts(judges: Judges) -> Iterator[tuple[str, str]]:
    """The judge cards as names with what is to be said of each, slices and corrected rates included."""
    for label, one in sorted(judges.standings.items()):
        if not one.cards:
            yield f"judge of {label}", one.sentence
        for card in one.cards:
            for row in rows([card]):
                said = "; ".join(f"{head} {cell}" for head, cell in zip(HEADS[1:], row[1:], strict=True))
                yield f"judge of {row[0].strip()}", f"{said} (calibrated {card.at.date()})"
            yield from ((f"judge of {_name(card)}", note) for note in notes([card]))


def told(judges: Judges) -> dict[str, Any]:
    """The same as JSON values: where each judge stands, by label, and the warnings."""
    standings = {
        label: {"state": one.state, "heard": one.heard, "sentence": one.sentence, "mend": one.mend}
        for label, one in sorted(judges.standings.items())
    }
    return {"judges": standings, "warnings": list(warnings(judges))}


def table(lines: Sequence[Sequence[str]]) -> list[str]:
    """Rows laid out in columns for a terminal."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def _name(card: JudgeCard) -> str:
    return " ".join(filter(None, (card.grader, card.criterion)))


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _row(name: str, known: Rates) -> tuple[str, ...]:
    kappa = "–" if known.kappa is None else f"{known.kappa:.2f}"
    if known.kappa is not None and known.kappa_interval is not None:
        kappa += f" ({known.kappa_interval.low:.2f} to {known.kappa_interval.high:.2f})"
    return (
        name,
        f"{known.labels:,}",
        kappa,
        _share(known.tpr, known.tpr_interval, known.passes),
        _share(known.tnr, known.tnr_interval, known.fails),
        f"{_percent(known.abstain_rate)} %",
    )


def _share(share: float | None, interval: Interval | None, of: int) -> str:
    if share is None or interval is None:
        return "–"
    return f"{_percent(share)} % ({_between(interval)}) of {of:,}"


def _drifted(drift: Drift) -> str:
    since = f"since {drift.since.date()}"
    same = "" if drift.same_grader else ", with another rubric, judge or parameter"
    moves = [
        f"{what} by {_points(one)}"
        for what, one in (("passing what people pass", drift.tpr), ("failing what people fail", drift.tnr))
        if one is not None and (one.low > 0 or one.high < 0)
    ]
    return f"it moved {since}{same}: {', '.join(moves)}" if moves else f"nothing moved but by chance {since}{same}"


def _points(interval: Interval) -> str:
    return f"{100 * interval.low:+.0f} to {100 * interval.high:+.0f} points"


def _between(interval: Interval) -> str:
    return f"{_percent(interval.low)} to {_percent(interval.high)}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")
