"""Evaluate customer-support assistants before a prompt or a fine-tune ships.

The public words are loaded when they are used: importing evalsuite costs no SDK and no pytest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalsuite.domain.case import Case as Case
    from evalsuite.domain.conversation import Message as Message
    from evalsuite.domain.conversation import ToolCall as ToolCall
    from evalsuite.domain.conversation import Transcript as Transcript
    from evalsuite.domain.verdict import Finding as Finding
    from evalsuite.domain.verdict import Verdict as Verdict
    from evalsuite.domain.verdict import abstain as abstain
    from evalsuite.domain.verdict import verdict_of as verdict_of
    from evalsuite.errors import EvalsuiteError as EvalsuiteError
    from evalsuite.errors import ToolFailure as ToolFailure
    from evalsuite.flows.asserting import CaseResult as CaseResult
    from evalsuite.flows.asserting import assert_grounded as assert_grounded
    from evalsuite.flows.asserting import assert_no_phantom_claims as assert_no_phantom_claims
    from evalsuite.flows.single import assistant as assistant
    from evalsuite.marks import grader as grader
    from evalsuite.marks import metric as metric
    from evalsuite.marks import simulator as simulator
    from evalsuite.protocols import Conversation as Conversation
    from evalsuite.protocols import GradingContext as GradingContext
    from evalsuite.protocols import Reply as Reply

__version__ = "0.1.0"

_HOMES = {
    "Case": "evalsuite.domain.case",
    "CaseResult": "evalsuite.flows.asserting",
    "Conversation": "evalsuite.protocols",
    "EvalsuiteError": "evalsuite.errors",
    "Finding": "evalsuite.domain.verdict",
    "GradingContext": "evalsuite.protocols",
    "Message": "evalsuite.domain.conversation",
    "Reply": "evalsuite.protocols",
    "ToolCall": "evalsuite.domain.conversation",
    "ToolFailure": "evalsuite.errors",
    "Transcript": "evalsuite.domain.conversation",
    "Verdict": "evalsuite.domain.verdict",
    "abstain": "evalsuite.domain.verdict",
    "assert_grounded": "evalsuite.flows.asserting",
    "assert_no_phantom_claims": "evalsuite.flows.asserting",
    "assistant": "evalsuite.flows.single",
    "grader": "evalsuite.marks",
    "metric": "evalsuite.marks",
    "simulator": "evalsuite.marks",
    "verdict_of": "evalsuite.domain.verdict",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604  - the table above, and nothing else


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'evalsuite' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
