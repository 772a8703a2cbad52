"""Two runs paired case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evalsuite.compare.contrasts import contrast_of
from evalsuite.compare.flips import flips_of
from evalsuite.compare.harms import harms_of
from evalsuite.compare.origins import origins_of, traits_told
from evalsuite.compare.pairs import Pair, Trials, attempts, cases_of, labels_of, same_script
from evalsuite.compare.slices import parts_of, slices_of
from evalsuite.compare.spending import spending
from evalsuite.domain.comparison import CaseHistory, Comparison, Contrast, Harm, OriginRates, Party, Side, Spent, Traits

NAMES = 5
"""Cases that a sentence names."""


def compare(baseline: Side, candidate: Side) -> Comparison:
    """The candidate beside the baseline, over the cases that both have with the same script.

    Attempts of a case are averaged, cases of one cluster are one unit. A case with no script on a side, as recorded
    conversations have none, is paired by its id. What cannot be paired or judged is listed. Raises `NothingRanError`
    where a side has no trial at all.
    """
    before, after = cases_of(baseline), cases_of(candidate)
    traits = traits_told({**before, **after}, {**baseline.traits, **candidate.traits})
    common = sorted(before.keys() & after.keys())
    pairs = [Pair(name, before[name], after[name]) for name in common if same_script(before[name], after[name])]
    kept = {pair.case_id for pair in pairs}
    contrasts = {
        label: contrast_of(label, pairs) for label in sorted({label for pair in pairs for label in pair.labels})
    }
    comparison = Comparison(
        baseline=_party(baseline, before),
        candidate=_party(candidate, after),
        overall=contrast_of("", pairs),
        graders={label: one for label, one in contrasts.items() if one.cases or one.other_graders},
        harms=harms_of(after),
        harms_before=harms_of(before),
        origins=origins_of(before, after, pairs, traits),
        slices=slices_of(pairs, traits),
        parts=parts_of(pairs, traits),
        spent=spending(pairs),
        cases=tuple(
            _history(name, before, after, traits) for name in sorted(before) if name in kept or name not in after
        ),
        flips=flips_of(pairs),
        missing=tuple(sorted(before.keys() - after.keys())),
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(name for name in common if name not in kept),
    )
    return replace(comparison, stale=tuple(_stale(comparison, pairs))) if baseline.committed else comparison


def lean(comparison: Comparison) -> Comparison:
    """The comparison without the numbers of single cases that it rests on, to be printed."""
    return replace(
        comparison,
        overall=_lean(comparison.overall),
        graders={label: _lean(one) for label, one in comparison.graders.items()},
        harms={label: _lean_harm(one) for label, one in comparison.harms.items()},
        harms_before={label: _lean_harm(one) for label, one in comparison.harms_before.items()},
        origins={name: _lean_origin(one) for name, one in comparison.origins.items()},
        slices=tuple(replace(one, contrast=_lean(one.contrast)) for one in comparison.slices),
        spent={quantity: _lean_spent(one) for quantity, one in comparison.spent.items()},
    )


def some(names: Sequence[str]) -> str:
    """A few of the names: "a, b, c, d, e and 12 more"."""
    more = f" and {len(names) - NAMES:,} more" if len(names) > NAMES else ""
    return f"{', '.join(names[:NAMES])}{more}"


def _lean(contrast: Contrast) -> Contrast:
    return replace(contrast, moved=None, worst=None, best=None)


def _lean_origin(origin: OriginRates) -> OriginRates:
    return replace(
        origin,
        overall=_lean(origin.overall),
        graders={label: _lean(one) for label, one in origin.graders.items()},
        harms={label: _lean_harm(one) for label, one in origin.harms.items()},
        harms_before={label: _lean_harm(one) for label, one in origin.harms_before.items()},
        histories={},
    )


def _lean_harm(harm: Harm) -> Harm:
    return replace(harm, seen=None, blind=())


def _lean_spent(spent: Spent) -> Spent:
    return replace(spent, before=None, after=None)


def _party(side: Side, cases: Mapping[str, Trials]) -> Party:
    seen = Counter(one.outcome for trials in cases.values() for one in trials)
    return Party(
        name=side.name,
        run=side.run,
        cases=len(cases),
        trials=seen.total(),
        outcomes={kind: seen[kind] for kind in ("pass", "fail", "ungraded", "error")},
    )


def _history(
    name: str, before: Mapping[str, Trials], after: Mapping[str, Trials], traits: Mapping[str, Traits]
) -> CaseHistory:
    return CaseHistory(
        case_id=name,
        before=attempts(before[name]),
        after=attempts(after[name]) if name in after else None,
        origin=traits[name].origin if name in traits else "",
    )


def _stale(comparison: Comparison, pairs: Sequence[Pair]) -> Iterator[str]:
    """What of a committed baseline is not as it is today."""
    for names, what in (
        (comparison.changed, "with another script since"),
        (comparison.new, "newer than it"),
        (comparison.missing, "that nobody ran this time"),
    ):
        if names:
            yield f"{len(names):,} {'case' if len(names) == 1 else 'cases'} {what}: {some(names)}"
    changed = sorted({label for pair in pairs for label in pair.regraded})
    if changed:
        yield f"graders that have changed since: {', '.join(changed)}"
    judged = {label for pair in pairs for label in labels_of(pair.before)}
    added = sorted({label for pair in pairs for label in labels_of(pair.after)} - judged)
    if added:
        yield f"graders that did not judge it: {', '.join(added)}"
