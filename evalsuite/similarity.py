"""Which texts say nearly the same: exact copies, near copies found by MinHash and checked word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from evalsuite.errors import UsageError

PERMUTATIONS, BANDS = 128, 32
"""Texts that share six in ten of their shingles meet in a band in 98 of 100 cases."""
SAME = 85.0
"""Of 100, how alike two texts must be, in whatever order their words come, to be one."""
_SHINGLE = 3
_TRIED = 12
"""Groups of a bucket that a text is held against; more would make a template's bucket quadratic."""
_LONGEST = 4000
"""Characters of a text that are looked at."""
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d+")
_BLOCK = 1 << 21
_U64 = np.uint64


def normalised(text: str) -> str:
    """The text as it is compared: small letters, every number 0, words with one blank between."""
    return " ".join(_WORD.findall(_DIGIT.sub("0", text[:_LONGEST].casefold())))


def groups(texts: Sequence[str], *, same: float = SAME, seed: int = 0) -> list[tuple[int, ...]]:
    """The indices of texts that are one, each text in exactly one group; groups and members in order of appearance.

    Texts without a word are each a group of their own. Raises `UsageError` where rapidfuzz is not installed.
    """
    fuzz = _rapidfuzz()
    plain = [normalised(text) for text in texts]
    first: dict[str, int] = {}
    links = list(range(len(plain)))
    for index, text in enumerate(plain):
        if text:
            links[index] = first.setdefault(text, index)
    different = list(first.values())
    union = _Union(len(different))
    words = [plain[index] for index in different]
    signed = signatures(words, seed=seed)
    for bucket in _buckets(signed):
        _merge(bucket, words, union, fuzz, same)
    found: dict[int, list[int]] = {}
    place = {index: at for at, index in enumerate(different)}
    for index, text in enumerate(plain):
        root = different[union.root(place[links[index]])] if text else index
        found.setdefault(root, []).append(index)
    return sorted(tuple(members) for members in found.values())


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 100, whatever the order of their words and their numbers."""
    return float(_rapidfuzz().token_sort_ratio(normalised(one), normalised(other)))


def signatures(texts: Sequence[str], *, seed: int = 0) -> NDArray[np.uint32]:
    """A row of MinHashes for each normalised text: the share of equal ones estimates the share of equal shingles."""
    out = np.empty((len(texts), PERMUTATIONS), dtype=np.uint32)
    generator = np.random.default_rng(seed)
    factors = generator.integers(1, 1 << 63, PERMUTATIONS, dtype=_U64) | _U64(1)
    offsets = generator.integers(0, 1 << 63, PERMUTATIONS, dtype=_U64)
    vocabulary: dict[str, int] = {}
    at = 0
    while at < len(texts):
        hashes, starts = _shingles(texts, at, vocabulary)
        for column in range(PERMUTATIONS):
            mixed = (hashes * factors[column] + offsets[column]) >> _U64(32)
            out[at : at + len(starts), column] = np.minimum.reduceat(mixed, starts)
        at += len(starts)
    return out


def _shingles(texts: Sequence[str], at: int, vocabulary: dict[str, int]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """Hashes of the three-word runs of as many texts as make a block, and where each text's begin."""
    ids: list[int] = []
    starts: list[int] = []
    for text in texts[at:]:
        starts.append(len(ids))
        words = text.split() or [""]
        ids += [vocabulary.setdefault(word, len(vocabulary) + 1) for word in words]
        ids += [0] * (_SHINGLE - 1)  # so that no run reaches into the next text
        if len(ids) > _BLOCK:
            break
    values = _scrambled(np.array([*ids, 0, 0], dtype=_U64))
    first, second, third = values[:-2], values[1:-1], values[2:]
    return _scrambled(first * _U64(3) + second * _U64(0x9E3779B97F4A7C15) + third * _U64(0xC2B2AE3D27D4EB4F)), np.array(
        starts
    )


def _scrambled(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values ^ (values >> _U64(30))) * _U64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> _U64(27))) * _U64(0x94D049BB133111EB)
    return values ^ (values >> _U64(31))


def _buckets(signed: NDArray[np.uint32]) -> Iterator[NDArray[np.intp]]:
    """Rows that agree in a whole band, in order."""
    rows = PERMUTATIONS // BANDS
    for band in range(BANDS):
        part = signed[:, band * rows : (band + 1) * rows].astype(_U64)
        keys = np.zeros(len(part), dtype=_U64)
        for column in range(rows):
            keys = _scrambled(keys * _U64(31) + part[:, column])
        order = np.argsort(keys, kind="stable")
        cuts = np.flatnonzero(np.diff(keys[order])) + 1
        yield from (bucket for bucket in np.split(order, cuts) if len(bucket) > 1)


def _merge(bucket: NDArray[np.intp], words: Sequence[str], union: _Union, fuzz: ModuleType, same: float) -> None:
    heads: list[int] = []
    for index in bucket.tolist():
        root = union.root(index)
        if root in heads:
            continue
        for head in heads:
            if fuzz.token_sort_ratio(words[index], words[head], score_cutoff=same):
                heads[heads.index(head)] = union.join(head, root)
                break
        else:
            if len(heads) < _TRIED:
                heads.append(root)


class _Union:
    """Which of some numbers belong together; the smallest speaks for its group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, one: int) -> int:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: int, other: int) -> int:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low
        return low


def _rapidfuzz() -> ModuleType:
    try:
        from rapidfuzz import fuzz  # noqa: PLC0415  - of an extra
    except ImportError:
        raise UsageError(
            "Finding near copies needs packages that are not installed. Run: pip install 'evalsuite[tickets]'"
        ) from None
    return fuzz
