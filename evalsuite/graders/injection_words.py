"""The words that speak to a judge, made ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evalsuite.codec.packs import load_pack

_GAP = "_"
_WIDEST = 3
_STOPS = frozenset(".!?;")
_SLOT = re.compile(r"\(([^)]*)\)|(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What may stand at one place of a turn."""

    words: frozenset[str]
    others: tuple[tuple[str, ...], ...] = ()
    """Several words, or beginnings of words."""
    gap: bool = False
    """True for a place that a few words of any kind may fill."""

    def ends(self, words: Sequence[str], at: int) -> Iterable[int]:
        """Where it may end, counted in words, if it begins at `at`."""
        if self.gap:
            within = words[at : at + _WIDEST]
            return range(at, at + next((n for n, word in enumerate(within) if word in _STOPS), len(within)) + 1)
        if at < len(words) and words[at] in self.words:
            return (at + 1,)
        return (at + len(choice) for choice in self.others if _stand(choice, words, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn of phrase, behind its first word."""

    kind: str
    rest: tuple[Part, ...] = ()

    def end(self, words: Sequence[str], at: int, part: int = 0) -> int | None:
        """Where it ends, counted in words, if its parts stand in the words from `at` on."""
        if part == len(self.rest):
            return at
        for behind in self.rest[part].ends(words, at):
            end = self.end(words, behind, part + 1)
            if end is not None:
                return end
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two kinds of words that say more where they stand close together."""

    name: str
    first: frozenset[str]
    second: frozenset[str]
    within: int

    def joins(self, one: str, other: str) -> bool:
        return (one in self.first and other in self.second) or (other in self.first and one in self.second)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    enough: int
    """The weight from which on a text speaks to a judge."""
    within: int
    """Words that are weighed together."""
    weights: Mapping[str, int]
    """Of each kind of words, each nearness, shape and sign, by name."""
    whole: Mapping[str, Sequence[Turn]]
    begun: Mapping[str, Sequence[Turn]]
    """Turns by their first word, where any ending will do."""
    near: tuple[Near, ...]
    shapes: Mapping[str, re.Pattern[str]]

    def turns(self, word: str) -> list[Turn]:
        """What may begin with a word, in small letters without accents."""
        found = list(self.whole.get(word, ()))
        for length in range(2, min(len(word), 24) + 1):
            found += self.begun.get(word[:length], ())
        return found


@cache
def words_to_judges() -> Words:
    """The word tables of the package."""
    pack = load_pack("injection")
    whole: dict[str, list[Turn]] = {}
    begun: dict[str, list[Turn]] = {}
    for kind, table in pack["kinds"].items():
        for first, turn in _turns(kind, table):
            (begun if first.endswith("*") else whole).setdefault(first.rstrip("*"), []).append(turn)
    tables = [*pack["kinds"].items(), *pack["signs"].items()]
    named = [(one["name"], one) for one in (*pack["near"], *pack["shapes"])]
    return Words(
        enough=pack["enough"],
        within=pack["within"],
        weights={name: table["weight"] for name, table in (*tables, *named)},
        whole=whole,
        begun=begun,
        near=tuple(
            Near(
                name=one["name"],
                first=frozenset(one["first"]),
                second=frozenset(one["second"]),
                within=one["within"],
            )
            for one in pack["near"]
        ),
        shapes={one["name"]: re.compile(one["shape"], re.IGNORECASE | re.MULTILINE) for one in pack["shapes"]},
    )


def _turns(kind: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Turn]]:
    for word in table.get("words", "").split():
        yield word, Turn(kind=kind)
    for phrase in table.get("phrases", ()):
        first, *rest = ((found[1] or found[2]).split("|") for found in _SLOT.finditer(phrase))
        parts = tuple(map(_part, rest))
        for choice in first:
            head, *tail = choice.split()
            yield head, Turn(kind=kind, rest=(*(_part([word]) for word in tail), *parts))


def _part(choices: Sequence[str]) -> Part:
    if choices == [_GAP]:
        return Part(words=frozenset(), gap=True)
    words = frozenset(choice for choice in choices if choice.isalnum())
    return Part(words=words, others=tuple(tuple(choice.split()) for choice in choices if choice not in words))


def _stand(choice: Sequence[str], words: Sequence[str], at: int) -> bool:
    there = words[at : at + len(choice)]
    return len(there) == len(choice) and all(map(_is, there, choice))


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
