"""A reply as its customer meets it: its words, and all that had gone wrong and been said before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from evalsuite.domain.reading import TextView
from evalsuite.protocols import GradingContext
from evalsuite.reading.answers import failure
from evalsuite.reading.apologies import Apology, apologies
from evalsuite.reading.cues import Found, cues, language_read
from evalsuite.reading.problems import Report, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    index: int
    view: TextView
    language: str
    found: Found
    apologies: tuple[Apology, ...]
    trouble: Trouble
    """Reported by the customer so far."""
    latest: Trouble
    """Reported since the reply before."""
    failed: bool
    """A tool has failed before it."""
    answers: bool
    """The customer spoke since the reply before."""
    hands_over: bool
    """The conversation is passed to a person in the exchange it belongs to."""
    earlier: tuple[Heard, ...] = field(repr=False)
    """The replies before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something about a reply, before it is weighed."""

    code: str
    span: tuple[int, int] | None
    """Into the view's text; None where it is about what is missing."""
    reason: str
    mend: str = ""
    limit: bool = False
    """True where a number is exceeded that nobody may have meant for this customer."""


def heard(context: GradingContext) -> Iterator[Heard]:
    """The replies to judge, in order; none where there are no cues for the language they are in."""
    trouble, latest, failed, answers = Trouble(), Trouble(), False, False
    earlier: list[Heard] = []
    handed = {effect.message for effect in context.evidence.ledger if effect.kind == "handoff"}
    handing, language = False, _language(context)
    if language is None:
        return
    for index, message in enumerate(context.messages):
        if message.role == "user":
            handing = False
            said = (Report(context.view(index), context.case.language),)
            trouble, latest, answers = Trouble(trouble.reports + said), Trouble(latest.reports + said), True
        elif message.role == "tool":
            failed = failed or failure(message) is not None
        elif message.role == "assistant":
            handing = handing or index in handed
            if not (message.text and message.text.strip()):
                continue
            view = context.view(index)
            found = cues(view.text, language)
            one = Heard(
                index=index,
                view=view,
                language=language,
                found=found,
                apologies=apologies(view, found),
                trouble=trouble,
                latest=latest,
                failed=failed,
                answers=answers,
                hands_over=handing,
                earlier=tuple(earlier),
            )
            earlier.append(one)
            latest, answers = Trouble(), False
            if index in context.replies:
                yield one


_FEW = 12
"""Words that are too few to tell a language by."""


def _language(context: GradingContext) -> str | None:
    """What the conversation is held in: by its first reply with enough words, else by all that the customer said."""
    declared = context.case.language
    views = (context.view(index).text for index in context.replies)
    text = next((text for text in views if text.count(" ") >= _FEW), None)
    if text is None:
        text = " ".join(message.text or "" for message in context.messages if message.role != "tool")
    return language_read(text, declared)
