"""A transcript to what is known at each of its messages, with where from, and what its tool calls came to."""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.domain.reading import Effect, Evidence, Value
from evalsuite.errors import UsageError
from evalsuite.patterns import pattern
from evalsuite.protocols import GradingContext
from evalsuite.reading.effects import declared, inferred, told_by_result
from evalsuite.reading.results import unmet
from evalsuite.reading.tokens import has_digit, normal, tokens
from evalsuite.reading.values import Learnt, Origin, Source, spoken, texts

_FAILED = re.compile(
    r"\s*\W{0,3}(?:\w{0,24}(?:error|exception)\b|traceback|timed? ?out\b|request timed out|timeout\b|failed\b"
    r"|failure\b"
    r"|(?:http )?[45]\d\d\b[ :]+[a-z]|unauthori[sz]ed\b|forbidden\b|not found\b"
    r"|(?:service )?unavailable\b|internal server)",
    re.IGNORECASE,
)
_OWN_ID = re.compile(r'"(\w{0,24}_id)"\s?:\s?"([A-Za-z][\w-]{2,24})"')
_MISSING = re.compile(
    r"not found|no (?:such|record|result|match|booking|order|customer|user|account|ticket|reservation)\w*"
    r"|does ?n.t exist"
    r"|does not exist|unknown\b|\b404\b|no existe|no encontrad|no se encontr|could not find|cannot find"
    r"|invalid (?:\w+ )?id\b|\bno \w+ (?:known|found|registered|on file|on record)\b",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(r'"(?:found|exists|known)"\s*:\s*false|"(?:status|result)"\s*:\s*"not[ _]found"')
_PARTS = re.compile(r"[\n;]|[.,] ")
_BAD_STATUS = frozenset({"error", "errored", "failed", "failure", "fail", "rejected", "denied", "timeout", "timed_out"})


def evidence(context: GradingContext) -> Evidence:
    """Everything a conversation's messages make known, read once: each value with the first message it stands in."""
    reader = _Reader(context)
    reader.read()
    return reader.evidence()


def failure(message: Message) -> str | None:
    """What a tool's answer says went wrong; None where nothing tells that it failed."""
    return _failure(message, _values(message.text or ""))


def _failure(message: Message, answer: Any) -> str | None:
    """The same, with the JSON values of the answer's text."""
    text = message.text or ""
    if message.is_error:
        return text[:300] or "an error without text"
    if _like_json(text):
        return _failure_in(answer) if isinstance(answer, dict) else None
    return text[:300] if _FAILED.match(text) else None


def _failure_in(answer: Mapping[str, Any]) -> str | None:
    for key, value in answer.items():
        name = key.lower()
        bad = (
            (name in {"success", "ok", "succeeded", "successful"} and value in (False, "false", "False", 0))
            or (name in {"error", "errors", "exception", "error_message"} and value not in (None, False, "", [], {}, 0))
            or (
                name in {"status", "state", "result", "outcome"}
                and isinstance(value, str)
                and value.lower() in _BAD_STATUS
            )
            or (name in {"is_error", "iserror", "failed", "timed_out"} and value is True)
            or (name in {"status_code", "statuscode", "http_status"} and isinstance(value, int) and value >= 400)
        )
        if bad:
            return json.dumps(answer, ensure_ascii=False, default=str)[:300]
    return None


def _missing(text: str, failed: str | None) -> frozenset[str] | None:
    """The values that a tool's answer says there are not, normalised; None where it says so of all it was asked."""
    if failed is not None:
        return None if _MISSING.search(failed) else frozenset()
    if _like_json(text):
        return None if len(text) < 2000 and _NOT_FOUND.search(text) else frozenset()
    if not _MISSING.search(text):
        return frozenset()
    parts = [part for part in _PARTS.split(text) if _MISSING.search(part)]
    return frozenset(key for part in parts for key, _ in spoken(part))


class _Reader:
    """Reads a conversation in order; holds what was found so far."""

    def __init__(self, context: GradingContext) -> None:
        self.context = context
        self.learnt = Learnt()
        self.refused: dict[str, Value] = {}
        self.confirmed: dict[str, int] = {}
        self.ledger: list[Effect] = []
        self.waiting: dict[str, list[int]] = {}
        self.unanswered: list[int] = []
        self.tools, self.tools_known = _tools(context)

    def read(self) -> None:
        context = self.context
        if context.transcript.system:
            self.prose(context.transcript.system, Origin("system"))
        if context.knowledge.prompt:
            self.prose(context.knowledge.prompt, Origin("system"))
        for document in context.transcript.documents:
            self.prose(document, Origin("document"))
        if context.knowledge.sees_context and context.case.context:
            self.learnt.read_values(context.case.context, Origin("context"))
        for index, message in enumerate(context.messages):
            self.message(index, message)

    def message(self, index: int, message: Message) -> None:
        if message.role == "assistant":
            for call in message.tool_calls:
                self.call(index, call)
            if message.text and '_id"' in message.text:  # no evidence, yet it tells what ids look like
                for key, text in _OWN_ID.findall(message.text):
                    self.learnt.learn_shape(key, text, None)
        elif message.role == "tool":
            self.answer(index, message)
        elif message.text:
            source: Source = "user" if message.role == "user" else "system"
            self.prose(message.text, Origin(source, index))
        if message.role == "user":
            self.waiting.clear()
            self.unanswered.clear()

    def call(self, index: int, call: ToolCall) -> None:
        template = self.tools.get(call.name)
        if template is None:
            template = self.tools[call.name] = inferred(call.name)
        self.waiting.setdefault(call.id, []).append(len(self.ledger))
        self.unanswered.append(len(self.ledger))
        self.ledger.append(_made(template, message=index, arguments=call.arguments))

    def answer(self, index: int, message: Message) -> None:
        place = self.asked(message)
        text = message.text or ""
        answer = _values(text)
        failed = _failure(message, answer)
        tool = message.name
        if place is not None:
            effect = told_by_result(self.ledger[place], text) if failed is None else self.ledger[place]
            undone = failed or unmet(effect, text)  # what it answered was shown all the same
            if effect is not self.ledger[place]:
                self.tools[effect.tool] = _made(effect, message=-1, arguments={})
            tool = effect.tool
            self.ledger[place] = _made(
                effect,
                message=effect.message,
                arguments=effect.arguments,
                answered=index,
                ok=undone is None,
                failure=undone or "",
                result="" if failed else text,
            )
            self.verdict_on_arguments(effect, index, text, failed)
        if failed is not None:
            if _MISSING.search(failed):
                self.refuse(failed, index, tool)
            return
        if answer is None:
            self.prose(text, Origin("result", index, tool))
        else:
            self.learnt.read_values(answer, Origin("result", index, tool))

    def refuse(self, text: str, index: int, tool: str | None) -> None:
        for token in tokens(text):
            self.refused.setdefault(normal(token), Value(text=token, source="result", message=index, tool=tool))

    def asked(self, message: Message) -> int | None:
        """The call this answers: by id, else the first one without an answer."""
        places = self.waiting.get(message.tool_call_id or "")
        place = places.pop(0) if places else None
        if place is None and not message.tool_call_id and self.unanswered:
            place = self.unanswered[0]
        if place in self.unanswered:
            self.unanswered.remove(place)
        return place

    def verdict_on_arguments(self, effect: Effect, index: int, text: str, failed: str | None) -> None:
        """What an answer says of the values it was asked about: that they are, or that they are not."""
        missing = _missing(text, failed)
        for leaf in texts(effect.arguments):
            key = normal(leaf)
            if len(key) < 3 or len(key) > 80:
                continue
            absent = missing is None or key in missing
            if failed is None and not absent:
                self.confirmed.setdefault(key, index)
            elif absent and has_digit(key) and self.only_said(key):
                self.refused.setdefault(key, Value(text=leaf, source="result", message=index, tool=effect.tool))

    def only_said(self, key: str) -> bool:
        return key not in self.learnt.known and key not in self.confirmed

    def prose(self, text: str, origin: Origin) -> None:
        refused = self.refused and frozenset(key for key, one in self.refused.items() if one.message == origin.message)
        self.learnt.read_prose(text, origin, without=refused or frozenset())

    def evidence(self) -> Evidence:
        context = self.context
        declared_ids = {**context.knowledge.id_patterns, **context.case.id_patterns}
        learnt = self.learnt
        return Evidence(
            known=learnt.known,
            said=learnt.said,
            refused=self.refused,
            confirmed=self.confirmed,
            shapes=learnt.shapes,
            code_lengths=learnt.code_lengths(),
            patterns=tuple((kind, declared_id(kind, source)) for kind, source in declared_ids.items()),
            ledger=tuple(self.ledger),
            tools=self.tools,
            tools_known=self.tools_known,
        )


@lru_cache(maxsize=256)
def declared_id(kind: str, source: str) -> Callable[[str], bool]:
    """What tells whether a text is such an id. Raises `UsageError` where the pattern is no regular expression.

    The function raises `PatternTimeout` where the pattern takes too long.
    """
    try:
        return pattern(f"/{source}/").matches_all_of
    except ValueError as error:
        raise UsageError(f"The id pattern {kind!r} cannot be used: {error}. Mend {source!r}.") from error


def _tools(context: GradingContext) -> tuple[dict[str, Effect], bool]:
    tools: dict[str, Effect] = {}
    knowledge = context.knowledge
    for tool in (*(context.transcript.tools or ()), *(knowledge.tools or ())):
        tools[tool.name] = inferred(tool.name, tool.description, tool.parameters)
    known = context.transcript.tools is not None or knowledge.tools is not None
    if knowledge.catalogue is not None:
        offered = set(tools)
        for entry in knowledge.catalogue.tools:
            if not known or entry.name in offered:
                tools[entry.name] = declared(entry)
        known = known or bool(knowledge.catalogue.tools)
    return tools, known


def _like_json(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "["}


def _values(text: str) -> Any:
    """The JSON values of an answer; None where it holds none, or only a single one."""
    try:
        return json.loads(text) if _like_json(text) else None
    except (ValueError, RecursionError):
        return None


def _made(
    effect: Effect,
    *,
    message: int,
    arguments: Mapping[str, Any],
    answered: int | None = None,
    ok: bool | None = None,
    failure: str = "",
    result: str = "",
) -> Effect:
    """Another call of the same tool. Written out: `replace` takes five times as long, and each call is one."""
    return Effect(
        message=message,
        answered=answered,
        tool=effect.tool,
        kind=effect.kind,
        effects=effect.effects,
        follows=effect.follows,
        arguments=arguments,
        ok=ok,
        failure=failure,
        result=result,
        inferred_from=effect.inferred_from,
        claims=effect.claims,
        success=effect.success,
    )
