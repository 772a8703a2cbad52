"""Why a word that can tell of an action was not read as a claim: found by reading the sentence again without others."""

from collections.abc import Iterator
from dataclasses import dataclass

from evalsuite.domain.reading import Block, Claim, TextView
from evalsuite.reading.claims import claims
from evalsuite.reading.clauses import Words, words_of
from evalsuite.reading.language import Pack, pack, supported
from evalsuite.reading.text import view

_LONGEST = 80
"""Words of a sentence that is read again without each of them."""
_MOST = 200
"""Words of one text that are explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A verb that stands in no claim."""

    word: str
    start: int
    end: int
    """Into the raw text."""
    why: str
    """One sentence for a person."""


def unseen(text: TextView, found: tuple[Claim, ...], language: str) -> tuple[Unseen, ...]:
    """The verbs of actions in a view that stand in none of the claims found in it, at most 200, each with why."""
    if not supported(language):
        return ()
    tables = pack(language.partition("-")[0].lower())
    told: list[Unseen] = []
    for block in text.blocks:
        words = words_of(text.text, block.start, block.end)
        for at in _verbs(words, tables):
            start, end = text.raw_span(*words.spans[at])
            if not any(claim.start <= start < claim.end for claim in found) and len(told) < _MOST:
                why = _why(words, at, block, language=language, tables=tables)
                told.append(Unseen(word=text.raw[start:end], start=start, end=end, why=why))
    return tuple(told)


def _verbs(words: Words, tables: Pack) -> Iterator[int]:
    for at, word in enumerate(words.lower):
        if word in tables.verbs or (word in tables.bases and at and words.lower[at - 1] in _GOVERNS):
            yield at


_GOVERNS = frozenset({"will", "can", "could", "would", "to", "please", "not", "shall", "may", "might", "should"})
_KINDS = {"code": "code", "heading": "a heading"}


def _why(words: Words, at: int, block: Block, *, language: str, tables: Pack) -> str:
    word = words.lower[at]
    if block.kind in _KINDS:
        return f"It stands in {_KINDS[block.kind]}, where no claims are read."
    if word not in tables.verbs:
        return f"{word!r} after {words.lower[at - 1]!r} tells of nothing that was done."
    if len(words.lower) > _LONGEST:
        return "No one did it by these words; the sentence is too long to say which of them decides."
    for number in _order(words, at):
        if _claimed(words, at, number, language=language):
            return f"Without {words.lower[number]!r} it would be a claim."
    if words.lower[-1] == "?":
        return "It stands in a question."
    return "The words around it do not say that the assistant did it: no “I have …”, “has been …”, “is now …”."


def _order(words: Words, at: int) -> Iterator[int]:
    """The other words, the mark at the end first, then the nearest ones before the verb."""
    last = len(words.lower) - 1
    if last != at:
        yield last
    yield from range(at - 1, -1, -1)
    yield from range(at + 1, last)


def _claimed(words: Words, at: int, number: int, *, language: str) -> bool:
    """Whether the verb is claimed once another word is left out."""
    begin, end = words.spans[0][0], words.spans[-1][1]
    first, last = words.spans[number]
    shorter = view(words.text[begin:first] + words.text[last:end])
    place = words.spans[at][0] - begin - (last - first if number < at else 0)
    return any(claim.start <= place < claim.end for claim in claims(shorter, language))
