"""Conversations for tests, written as short as they are read."""

from evalsuite.domain.case import Case, ScriptedMessage
from evalsuite.domain.conversation import Message, ToolCall, Transcript
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext, Knowledge


def user(text):
    return Message(role="user", text=text)


def says(text):
    return Message(role="assistant", text=text)


def call(name, *, id="c1", **arguments):  # noqa: A002  - a call's id is its id
    return Message(role="assistant", tool_calls=(ToolCall(id=id, name=name, arguments=arguments),))


def result(text, *, id="c1", is_error=False, **extra):  # noqa: A002
    return Message(role="tool", text=text, tool_call_id=id, is_error=is_error, extra=extra)


def context(*messages, case=None, knowledge=None, scripted=()):
    """A grading context over these messages."""
    return GradingContext(
        case=case or Case(id="case", messages=(ScriptedMessage(role="user", text="Hello"),)),
        transcript=Transcript(messages=tuple(messages), scripted=tuple(scripted)),
        readers=READERS,
        knowledge=knowledge or Knowledge(),
    )
