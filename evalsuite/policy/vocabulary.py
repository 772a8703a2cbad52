"""Which names and functions a rule may use, by the events it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import get_args

from evalsuite.domain.policy import EventKind, PersonalKind
from evalsuite.domain.vocabulary import ClaimClass, CommitmentKind, Role
from evalsuite.expressions.reader import Vocabulary
from evalsuite.policy.functions import FUNCTIONS

COMMON: Mapping[str, bool] = {
    "event": False,
    "cohort": False,
    "language": False,
    "now": False,
    "message": False,
    "text": False,
    "context": True,
    "customer": True,
}
"""Names that every event has; True where parts follow behind a point."""

FIELDS: Mapping[EventKind, Mapping[str, bool]] = {
    "call": {"tool": False, "arguments": True, "kind": False, "kinds": False, "amount": False, "success": False,
             "result": True},
    "result": {"tool": False, "arguments": True, "kind": False, "kinds": False, "amount": False, "success": False,
               "result": True},
    "claim": {"kind": False, "verb": False, "amount": False, "target": False},
    "commitment": {"kind": False, "amount": False, "conditional": False},
    "disclosure": {"kind": False},
    "mention": {"kind": False},
    "turn": {"role": False, "words": False, "questions": False},
}  # fmt: skip
"""The fields of each event's own."""

KINDS: Mapping[EventKind, Collection[str]] = {
    "call": get_args(ClaimClass),
    "result": get_args(ClaimClass),
    "claim": get_args(ClaimClass),
    "commitment": get_args(CommitmentKind),
    "disclosure": get_args(PersonalKind),
}
"""What `kind` can be; that of a mention is a kind of graders/ids.yaml."""


def vocabulary(
    on: Sequence[EventKind],
    *,
    facts: Collection[str] = (),
    tools: Collection[str] | None = None,
    total: bool = False,
    currency: str = "",
) -> Vocabulary:
    """What a rule on these events may say; a field that only some of them have is missing on the others.

    `tools` are the tools that exist; None where any may.
    """
    names = {**COMMON, **dict.fromkeys(facts, True)}
    for kind in on:
        names.update(FIELDS[kind])
    if total:
        names["total"] = False
    kinds = None if "mention" in on else sorted({word for kind in on for word in KINDS.get(kind, ())})
    return Vocabulary(
        names=names,
        functions=FUNCTIONS,
        known={
            "kind": kinds or None,
            "kinds": sorted(get_args(ClaimClass)),
            "tool": sorted(tools) if tools is not None else None,
            "event": list(on),
            "role": get_args(Role),
        },
        unit=currency,
    )
