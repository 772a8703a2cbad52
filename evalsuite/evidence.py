"""A transcript to what is known at each of its messages, with where from, and what its tool calls came to."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.domain.reading import Effect, Evidence, Value
from evalsuite.errors import UsageError
from evalsuite.patterns import pattern
from evalsuite.protocols import GradingContext
from evalsuite.reading.answers import failed_by, missing, values_of
from evalsuite.reading.effects import declared, inferred, told_by_result
from evalsuite.reading.results import unmet
from evalsuite.reading.tokens import has_digit, normal, tokens
from evalsuite.reading.values import Learnt, Origin, Source, texts

_OWN_ID = re.compile(r'"(\w{0,24}_id)"\s?:\s?"([A-Za-z][\w-]{2,24})"')


def evidence(context: GradingContext) -> Evidence:
    """Everything a conversation's messages make known, read once: each value with the first message it stands in."""
    reader = _Reader(context)
    reader.read()
    return reader.evidence()


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
        answer = values_of(text)
        failed = failed_by(message, answer)
        absent = missing(text, failed, answer)
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
            self.verdict_on_arguments(effect, index, absent, failed=failed is not None)
        if failed is not None:
            if absent is None:
                self.refuse(failed, index, tool)
            return
        if answer is None:
            self.prose(text, Origin("result", index, tool))
        else:
            self.learnt.read_values(answer, Origin("result", index, tool), without=absent or ())

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

    def verdict_on_arguments(self, effect: Effect, index: int, missing: frozenset[str] | None, *, failed: bool) -> None:
        """What an answer says of the values it was asked about: that they are, or that they are not."""
        for leaf in texts(effect.arguments):
            key = normal(leaf)
            if len(key) < 3 or len(key) > 80:
                continue
            absent = missing is None or key in missing
            if not failed and not absent:
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
