"""A transcript to what is known at each of its messages, with where from, and what its tool calls came to."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.domain.reading import Effect, Evidence, Value
from evalsuite.errors import UsageError
from evalsuite.patterns import pattern
from evalsuite.protocols import GradingContext
from evalsuite.reading.effects import declared, inferred, told_by_result
from evalsuite.reading.results import unmet
from evalsuite.reading.tokens import groups, has_digit, is_code, normal, shape, tokens, with_segments

Source = Literal["system", "context", "document", "user", "result"]

ID_KEY = re.compile(
    r"(?:^|_)(?:id|ids|number|no|num|code|ref|reference|sku|tracking|key|pnr|locator|serial|iban|imei|rma)s?\Z"
    r"|(?:Id|Ids|Number|Code|Ref)\Z"
)
_NO_ID_KEY = re.compile(
    r"(?:^|_)(?:zip|postal|phone|house|room|country|currency|error|status|area|dial)_?", re.IGNORECASE
)
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
    text = message.text or ""
    if message.is_error:
        return text[:300] or "an error without text"
    head = text.lstrip()[:1]
    if head in {"{", "["}:
        answer = _json(text)
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
    if text.lstrip()[:1] in {"{", "["}:
        return None if len(text) < 2000 and _NOT_FOUND.search(text) else frozenset()
    if not _MISSING.search(text):
        return frozenset()
    parts = [part for part in _PARTS.split(text) if _MISSING.search(part)]
    return frozenset(key for part in parts for key, _ in _spoken(part))


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where values come from."""

    source: Source
    message: int | None = None
    tool: str | None = None

    def value(self, text: str, pointer: str = "") -> Value:
        return Value(text=text, source=self.source, message=self.message, tool=self.tool, pointer=pointer)


