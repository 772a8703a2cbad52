"""What a reply offers or promises to do: "I can cancel it", "I'll e-mail you tomorrow"."""

from collections.abc import Iterator
from typing import Literal

from evalsuite.domain.reading import Claim, TextView
from evalsuite.reading.actions import action_of
from evalsuite.reading.clauses import Words, holds, words_of
from evalsuite.reading.language import Pack, Verb, language_of, pack, supported
from evalsuite.reading.phrases import US, Hit, quote_end, skip

Tense = Literal["offered", "promised"]
_OFFERS = frozenset({"can", "could"})
_PROMISES = frozenset({"will", "shall"})
_PLANS = _OFFERS | _PROMISES
_TOLD = _PLANS | {"ll"}


def intents(view: TextView, language: str) -> tuple[Claim, ...]:
    """The actions that a view says we can or will take, as claims of tense `offered` or `promised`.

    None where they are denied, conditional or asked for, and none in a language whose grammar tells them otherwise.
    """
    language = language_of(view.text, language)
    if not supported(language):
        return ()
    tables = pack(language.partition("-")[0].lower())
    if tables.grammar != "germanic":
        return ()
    return tuple(_found(view, tables))


def _found(view: TextView, tables: Pack) -> Iterator[Claim]:
    for block in view.blocks:
        if block.kind in {"code", "heading"}:
            continue
        if not holds(view.text[block.start : block.end], _TOLD):
            continue
        words = words_of(view.text, block.start, block.end)
        lower = words.lower
        if _PLANS.isdisjoint(lower) or US.isdisjoint(lower) or lower[-1] == "?":
            continue
        for at, word in enumerate(lower):
            verb = tables.bases.get(word.replace("-", ""))
            if verb is not None and (found := _said(lower, at, verb, tables)):
                yield _claim(
                    view,
                    words,
                    Hit(at, verb, "first_person", "", (found[0],) * 2, fresh=True),
                    found[1],
                    tables,
                )


def _said(lower: list[str], at: int, verb: Verb, tables: Pack) -> tuple[int, Tense] | None:
    """Where "I can" or "we will" begins before a verb, and which of them it is."""
    left, _, negated = skip(lower, at - 1, tables)
    if negated or left < 1 or lower[left] not in _PLANS:
        return None
    after = lower[at + 1 : at + 4]
    talks = verb.action == "contact" and after[:1] in (["you"], ["this"], ["that"], [":"])
    if talks or (verb.light and not tables.words["nothings"].isdisjoint(after)):
        return None
    who, _, denied = skip(lower, left - 1, tables)
    if denied or who < 0 or lower[who] not in US or lower[left + 1 : left + 2] == ["not"]:
        return None
    clause = lower[max(0, who - 12) : who]
    if not tables.words["conditions"].isdisjoint(clause) or not tables.words["conditions"].isdisjoint(
        lower[at : at + 25]
    ):
        return None
    return who, "promised" if lower[left] in _PROMISES else "offered"


def _claim(view: TextView, words: Words, hit: Hit, tense: Tense, tables: Pack) -> Claim:
    lower = words.lower
    end = quote_end(lower, hit.at, len(lower))
    raw_start, raw_end = view.raw_span(words.spans[hit.subject[0]][0], words.spans[end - 1][1])
    return Claim(
        action=action_of(lower, hit, end, tables),
        verb=hit.verb.base,
        quote=view.raw[raw_start:raw_end],
        start=raw_start,
        end=raw_end,
        light=hit.verb.light,
        tense=tense,
        words=tuple(lower[hit.subject[0] : end]),
    )
