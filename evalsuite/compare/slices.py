"""The pass rate of some of the cases, looked at for what it may show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evalsuite.compare.contrasts import contrast_of
from evalsuite.compare.pairs import Pair
from evalsuite.domain.comparison import Slice, SliceKind, Traits
from evalsuite.stats.multiplicity import benjamini_hochberg

MOST = 200
"""Slices that are looked at; the largest first. More of them would only be noise."""
RESAMPLES = 2_000
"""Sign flips of a slice whose cases have repeats or clusters: enough for a look."""


def slices_of(pairs: Sequence[Pair], traits: Mapping[str, Traits]) -> tuple[Slice, ...]:
    """Origins first, then difficulties, cohorts and tags, each by name; a slice of all cases or of none is left out."""
    groups: dict[tuple[SliceKind, str], list[Pair]] = {}
    for pair in pairs:
        for key in _keys(traits.get(pair.case_id, _NOTHING)):
            groups.setdefault(key, []).append(pair)
    partial = [one for one in groups.items() if len(one[1]) < len(pairs)]
    partial = sorted(partial, key=lambda one: (one[0][0] != "origin", -len(one[1])))[:MOST]
    seen = [Slice(kind=kind, name=name, contrast=contrast_of("", some)) for (kind, name), some in partial]
    return tuple(sorted(_adjusted(seen), key=lambda one: (_ORDER.index(one.kind), one.name)))


def parts_of(pairs: Sequence[Pair], traits: Mapping[str, Traits]) -> dict[str, int]:
    """How many of the paired cases there are of each part, as `cohort:enterprise`."""
    return dict(Counter(f"{kind}:{name}" for pair in pairs for kind, name in _keys(traits.get(pair.case_id, _NOTHING))))


_ORDER: tuple[SliceKind, ...] = ("origin", "difficulty", "cohort", "tag")
_NOTHING = Traits()


def _keys(traits: Traits) -> Iterator[tuple[SliceKind, str]]:
    if traits.origin:
        yield "origin", traits.origin
    if traits.difficulty:
        yield "difficulty", traits.difficulty
    if traits.cohort:
        yield "cohort", traits.cohort
    for tag in dict.fromkeys(traits.tags):
        yield "tag", tag


def _adjusted(slices: Sequence[Slice]) -> list[Slice]:
    """Each with its chance among all those that have enough cases for one."""
    told = {number: p for number, one in enumerate(slices) if (p := _chance(one)) is not None}
    adjusted = dict(zip(told, benjamini_hochberg(list(told.values())), strict=True))
    return [replace(one, q=adjusted.get(number)) for number, one in enumerate(slices)]


def _chance(one: Slice) -> float | None:
    contrast = one.contrast
    if contrast.interval is None or contrast.moved is None:
        return None
    if contrast.p is not None:
        return contrast.p
    import numpy as np  # noqa: PLC0415  - loaded where there is something to reckon

    from evalsuite.stats.scores import sign_flip_p  # noqa: PLC0415

    moved = contrast.moved
    # The same seed each time, so that the same runs give the same page.
    generator = np.random.default_rng(0)
    return sign_flip_p(moved.values, moved.units, generator=generator, resamples=RESAMPLES)