class _Reader:
    """Reads a conversation in order; holds what was found so far."""

    def __init__(self, context: GradingContext) -> None:
        self.context = context
        self.known: dict[str, Value] = {}
        self.said: dict[str, Value] = {}
        self.refused: dict[str, Value] = {}
        self.confirmed: dict[str, int] = {}
        self.shapes: dict[str, str] = {}
        self.codes: dict[int, set[str]] = {}
        self.ledger: list[Effect] = []
        self.waiting: dict[str, list[int]] = {}
        self.unanswered: list[int] = []
        self.tools, self.tools_known = _tools(context)

    def read(self) -> None:
        context = self.context
        if context.transcript.system:
            self.prose(context.transcript.system, _Origin("system"))
        if context.knowledge.prompt:
            self.prose(context.knowledge.prompt, _Origin("system"))
        for document in context.transcript.documents:
            self.prose(document, _Origin("document"))
        if context.knowledge.sees_context and context.case.context:
            self.walk(context.case.context, _Origin("context"))
        for index, message in enumerate(context.messages):
            self.message(index, message)

    def message(self, index: int, message: Message) -> None:
        if message.role == "assistant":
            for call in message.tool_calls:
                self.call(index, call)
            if message.text and '_id"' in message.text:  # no evidence, yet it tells what ids look like
                for key, text in _OWN_ID.findall(message.text):
                    self.learn_shape(key, text, None)
        elif message.role == "tool":
            self.answer(index, message)
        elif message.text:
            source: Source = "user" if message.role == "user" else "system"
            self.prose(message.text, _Origin(source, index))
        if message.role == "user":
            self.waiting.clear()
            self.unanswered.clear()

    def call(self, index: int, call: ToolCall) -> None:
        template = self.tools.get(call.name)
        if template is None:
            template = self.tools[call.name] = inferred(call.name)
        self.waiting.setdefault(call.id, []).append(len(self.ledger))
        self.unanswered.append(len(self.ledger))
        self.ledger.append(replace(template, message=index, arguments=call.arguments))

    def answer(self, index: int, message: Message) -> None:
        place = self.asked(message)
        failed, text = failure(message), message.text or ""
        tool = message.name
        if place is not None:
            effect = told_by_result(self.ledger[place], text) if failed is None else self.ledger[place]
            undone = failed or unmet(effect, text)  # what it answered was shown all the same
            if effect is not self.ledger[place]:
                self.tools[effect.tool] = replace(effect, message=-1, arguments={})
            tool = effect.tool
            self.ledger[place] = replace(
                effect, answered=index, ok=undone is None, failure=undone or "", result="" if failed else text
            )
            self.verdict_on_arguments(effect, index, text, failed)
        if failed is not None:
            if _MISSING.search(failed):
                self.refuse(failed, index, tool)
            return
        answer = _json(text) if text.lstrip()[:1] in {"{", "["} else None
        if answer is None:
            self.prose(text, _Origin("result", index, tool))
        else:
            self.walk(answer, _Origin("result", index, tool))

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
        for leaf in leaves(effect.arguments):
            key = normal(leaf)
            if len(key) < 3 or len(key) > 80:
                continue
            absent = missing is None or key in missing
            if failed is None and not absent:
                self.confirmed.setdefault(key, index)
            elif absent and has_digit(key) and self.only_said(key):
                self.refused.setdefault(key, Value(text=leaf, source="result", message=index, tool=effect.tool))

    def only_said(self, key: str) -> bool:
        return key not in self.known and key not in self.confirmed

    def refused_in(self, key: str, origin: _Origin) -> bool:
        refused = self.refused.get(key)
        return refused is not None and refused.message == origin.message

    def prose(self, text: str, origin: _Origin) -> None:
        into = self.said if origin.source == "user" else self.known
        found = _prose_tokens(text) if len(text) < 100_000 else _prose_tokens.__wrapped__(text)
        for key, token in found:
            if key not in into and not (self.refused and self.refused_in(normal(token), origin)):
                into[key] = origin.value(token)
        if origin.source == "user":
            self.learn_codes(token for _, token in found)
        if origin.source == "result" and len(text) < 64:
            self.learn_shape("result_id", text.strip(), origin.tool)

    def walk(self, root: Any, origin: _Origin) -> None:
        """Every string and whole number of JSON values; ids' shapes are learnt under keys that name ids."""
        stack: list[tuple[str, str, Any]] = [("", "", root)]
        while stack:
            key, pointer, value = stack.pop()
            if isinstance(value, str):
                self.leaf(value, key, pointer, origin)
            elif isinstance(value, dict):
                for name, inner in value.items():
                    named = str(name)
                    where = f"{pointer}/{_escaped(named)}"
                    if has_digit(named):
                        self.leaf(named, key, where, origin)
                    stack.append((named, where, inner))
            elif isinstance(value, list | tuple):
                self.learn_siblings(value)
                stack.extend((key, f"{pointer}/{place}", inner) for place, inner in enumerate(value))
            elif isinstance(value, int) and not isinstance(value, bool) and value > 99:
                self.known.setdefault(str(value), origin.value(str(value), pointer))
                self.learn_shape(key, str(value), origin.tool)

    def leaf(self, text: str, key: str, pointer: str, origin: _Origin) -> None:
        if text.isalnum() and len(text) < 64:  # the most of them, so without a detour
            if text.isalpha() and not text.isupper() and not _key_names(key)[0]:
                return
            self.learn_shape(key, text, origin.tool)
            norm = text.casefold()
            if norm not in self.known:
                self.known[norm] = origin.value(text, pointer)
            return
        if len(text) > 200 or " " in text or "\n" in text:
            pairs = _spoken(text)
        else:
            pairs = with_segments(text)
            self.learn_shape(key, text, origin.tool)
        known = self.known
        for norm, token in pairs:
            if norm not in known:
                known[norm] = origin.value(token, pointer)

    def learn_shape(self, key: str, text: str, tool: str | None) -> None:
        """Learn an id's form from a value under a key that names ids, and the length of codes from any value."""
        if not key or not 4 <= len(text) <= 40 or " " in text:
            return
        named = _key_names(key)[1]
        if len(text) > 4 and text.isupper() and text.isalnum() and (named or has_digit(text)):
            self.codes.setdefault(len(text), set()).add(shape(text) or text)
        if named and (form := shape(text)) is not None and form not in self.shapes:
            self.shapes[form] = f"shaped like {text}, a value under {key}" + (f" of {tool}" if tool else "")

    def learn_codes(self, texts: Iterable[str]) -> None:
        for text in texts:
            if is_code(text.upper()) and (text.isupper() or (len(text) > 5 and text.islower())):
                self.codes.setdefault(len(text), set()).add(shape(text.upper()) or text)

    def learn_siblings(self, values: Sequence[Any]) -> None:
        """Where a list holds one code, what looks alike beside it is one too, though it be all letters."""
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) > 1 and any(map(is_code, texts)) and len(set(map(len, texts))) == 1 and all(map(_capital, texts)):
            self.codes.setdefault(len(texts[0]), set()).update(shape(text) or text for text in texts)

    def evidence(self) -> Evidence:
        context = self.context
        declared_ids = {**context.knowledge.id_patterns, **context.case.id_patterns}
        mixed = {length for length, found in self.codes.items() if len(found) > 1 or any(map(is_code, found))}
        return Evidence(
            known=self.known,
            said=self.said,
            refused=self.refused,
            confirmed=self.confirmed,
            shapes=self.shapes,
            code_lengths=frozenset(mixed),
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


@lru_cache(maxsize=256)
def _prose_tokens(text: str) -> tuple[tuple[str, str], ...]:
    """The ids of a prose text, normalised and as written. Cached: conversations share their prompts."""
    return tuple(_spoken(text))


def _spoken(text: str) -> Iterator[tuple[str, str]]:
    for token in tokens(text):
        yield from with_segments(token)
    for start, end in groups(text):
        yield normal(text[start:end]), text[start:end]


def _capital(text: str) -> bool:
    return text.isalnum() and text.isupper()


@lru_cache(maxsize=4096)
def _key_names(key: str) -> tuple[bool, bool]:
    """Whether a key names ids, and whether those are ids of records."""
    named = ID_KEY.search(key) is not None
    return named, named and not _NO_ID_KEY.search(key)


def _escaped(key: str) -> str:
    """A key as JSON pointers have it."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def leaves(value: Any) -> Iterator[str]:
    """The strings and whole numbers of JSON values, as texts."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            stack.extend(one.values())
        elif isinstance(one, list | tuple):
            stack.extend(one)
        elif isinstance(one, str):
            yield one
        elif isinstance(one, int) and not isinstance(one, bool):
            yield str(one)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
