"""A judge's answer as JSON of a schema: asked once more where it is of no use, and then done without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.errors import ModelError
from evalsuite.models.failures import quoted
from evalsuite.protocols import Completion, Judge, Request

T = TypeVar("T")


class UnusableError(ValueError):
    """An answer that says nothing that could be relied on; its text is told to the judge, and quotes nothing."""


class UnansweredError(Exception):
    """There is no usable answer, and why."""

    def __init__(self, text: str, *, lost: bool = False) -> None:
        super().__init__(text)
        self.lost = lost
        """True where the judge could not be reached, so that asking again later may help."""


async def ask(judge: Judge, request: Callable[[str], Request], read: Callable[[Completion], T]) -> T:
    """What `read` makes of the judge's answer. `request` is given what was wrong with the answer before, or nothing.

    Raises `UnansweredError` where the judge cannot be reached, or `read` twice raised `UnusableError`.
    """
    fault, answer = "", ""
    for _ in range(2):
        try:
            completion = await judge.model.complete(request(fault))
        except ModelError as error:
            if error.failure.kind == "bad_reply":
                fault, answer = "it was none at all", error.failure.text
                continue
            raise UnansweredError(f"judge {judge.name!r}: {error.failure.text}", lost=True) from error
        try:
            return read(completion)
        except UnusableError as error:
            fault, answer = str(error), completion.message.text or ""
    raise UnansweredError(
        f"judge {judge.name!r} gave no usable answer, asked twice: {fault}; it wrote {quoted(answer, 120)}"
    )


def answer_of(completion: Completion, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The object that an answer holds. Raises `UnusableError` where it is none of the schema."""
    if completion.finish_reason == "length":
        raise UnusableError("it broke off at the limit on its length")
    try:
        answer = read_json(completion.message.text or "")
    except JsonError:
        raise UnusableError("it is no JSON object") from None
    fault = _misfit(answer, schema, "the answer")
    if fault:
        raise UnusableError(fault)
    checked_answer: dict[str, Any] = answer
    return checked_answer


def _misfit(value: Any, wanted: Mapping[str, Any], what: str) -> str:
    """What is wrong with a value by the few words of JSON Schema that ours uses; empty where nothing is."""
    kind: str = wanted["type"]
    if not isinstance(value, _KINDS[kind]) or isinstance(value, bool):
        return f"{what} is no {kind}"
    if kind == "array":
        return next(filter(None, (_misfit(item, wanted["items"], f"an item of {what}") for item in value)), "")
    if kind == "object":
        properties = wanted["properties"]
        missing = [name for name in properties if name not in value]
        if missing or len(value) > len(properties):
            return f"{what} has no {missing[0]!r}" if missing else f"{what} has fields that were not asked for"
        return next(filter(None, (_misfit(value[name], one, repr(name)) for name, one in properties.items())), "")
    return f"{what} is none of {', '.join(wanted['enum'])}" if value not in wanted.get("enum", (value,)) else ""


_KINDS: Mapping[str, Any] = {"object": dict, "array": list, "string": str, "integer": int}
