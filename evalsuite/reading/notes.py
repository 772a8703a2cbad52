"""Agents' shorthand in a reply: abbreviations of the trade, and half sentences as one leaves them for a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evalsuite.domain.reading import Block, TextView
from evalsuite.reading.cues import Found, told_by, word_list
from evalsuite.reading.language import pack

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What of a reply reads like a note."""

    abbreviations: tuple[Span, ...] = ()
    """Of the trade: "acct", "w/", "pymt". Into the view's text."""
    chat: tuple[Span, ...] = ()
    """As one types to friends: "pls", "u"."""
    headless: tuple[Span, ...] = ()
    """Clauses that open with what was done and name nobody who did it."""
    lower: tuple[Span, ...] = ()
    """First words of sentences without a capital."""
    verbless: tuple[Span, ...] = ()
    """Sentences without a verb, where they are nearly all there is."""

    def clear(self) -> bool:
        """Whether it is shorthand beyond doubt."""
        beside = bool(self.chat) + bool(self.lower)
        halves = len(self.headless) + (beside if self.headless else 0)
        return bool(self.abbreviations) or halves > 1 or bool(self.chat and len(self.lower) > 1)

    def first(self) -> Span:
        return min((*self.abbreviations, *self.headless, *self.chat, *self.lower, *self.verbless))


def notes(view: TextView, found: Found, language: str) -> Notes:
    """The traces of shorthand in a reply; lists, tables and code are left out where half sentences belong."""
    prose = [block for block in view.blocks if block.kind == "sentence"]
    shown = [block for block in view.blocks if block.kind in {"code", "row", "heading"}]
    return Notes(
        abbreviations=(*_spans(view, found, "internal", shown), *_signs(view, shown)),
        chat=(*_spans(view, found, "chat", shown), *_arrows(view.text, prose)),
        headless=tuple(span for block in prose for span in _headless(view.text, block, language)),
        lower=tuple(_lower(view.text, prose)),
        verbless=tuple(_verbless(view.text, prose, language)),
    )


def _spans(view: TextView, found: Found, group: str, shown: list[Block]) -> Iterator[Span]:
    for cue in found.get(group):
        coded = view.text[cue.start : cue.end].isupper() and view.text[cue.end : cue.end + 1] in _CODE
        if not coded and not any(block.start <= cue.start < block.end for block in shown):
            yield cue.start, cue.end


def _signs(view: TextView, shown: list[Block]) -> Iterator[Span]:
    if "/" not in view.text:
        return
    for sign in _SIGNS.finditer(view.text):
        if not any(block.start <= sign.start() < block.end for block in shown):
            yield sign.span()


def _arrows(text: str, prose: list[Block]) -> Iterator[Span]:
    if "->" in text or "=>" in text or "→" in text:
        for block in prose:
            for arrow in _ARROW.finditer(text, block.start, block.end):
                yield arrow.span()


def _headless(text: str, block: Block, language: str) -> Iterator[Span]:
    """The clauses of a sentence that open with a participle, and the sentence that opens with an auxiliary."""
    if text[block.end - 1] not in ".;,!":
        return
    first = _FIRST.match(text, block.start, block.end)
    if first is None or not (
        _opens(first[1].lower(), language) or told_by("auxiliary", language).match(text, block.start, block.end)
    ):
        return
    if told_by("subject", language).search(text, block.start, block.end):
        return
    if not _opens(first[1].lower(), language):
        yield block.start, block.end
        return
    for clause in _CLAUSE.finditer(text, block.start, block.end):
        if _opens(clause["word"].lower(), language) and clause["rest"].strip() and ":" not in clause["rest"]:
            yield clause.span()


def _opens(word: str, language: str) -> bool:
    """Whether a half sentence may open with a word: a participle that is not also something else."""
    verb = pack(language).verbs.get(word)
    told = (verb is not None and (verb.past or verb.participle)) or _PAST.fullmatch(word) is not None
    return told and word not in word_list("no_notes", language)


def _lower(text: str, prose: list[Block]) -> list[Span]:
    """The first words of sentences that begin small, where most of them do."""
    small = [
        match.span()
        for block in prose
        if (match := _SMALL.match(text, block.start, block.end)) and text[max(0, block.start - 2) : block.start] != "- "
    ]
    return small if small and 2 * len(small) > len(prose) else []


def _verbless(text: str, prose: list[Block], language: str) -> list[Span]:
    """The sentences without a verb, where there are several and hardly any other."""
    if not 2 <= len(prose) <= 8:
        return []
    tables, verbs = pack(language), word_list("sentence_verbs", language)
    bare: list[Span] = []
    for number, block in enumerate(prose):
        if 3 * (number - len(bare)) >= len(prose) or block.end - block.start > _SHORT:
            return []
        words = [word.lower() for word in _WORD.findall(text, block.start, block.end)]
        if not words or words[0] in word_list("openers", language) or text[block.end - 1] in "?!":
            return []
        told = any(word in verbs or word in tables.verbs or word.endswith(("ing", "n't")) for word in words)
        if not told and words[0] not in tables.bases and any(map(str.isdigit, text[block.start : block.end])):
            bare.append((block.start, block.end))
    return bare if len(bare) > 1 and 3 * len(bare) > 2 * len(prose) else []


_SHORT = 60
"""Characters of a half sentence, at the most."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CODE = frozenset("-_0123456789#/")
_ARROW = re.compile(r"(?<=[a-z0-9%]) ?(?:->|=>|→) ?(?=[a-z0-9])")
_SIGNS = re.compile(
    r"(?<![\w/])(?:w/o?|b/c|s/w|h/w|f/u|h/o|c/s|p/u|a/c|o/s|r/s|d/t|t/f|c/b)(?=[\s.,;)]|\Z)", re.IGNORECASE
)
_FIRST = re.compile(r"[\"'(]*([A-Za-zÁÉÍÓÚÑáéíóúñ']+)")
_CLAUSE = re.compile(
    r"(?:\A|(?<=[,;.—–-])|(?<=[a-z] - )|(?<=and)|(?<=&)|(?<=\n)|^)\s*(?P<word>[A-Za-z']+)(?P<rest>[^,;.—–]*)",
    re.MULTILINE,
)
_PAST = re.compile(r"[a-z]{2,14}(?:[^e]ed|eed)")
_SMALL = re.compile(r"[a-z]{2,}\b(?!\.\w|_|@|/)")
