"""A case drafted from a ticket's scene, with what a person still has to say."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from evalsuite.domain.case import Case, GraderSpec, ScriptedMessage, Seen
from evalsuite.reading.language import language_of
from evalsuite.tickets.expectations import SEVERITIES
from evalsuite.tickets.scene import Scene, fixtures_of

if TYPE_CHECKING:
    from evalsuite.domain.conversation import ToolCall
    from evalsuite.domain.labels import FailureMode
    from evalsuite.domain.ticket import Ticket
    from evalsuite.domain.vocabulary import CaseSeverity

REVIEWED_AGAIN = timedelta(days=180)
NEEDED = "needed: "
"""How a remark begins that waits for a person."""
GOOD_REPLY_NEEDED = "what a good reply says (--says WORDS) or does (here: asks, calls)"
Remarks = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a case's ticket beside its conversation; nothing here names it."""

    source: str
    failure: tuple[FailureMode, ...] = ()
    """What went wrong, the first of it first; empty for a conversation that went well."""
    title: str = ""
    tags: tuple[str, ...] = ()
    """In support's own words."""
    cohort: str | None = None
    owner: str | None = None
    language: str = ""
    seen: Seen | None = None
    upset: bool = False
    """Whether the customer said that it was bad, or had to come back."""


def source_of(key: str, ticket: str) -> str:
    """What stands for a ticket, by its key in the store, in Git: without the workspace's key nobody can tell which."""
    digest = hmac.new(key.encode(), f"source {ticket}".encode("utf-8", "surrogatepass"), sha256).hexdigest()
    return digest[:16].translate(_LETTERS)  # letters alone: with digits it may look like a key, or like a card


def about(ticket: Ticket, *, source: str, failure: Sequence[FailureMode], cohorts: Collection[str]) -> About:
    """What a ticket says of itself. A cohort is taken where a tag or a field of the team's has its name."""
    told = [*ticket.tags, *(str(value) for value in ticket.custom.values())]
    return About(
        source=source,
        failure=tuple(failure),
        tags=tuple(dict.fromkeys(tag for tag in ticket.tags if _TAG.fullmatch(tag)))[:_MOST_TAGS],
        cohort=next((one for one in told if one in cohorts), None),
        language=ticket.language,
        upset=bool(ticket.reopens) or (ticket.csat is not None and ticket.csat.good is False),
    )


def draft(scene: Scene, told: About, expect: Sequence[GraderSpec], *, today: date, context: Any = None) -> Case:
    """The case of a failure, or of a conversation that went well where `told` has none.

    A failure is of the hard residue; what went well is `live` and routine, so that the two are never one rate.
    """
    failed = bool(told.failure)
    calls = tuple(replace(one.call, id=f"call-{at}") for at, one in enumerate(scene.calls, 1))
    said: dict[str, tuple[ToolCall, ...] | str | None] = (
        {"bad_reply": scene.reply, "bad_calls": calls, "blamed": _blamed(scene)}
        if failed
        else {"good_reply": scene.reply, "good_calls": calls}
    )
    return Case(
        id=case_id(told),
        title=told.title,
        tags=told.tags if failed else tuple(dict.fromkeys(("control", *told.tags))),
        cohort=told.cohort,
        difficulty="residue" if failed else "routine",
        severity=_severity(told),
        owner=told.owner,
        origin="ticket" if failed else "live",
        source=told.source,
        failure=told.failure,
        seen=told.seen,
        review_by=(today + REVIEWED_AGAIN).isoformat(),
        train_ok=False,
        language=told.language or language_of(scene.exchanges[-1].customer, "en"),
        context=context or {},
        messages=tuple(_script(scene)),
        tools=fixtures_of(scene.calls),
        expect=tuple(expect),
        **said,  # type: ignore[arg-type]  # two ways to fill four fields
    )


def case_id(told: About) -> str:
    """Names the failure and the matter, and nobody: unique by a few digits of the source."""
    mode = told.failure[0].replace("_", "-") if told.failure else "control"
    plain = unicodedata.normalize("NFKD", told.title).encode("ascii", "ignore").decode().lower()
    words = [word for word in _SLUG.findall(plain) if word not in _SMALL][:4]
    return "-".join((mode, *words, told.source[:4]))


def remarks_on(case: Case, scene: Scene, *, tools: Sequence[str], proven: bool, doubtful: bool = False) -> Remarks:
    """What a person still has to say, by field.

    `tools` could have done what the reply speaks of; `doubtful` says that the customer's words may be the complaint.
    """
    told: Remarks = {}
    if doubtful:
        told["messages"] = [f"{NEEDED}what the customer had asked, if this is the complaint"]
    for name in dict.fromkeys(one.call.name for one in scene.calls if not one.known):
        told.setdefault("tools", []).append(f"{NEEDED}what {name} answers: the ticket shows the call and no result")
    place = "tools" if case.tools else "expect"
    for name in tools:
        if name not in case.tools:
            line = (
                f"{NEEDED}what {name} answers, if it may be called (an engineer knows), "
                f"in tools: {name}: [{{given: {{…}}, result: {{…}}}}]"
            )
            told.setdefault(place, []).append(line)
    if case.failure:
        if not scene.calls:
            told["bad_reply"] = ["The ticket shows no tool call. If one was made, name it in bad_calls"]
        if not proven:
            told.setdefault("expect", []).append(f"{NEEDED}an expectation that the bad reply fails; none was found")
        told.setdefault("expect", []).append(f"{NEEDED}{GOOD_REPLY_NEEDED}")
    return told


def needed_in(text: str) -> list[str]:
    """The remarks in a draft's file that wait for a person."""
    return _NEEDED.findall(text)


def _script(scene: Scene) -> list[ScriptedMessage]:
    """What was said before, replies too, up to the words that the assistant is to reply to."""
    lines: list[ScriptedMessage] = []
    for one in scene.exchanges[:-1]:
        lines.append(ScriptedMessage(role="user", text=one.customer))
        if one.assistant:
            lines.append(ScriptedMessage(role="assistant", text=one.assistant))
    return [*lines, ScriptedMessage(role="user", text=scene.exchanges[-1].customer)]


def _blamed(scene: Scene) -> str | None:
    return scene.blamed if scene.blamed and scene.blamed != scene.reply else None


def _severity(told: About) -> CaseSeverity:
    if not told.failure:
        return "normal"
    found = [SEVERITIES.get(mode, "normal") for mode in told.failure]
    worst = max(found, key=_GRADES.index)
    often = told.seen is not None and told.seen.count >= _OFTEN
    return "high" if worst == "normal" and told.upset and often else worst


_GRADES: tuple[CaseSeverity, ...] = ("low", "normal", "high", "critical")
_NEEDED = re.compile(rf"(?m)^  # {NEEDED}(.+)$")
_OFTEN = 5
_MOST_TAGS = 8
_TAG = re.compile(r"(?!.*\d{4})[a-z][a-z0-9_-]{1,39}", re.ASCII)  # more digits may be an order's or a customer's
_SLUG = re.compile(r"[a-z]{3,}")
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
_SMALL = {
    "the",
    "and",
    "for",
    "with",
    "from",
    "your",
    "you",
    "has",
    "have",
    "was",
    "were",
    "not",
    "that",
    "this",
    "its",
}
