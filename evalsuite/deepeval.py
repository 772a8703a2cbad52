"""What `deepeval test run` can use of evalsuite: graders that are metrics, on conversations that are test cases.

Needs `pip install 'evalsuite[deepeval]'`. deepeval's telemetry and its reading of `.env` files are turned off, unless
it was imported before this.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evalsuite.domain.conversation import Message, Transcript
from evalsuite.domain.conversation import ToolCall as Call
from evalsuite.flows.asserting import CaseResult, Said, as_transcript, verdict_on

from evalsuite.bridges.cases import conversation  # isort: skip  - hushes what comes behind it
from deepeval.metrics import BaseConversationalMetric, BaseMetric  # isort: skip
from deepeval.test_case import ConversationalTestCase, LLMTestCase, Turn  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator


def conversation_of(said: Said | CaseResult, **more: Any) -> ConversationalTestCase:
    """A conversation as deepeval has it: each reply a turn, with the tool calls made for it and what they gave.

    `more` are further fields of the test case, such as `scenario` or `expected_outcome`.
    """
    transcript = said.transcript if isinstance(said, CaseResult) else as_transcript(said)
    return conversation(transcript.messages, **more)


def transcript_of(test_case: ConversationalTestCase | LLMTestCase) -> Transcript:
    """A test case as a transcript: calls with an output stand before the words of their turn, answered by it.

    A call without an output counts as made, with an outcome nobody knows.
    """
    if isinstance(test_case, LLMTestCase):
        reply = Turn(role="assistant", content=test_case.actual_output or "", tools_called=test_case.tools_called)
        turns = [Turn(role="user", content=test_case.input), reply]
    else:
        turns = test_case.turns
    documents = tuple(str(text) for text in (*(test_case.context or ()), *_retrieved(test_case)))
    messages = tuple(message for number, turn in enumerate(turns) for message in _messages(turn, number))
    return Transcript(messages=messages, documents=documents)


class _Rule:
    """What a metric of either kind does."""

    grader = ""
    title = ""
    async_mode = False
    include_reason = True

    def __init__(self, *, language: str = "en") -> None:
        self.threshold = 1.0
        self.language = language

    def measure(self, test_case: Any, *_: Any, **__: Any) -> float | None:
        """1.0 where nothing is wrong, 0.0 where something is; None, with `error`, where that cannot be told."""
        verdict = verdict_on(transcript_of(test_case), self.grader, language=self.language)[1]
        faults = [finding for finding in verdict.findings if finding.severity == "error"]
        self.score = {"pass": 1.0, "fail": 0.0}.get(verdict.outcome)
        self.success = verdict.outcome == "pass"
        self.error = f"cannot tell: {verdict.reason}" if self.score is None else None
        self.reason = "; ".join(f"{one.code}: {one.quote!r}: {one.reason}" for one in faults) or verdict.reason or None
        return self.score

    async def a_measure(self, test_case: Any, *_: Any, **__: Any) -> float | None:
        return self.measure(test_case)

    def is_successful(self) -> bool:
        return bool(self.success)

    @property
    def __name__(self) -> str:
        return self.title


class Grounded(_Rule, BaseConversationalMetric):  # type: ignore[misc]  # deepeval is no dependency of the checks
    """No reply names an id that nothing vouches for."""

    grader, title = "ids", "Grounded"


class NoPhantomClaims(_Rule, BaseConversationalMetric):  # type: ignore[misc]
    """No reply says that something was done which no tool call did."""

    grader, title = "claims", "No phantom claims"


class GroundedReply(_Rule, BaseMetric):  # type: ignore[misc]
    """`Grounded` for a single exchange."""

    grader, title = "ids", "Grounded"


class NoPhantomClaimsInReply(_Rule, BaseMetric):  # type: ignore[misc]
    """`NoPhantomClaims` for a single exchange."""

    grader, title = "claims", "No phantom claims"


def _messages(turn: Turn, number: int) -> Iterator[Message]:
    if turn.role == "user":
        yield Message(role="user", text=turn.content)
        return
    made = [(f"{number}-{index}", call) for index, call in enumerate(turn.tools_called or ())]
    if made:
        calls = tuple(Call(id=key, name=call.name, arguments=call.input_parameters or {}) for key, call in made)
        yield Message(role="assistant", tool_calls=calls)
    for key, call in made:
        if call.output is not None:
            text = call.output if isinstance(call.output, str) else json.dumps(call.output, default=str)
            yield Message(role="tool", tool_call_id=key, name=call.name, text=text)
    yield Message(role="assistant", text=turn.content)


def _retrieved(test_case: ConversationalTestCase | LLMTestCase) -> list[Any]:
    if isinstance(test_case, LLMTestCase):
        return list(test_case.retrieval_context or ())
    return [text for turn in test_case.turns for text in turn.retrieval_context or ()]
