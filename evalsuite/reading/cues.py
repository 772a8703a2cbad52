"""Cues for how a text sounds and what it reports: words and phrases of a language's pack, found with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from evalsuite.codec.packs import load_pack
from evalsuite.reading.language import language_of, supported

LONG = 20_000
"""Characters of a text that are read; what is longer is a document, not a reply."""
_BEFORE, _BEHIND = 64, 90
"""Characters around a trigger word in which its phrase may lie."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a text."""

    group: str
    start: int
    end: int


class Found:
    """A text's cues by group, each group in order of place, looked for when it is asked for."""

    def __init__(self, text: str, tables: _Tables | None) -> None:
        self._tables = tables
        self._text = text
        self._lower = text[:LONG].lower()
        self._words = tables.triggers.intersection(self._lower.translate(_APART).split()) if tables else frozenset()
        self._found: dict[str, Sequence[Cue]] = {}

    def get(self, group: str) -> Sequence[Cue]:
        """Empty where there is none."""
        if group not in self._found:
            self._found[group] = _apart(list(self._look(group)))
        return self._found[group]

    def __contains__(self, group: str) -> bool:
        return bool(self._found[group]) if group in self._found else any(True for _ in self._look(group))

    def pattern(self, name: str) -> re.Pattern[str]:
        """A pattern of the text's language: see `told_by`."""
        assert self._tables is not None  # noqa: S101  - asked beside a cue, which only a pack finds
        return self._tables.sentences[name]

    def _look(self, group: str) -> Iterator[Cue]:
        if self._tables is None:
            return
        for word in self._words & self._tables.groups.get(group, _NOTHING):
            pattern = self._tables.pattern(group, word)
            for at in _places(self._lower, word):
                for match in pattern.finditer(self._text, max(0, at - _BEFORE), at + _BEHIND):
                    yield Cue(group, *match.span())


def cues(text: str, language: str | None) -> Found:
    """The cues of a view's text, in the language it is read in: see `language_read`. None where that is None."""
    return Found(text, None if language is None else _tables(language))


def language_read(text: str, language: str) -> str | None:
    """The language a text is read in; None where there is no pack for it."""
    spoken = language_of(text, language)
    return spoken.partition("-")[0].lower() if supported(spoken) else None


def told_by(name: str, language: str) -> re.Pattern[str]:
    """A pattern of the language's pack, by its name under `patterns`."""
    return _tables(language).sentences[name]


def word_list(name: str, language: str) -> frozenset[str]:
    """Words of the language's pack, by their name under `lists`."""
    return _tables(language).lists[name]


def within(found: Sequence[Cue], start: int, end: int) -> Iterator[Cue]:
    """The cues that begin in a stretch of the text."""
    return (cue for cue in found if start <= cue.start < end)


class _Tables:
    """One language's pack, its patterns compiled when they are first needed."""

    def __init__(self, pack: Mapping[str, Mapping[str, object]]) -> None:
        self._sources: dict[tuple[str, str], list[str]] = {}
        for group, listed in pack["words"].items():
            for word in str(listed).split():
                self._sources.setdefault((group, word.lower()), []).append(re.escape(word.lower()))
        for group, phrases in pack["phrases"].items():
            for triggers, sources in _entries(phrases):
                for trigger in triggers.split():
                    self._sources.setdefault((group, trigger), []).extend(sources)
        self._compiled: dict[tuple[str, str], re.Pattern[str]] = {}
        self.sentences = {name: _beside(listed) for name, listed in pack["patterns"].items()}
        self.lists = {name: frozenset(str(listed).split()) for name, listed in pack["lists"].items()}
        self.triggers = frozenset(trigger for _, trigger in self._sources)
        groups: dict[str, set[str]] = {}
        for group, trigger in self._sources:
            groups.setdefault(group, set()).add(trigger)
        self.groups = {group: frozenset(words) for group, words in groups.items()}
        """The words of each group without which none of its cues stands."""

    def pattern(self, group: str, word: str) -> re.Pattern[str]:
        """What of a group a word may stand in."""
        if (group, word) not in self._compiled:
            joined = "|".join(f"(?:{source})" for source in self._sources[group, word])
            self._compiled[group, word] = _pattern(joined)
        return self._compiled[group, word]


def _entries(phrases: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(phrases, Mapping):
        yield from phrases.items()


def _beside(alternatives: object) -> re.Pattern[str]:
    joined = "|".join(str(one) for one in alternatives) if isinstance(alternatives, list) else ""
    return re.compile(rf"(?:{joined})(?!\w)".replace(" ", r"\s"), re.IGNORECASE | re.DOTALL)


def _pattern(source: str) -> re.Pattern[str]:
    spaced = source.replace("'", "'?").replace(" ", r"\s+")
    return re.compile(rf"(?:(?<![\w'/])|(?<=\w)(?='))(?:{spaced})(?![\w/])", re.IGNORECASE | re.MULTILINE)


def _places(lower: str, word: str) -> Iterator[int]:
    """Where a word stands by itself."""
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        if not (lower[end : end + 1].isalnum() or (at and lower[at - 1].isalnum())):
            yield at
        at = lower.find(word, end)


_NOTHING: frozenset[str] = frozenset()


def _apart(places: list[Cue]) -> list[Cue]:
    """In order, those that begin within an earlier one left out."""
    if len(places) < 2:
        return places
    kept: list[Cue] = []
    for cue in sorted(places, key=lambda one: (one.start, -one.end)):
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
    return kept


@cache
def _tables(language: str) -> _Tables:
    return _Tables(load_pack(f"tone-{language}"))


_APART = str.maketrans(dict.fromkeys('.,;:!?()[]{}"*`_<>=|#$%&+~^\\–—-…¿¡•“”', " "))
