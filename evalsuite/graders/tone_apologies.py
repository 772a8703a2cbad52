"""Apologies held against what had gone wrong: too early, too warm, too many, over and over, or missing."""

from __future__ import annotations

from collections.abc import Iterator

from evalsuite.domain.persona import Persona
from evalsuite.graders.tone_heard import Heard, Note
from evalsuite.reading.apologies import Apology
from evalsuite.reading.problems import real

MEMORY = 10
"""Replies back that an apology is compared with, word by word."""
MOST_REPLIES = 2
"""Replies of one conversation that may apologise without anything new having gone wrong."""


def apology_notes(reply: Heard, persona: Persona) -> Iterator[Note]:
    """What is wrong with the apologies of a reply, or with their absence."""
    sorry = [one for one in reply.apologies if one.kind in {"apology", "admission"}]
    felt = [one for one in reply.apologies if one.kind == "sympathy"]
    if sorry or felt:
        if not _occasion(reply):
            yield from _unprompted(sorry, felt)
        elif not (reply.trouble.upset or reply.trouble.grave):
            yield from _overblown(sorry + felt)
    yield from _excess(reply, persona, sorry)
    yield from _repeated(reply, sorry)
    yield from _missing(reply)


def _occasion(reply: Heard) -> bool:
    """Whether anything had gone wrong: by the customer's word, by a tool's, or by the reply's own."""
    if reply.trouble.problem or reply.trouble.possible or reply.failed:
        return True
    if any(one.kind == "admission" for one in reply.apologies):
        return True
    return _tells(reply)


def _tells(reply: Heard) -> bool:
    """Whether the reply itself tells of something that went wrong; that we cannot do something is no such thing."""
    general = [one.sentence for one in reply.apologies if one.template]
    general += [(one.start, one.end) for one in reply.found.get("refusal")]
    return any(
        real(reply.view, cue, reply.found)
        for cue in reply.found.get("problem")
        if not any(start <= cue.start < end for start, end in general)
    )


def _unprompted(sorry: list[Apology], felt: list[Apology]) -> Iterator[Note]:
    if sorry:
        yield Note(
            code="premature_apology",
            span=_span(sorry[0]),
            reason="Apologises, though the customer reported nothing wrong and nothing had failed.",
            mend="Answer without an apology.",
        )
    if felt:
        yield Note(
            code="reflexive_apology",
            span=_span(felt[0]),
            reason="Offers sympathy, though the customer told of no trouble.",
            mend="Answer the question; leave the sympathy for when something went wrong.",
        )


def _overblown(said: list[Apology]) -> Iterator[Note]:
    for one in said:
        if one.overblown:
            yield Note(
                code="reflexive_apology",
                span=_span(one),
                reason="The sympathy is greater than the trouble that was reported.",
                mend="One plain sentence that names what went wrong is enough.",
            )
            return


def _excess(reply: Heard, persona: Persona, sorry: list[Apology]) -> Iterator[Note]:
    limit = persona.limits.apologies
    softened = [one for one in reply.apologies if one.kind == "refusal"]
    counted = sorted((*sorry, *softened[1:]), key=lambda one: one.start)
    if limit is not None and len(counted) > max(limit, 0) and not (limit == 0 and not counted):
        yield Note(
            code="excess_apology",
            span=_span(counted[limit]),
            reason=f"Apologises {len(counted)} times in one reply; {'once' if limit == 1 else limit} is the most.",
            mend="Apologise once, and go on to what will be done.",
        )


def _repeated(reply: Heard, sorry: list[Apology]) -> Iterator[Note]:
    if not sorry or reply.latest.problem or sorry[0].kind == "admission":
        return
    before = [one for one in reply.earlier if any(said.kind in {"apology", "admission"} for said in one.apologies)]
    if not before:
        return
    again = reply.found.pattern("again").search(reply.view.text, *sorry[0].sentence) is not None
    often = len(before) >= MOST_REPLIES or before[-1] is reply.earlier[-1]
    words = _words(reply, sorry[0])
    # "I'm sorry, Emma." says nothing by itself: what it is about stands behind it.
    same = words.count(" ") > 3 and any(
        words == _words(one, said) for one in before[-MEMORY:] for said in one.apologies
    )
    if again or same or (often and not _tells(reply)):
        yield Note(
            code="repeated_apology",
            span=_span(sorry[0]),
            reason="Apologises again for what it has already apologised for.",
            mend="Say what happens next instead.",
        )


def _missing(reply: Heard) -> Iterator[Note]:
    if not reply.answers or reply.apologies or "regard" in reply.found or any(one.apologies for one in reply.earlier):
        return
    if not (reply.latest.grave or reply.latest.fault or (reply.latest.problem and reply.latest.upset)):
        return
    yield Note(
        code="missing_apology",
        span=None,
        reason="The customer told of something that went wrong, and the reply passes over it.",
        mend="Begin with one sentence that names what happened.",
    )


def _span(one: Apology) -> tuple[int, int]:
    return one.sentence[0], max(one.end, min(one.sentence[1], one.sentence[0] + 160))


def _words(reply: Heard, said: Apology) -> str:
    return " ".join(reply.view.text[said.sentence[0] : said.sentence[1]].lower().split())
