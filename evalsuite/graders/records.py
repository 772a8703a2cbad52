"""Which of the records that a claim names the successful calls were about."""

import re

from evalsuite.domain.conversation import Message
from evalsuite.domain.reading import Claim, Effect, Evidence
from evalsuite.reading.details import ids_in
from evalsuite.reading.effects import topics
from evalsuite.reading.tokens import normal, shape
from evalsuite.reading.values import leaves

ID_ARGUMENT = re.compile(r"(?:_|\A)(?:id|number|no|code|ref|reference|phone)\Z")
_ITEMS = re.compile(r"(?:_|\A)(?:ids|items|numbers|codes|skus)\Z")
_NO_THING = frozenset({"id", "number", "no", "code", "ref", "reference", "new", "old"})


def named_records(claim: Claim, good: list[Effect], before: list[Effect], evidence: Evidence) -> list[str]:
    """The ids of a claim that are of the kind the calls are made for: an order's, where they are about orders."""
    if not claim.ids:
        return []
    keys = id_keys(good)
    used = {
        normal(str(effect.arguments[key]))
        for effect in before
        for key in keys
        if isinstance(effect.arguments.get(key), str | int)
    }
    forms = {
        form for effect in before for key in keys if (form := shape(str(effect.arguments.get(key, "")))) is not None
    }
    return [
        one
        for one in dict.fromkeys(claim.ids)
        if normal(one) in used
        or _is_kept_as(one, keys, evidence)
        or (shape(one) in forms and _is_unknown(one, evidence))
    ]


def _is_unknown(record: str, evidence: Evidence) -> bool:
    """Whether no result says what kind of thing an id is of, so that its form must tell."""
    value = evidence.known.get(normal(record))
    return value is None or value.source not in {"result", "context"}


def id_keys(good: list[Effect]) -> set[str]:
    return {key for effect in good for key in effect.arguments if ID_ARGUMENT.search(key)}


def _is_kept_as(record: str, keys: set[str], evidence: Evidence) -> bool:
    """Whether a result gave the id as one of these: under `/orders/0`, or `/order_id`, for `order_id`."""
    value = evidence.known.get(normal(record))
    if value is None or value.source not in {"result", "context"} or not value.pointer:
        return False
    named = next((part for part in reversed(value.pointer.split("/")) if part and not part.isdecimal()), "")
    kind = topics(named) - _NO_THING
    return bool(kind) and normal(named) != normal(record) and any(kind == topics(key) - _NO_THING for key in keys)


def offered(messages: tuple[Message, ...], index: int, known: list[str]) -> tuple[tuple[str, str], ...]:
    """The ids that the assistant last listed before message `index`, each with its line in lower case.

    It is a list of what is done where at least two of `known` are among them (or the only one).
    """
    wanted = {normal(one) for one in known}
    for place in range(index - 1, -1, -1):
        message = messages[place]
        if message.role != "assistant" or not message.text:
            continue
        lines = message.text[:20_000].split("\n")
        found = {one: line.lower() for line in lines for one in ids_in(line)}
        if len(wanted & set(map(normal, found))) >= min(2, len(wanted)):
            return tuple(found.items())
    return ()


def things(good: list[Effect]) -> int | None:
    """How many things the calls were made for, where their arguments list them; None where none does."""
    total, listed = 0, False
    for effect in good:
        lists = [value for key, value in effect.arguments.items() if _ITEMS.search(key) and isinstance(value, list)]
        listed = listed or bool(lists)
        total += max((len(one) for one in lists), default=1)
    return total if listed else None


def is_about(effect: Effect, record: str) -> bool:
    key = normal(record)
    return any(normal(str(value)) == key for value in leaves(effect.arguments))
