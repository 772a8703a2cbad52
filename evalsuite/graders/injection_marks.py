"""The places of a text that may speak to a judge, each with its kind."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from evalsuite.graders.injection_words import Near, Turn, words_to_judges

_ALIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝкмтвнАЕОРСУХІЈЅКМТВНοαειυνρτκηΑΒΕΖΗΙΚΜΝΟΡΤΥΧøłđıɡʀᴀᴅᴇᴜɢᴊᴛᴏᴘꜱᴠʟɪᴄɴᴍᴋʙ",
        "aeopcyxijshdqwkmtbhAEOPCYXIJSKMTBHoaeiuvptknABEZHIKMNOPTYXoldigradeugjtopsvlicnmkb",
        strict=True,
    )
)
"""Cyrillic, Greek and small capital letters that look like Latin ones."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+(?:[./]\d+)?%?|[.!?;](?=\s|\Z)")
"""A word, also of a name like `finalVerdict` or `final_verdict`; the end of a sentence, over which no turn goes."""
_FILLED = re.compile(r"[^\w\n]{0,6}[:=>→|][^\w\n]{0,6}|\W{1,3}[-—–]\W{1,3}|[^:=\n]{1,24}[:=]\W{0,4}")
_IS = re.compile(r"\W{1,3}(?:is|are|was|es|ist|est)\W{1,4}")
_WIDEST_FILL = 32
_BEFORE = re.compile(r"(?:^|[\n.!?>(\[@{\"'*:#,-])\s{0,3}$")
_BEHIND = re.compile(r"\s{0,2}[:,!]|\s{1,2}[-—–]")
_FILLS = {
    "verdict": {"grading", "evaluating", "rubric", "quality", "dialogue", "reply", "agent", "checking"},
    "top": {"grading", "evaluating", "rubric", "quality", "dialogue", "reply", "agent", "checking"},
    "fine": {"rubric", "quality", "verdict"},
    "number": {"grading", "rubric", "quality", "verdict"},
}
"""Kinds of what is filled in, and of the names it is filled in behind."""


class Mark(NamedTuple):
    word: int
    """The number of the word it begins with."""
    kind: str
    start: int
    end: int


def marks(text: str) -> list[Mark]:
    """Every mark of a text, in order of their words."""
    plain = folded(text)
    places = [match.span() for match in _WORD.finditer(plain)]
    said = list(_said(plain, places))
    return sorted([*said, *_together(said, plain), *_shaped(plain, places)])


def folded(text: str) -> str:
    """The text in letters without accents, look-alikes read as what they look like; of the same length."""
    return text if text.isascii() else "".join(map(_plain, text))


@lru_cache(10_000)
def _plain(character: str) -> str:
    plain = _ALIKE.get(character) or unicodedata.normalize("NFKD", character)[0]
    return plain if plain.isascii() else character


def _said(plain: str, places: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    words = [plain[start:end].lower() for start, end in places]
    idle = 0  # the word behind the last turn in which such words say something else
    for number, word in enumerate(words):
        turns = _turns(word)
        if not turns:
            continue
        ends = [(turn.kind, end) for turn in turns if (end := turn.end(words, number + 1)) is not None]
        idle = max([idle, *(end for kind, end in ends if kind == "idle")])
        for kind, end in ends if number >= idle else ():
            yield Mark(number, kind, places[number][0], places[end - 1][1])


@lru_cache(50_000)
def _turns(word: str) -> list[Turn]:
    return words_to_judges().turns(word)


def _together(said: Sequence[Mark], plain: str) -> Iterator[Mark]:
    """What marks say by standing beside each other."""
    widest = max(near.within for near in words_to_judges().near)
    for number, mark in enumerate(said):
        if mark.kind == "judge" and _called(mark, plain):
            yield mark._replace(kind="called")
        for before in reversed(said[max(0, number - 24) : number]):
            apart = mark.word - before.word
            if apart > widest:
                break
            for near in _joined(before.kind, mark.kind):
                if apart <= near.within and before.end <= mark.start:
                    yield Mark(mark.word, near.name, before.start, mark.end)
            if _filled(before, mark, plain):
                yield Mark(mark.word, "filled", before.start, mark.end)


def _filled(name: Mark, value: Mark, plain: str) -> bool:
    if name.kind not in _FILLS.get(value.kind, ()) or not 0 < value.start - name.end < _WIDEST_FILL:
        return False
    between = (plain, name.end, value.start)
    return bool(_FILLED.fullmatch(*between) or (name.kind in {"grading", "quality"} and _IS.fullmatch(*between)))


@lru_cache(10_000)
def _joined(one: str, other: str) -> list[Near]:
    return [near for near in words_to_judges().near if near.joins(one, other)]


def _called(mark: Mark, plain: str) -> bool:
    head = plain[max(0, mark.start - 4) : mark.start]
    return bool(_BEHIND.match(plain, mark.end) and (not mark.start or _BEFORE.search(head)))


def _shaped(plain: str, places: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    starts = [start for start, _ in places]
    for kind, shape in words_to_judges().shapes.items():
        for match in shape.finditer(plain):
            yield Mark(bisect_left(starts, match.start()), kind, *match.span())
