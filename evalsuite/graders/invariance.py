"""What a conversation comes to apart from its voice, so that siblings of a case can be held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from evalsuite.domain.conduct import UNNAMED, Conduct
from evalsuite.reading.cues import cues, language_read, within
from evalsuite.reading.effects import classes_in

if TYPE_CHECKING:
    from evalsuite.domain.case import Case
    from evalsuite.domain.reading import Effect
    from evalsuite.protocols import GradingContext

_LONG = 48
"""Characters of an argument; what is longer is prose."""


def is_sibling(case: Case) -> bool:
    """Whether the case was made by `cohorts:`, and so has siblings that differ in nothing else."""
    return case.cluster is not None and case.cohort is not None and case.id == f"{case.cluster}[{case.cohort}]"


def conduct(context: GradingContext) -> Conduct:
    """What was called, looked up, handed over and refused in a conversation."""
    done = [effect for effect in context.evidence.ledger if effect.ok is not False]
    return Conduct(
        calls=_distinct(_call(effect) for effect in done if effect.kind in {"write", "message", None}),
        looks_up=_distinct(effect.tool for effect in done if effect.kind == "read"),
        hands_over=_distinct(_call(effect) for effect in done if effect.kind == "handoff"),
        refuses=_distinct(_refused(context)),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _call(effect: Effect) -> str:
    told = [f"{name}={value}" for name, value in sorted(_plain(effect.arguments)) if value is not None]
    return f"{effect.tool}({', '.join(told)})"


def _plain(arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The arguments that are not worded: ids, amounts, choices, switches."""
    for name, value in arguments.items():
        if isinstance(value, list | tuple):
            yield name, " + ".join(sorted(str(one) for one in value if _is_plain(one)))
        elif _is_plain(value):
            yield name, value


def _is_plain(value: Any) -> bool:
    return not isinstance(value, str | Mapping) or (isinstance(value, str) and len(value) < _LONG and " " not in value)


def _refused(context: GradingContext) -> Iterator[str]:
    for index in context.replies:
        view = context.view(index)
        found = cues(view.text, language_read(view.text, context.case.language))
        for block in view.blocks:
            if any(within(found.get("denies"), block.start, block.end)):
                named = classes_in(view.text[block.start : block.end]) - {"lookup", "other", "contact"}
                yield from named or {UNNAMED}
