"""Conversations as deepeval's test cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deepeval.test_case import ConversationalTestCase, LLMTestCase, ToolCall, Turn

from evalsuite.domain.conversation import Message
from evalsuite.domain.conversation import ToolCall as Call

if TYPE_CHECKING:
    from evalsuite.protocols import GradingContext


def conversation(messages: Sequence[Message], **more: Any) -> ConversationalTestCase:
    """Each reply a turn, with the tool calls made for it and what they gave; `more` are further fields."""
    return ConversationalTestCase(turns=list(_turns(messages)), **more)


def exchange(context: GradingContext, expected_tools: Sequence[Mapping[str, Any]]) -> LLMTestCase:
    """The last reply that is judged, with what was said before it as the input, and the calls made until then."""
    last = context.replies[-1]
    start, end = context.span
    before = [
        one for one in context.messages[:last] if one.text and one.role in {"user", "assistant"} and not one.tool_calls
    ]
    said = (
        "\n".join(f"{_WHO[one.role]}: {one.text}" for one in before)
        if len(before) > 1
        else "".join(one.text or "" for one in before)
    )
    results = {one.tool_call_id: one for one in context.messages[start:end] if one.role == "tool"}
    documents = list(context.transcript.documents)
    return LLMTestCase(
        input=said,
        actual_output=context.messages[last].text or "",
        tools_called=[_called(call, results.get(call.id)) for _, call in context.calls()],
        expected_tools=[ToolCall(**one) for one in expected_tools],
        context=documents or None,
        retrieval_context=documents or None,
    )


_WHO = {"user": "Customer", "assistant": "Assistant"}


def _turns(messages: Sequence[Message]) -> Iterator[Turn]:
    results = {message.tool_call_id: message for message in messages if message.role == "tool"}
    calls: list[ToolCall] = []
    for message in messages:
        if message.role == "user":
            yield Turn(role="user", content=message.text or "")
        elif message.role == "assistant":
            calls += [_called(call, results.get(call.id)) for call in message.tool_calls]
            if message.text:
                yield Turn(role="assistant", content=message.text, tools_called=calls or None)
                calls = []
    if calls:
        yield Turn(role="assistant", content="", tools_called=calls)


def _called(call: Call, result: Message | None) -> ToolCall:
    return ToolCall(name=call.name, input_parameters=dict(call.arguments), output=result.text if result else None)
