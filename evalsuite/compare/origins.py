"""The cases of each origin by themselves, where there are several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evalsuite.compare.contrasts import contrast_of
from evalsuite.compare.harms import harms_of
from evalsuite.compare.pairs import Pair, Trials, attempts, labels_of, scores
from evalsuite.domain.comparison import Attempts, CaseHistory, OriginRates, Traits

UNTOLD = "golden"
"""Where a case comes from of which nobody says it, as long as it is said of others."""

Cases = Mapping[str, Trials]


def traits_told(names: Iterable[str], traits: Mapping[str, Traits]) -> Mapping[str, Traits]:
    """The traits with an origin for every case, or as they are where no case has one."""
    if not any(one.origin for one in traits.values()):
        return traits
    told = {name: traits.get(name, Traits()) for name in names}
    return {name: one if one.origin else replace(one, origin=UNTOLD) for name, one in told.items()}


def origins_of(
    before: Cases, after: Cases, pairs: Sequence[Pair], traits: Mapping[str, Traits]
) -> dict[str, OriginRates]:
    """What is known of each origin by name; empty where all cases are of one, or nobody says of which."""
    names: dict[str, set[str]] = {}
    for name in before.keys() | after.keys():
        names.setdefault(traits[name].origin if name in traits else "", set()).add(name)
    if len(names) < 2:
        return {}
    return {origin: _origin(origin, before, after, pairs, names[origin]) for origin in sorted(names)}


def _origin(origin: str, before: Cases, after: Cases, pairs: Sequence[Pair], names: set[str]) -> OriginRates:
    own = [pair for pair in pairs if pair.case_id in names]
    was, now = ({name: side[name] for name in side if name in names} for side in (before, after))
    contrasts = {label: contrast_of(label, own) for label in sorted({label for pair in own for label in pair.labels})}
    return OriginRates(
        name=origin,
        overall=replace(contrast_of("", own), label=f"origin {origin}"),
        graders={
            label: replace(one, label=f"{label} ({origin})")
            for label, one in contrasts.items()
            if one.cases or one.other_graders
        },
        harms=harms_of(now),
        harms_before=harms_of(was),
        histories=_histories(origin, was, now, own),
    )


def _histories(origin: str, before: Cases, after: Cases, pairs: Sequence[Pair]) -> dict[str, tuple[CaseHistory, ...]]:
    """By grader, empty for the trial as a whole: the cases it spoke of, or would have, had there been a reply.

    A case that is new or has another script has no past; one that the candidate lacks has no present.
    """
    paired = {pair.case_id: pair.labels for pair in pairs}
    told: dict[str, list[CaseHistory]] = {}
    for name in sorted(before.keys() | after.keys()):
        was, now = before[name] if name in paired or name not in after else (), after.get(name)
        for label in {"", *paired.get(name, ()), *labels_of(was if now is None else now)}:
            if now is not None and not scores(now, label):
                continue  # the grader had nothing to say of it
            told.setdefault(label, []).append(
                CaseHistory(
                    case_id=name,
                    before=attempts(was, label) if was else Attempts(passed=0, judged=0),
                    after=None if now is None else attempts(now, label),
                    origin=origin,
                )
            )
    return {label: tuple(cases) for label, cases in sorted(told.items())}
