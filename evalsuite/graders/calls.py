"""Graders of which tools were called: `calls`, `never_calls`, `calls_in_order`, `max_calls`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalsuite.domain.verdict import Evidence, Finding, Verdict, verdict_of
from evalsuite.errors import did_you_mean
from evalsuite.graders import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from evalsuite.domain.conversation import ToolCall
    from evalsuite.domain.vocabulary import Severity
    from evalsuite.protocols import GradingContext

    Grade = Callable[[GradingContext], Verdict]

CODES_OF: Mapping[str, Mapping[str, Severity]] = {
    "calls": {"missing_call": "error", "wrong_call_arguments": "error", "call_failed": "error"},
    "never_calls": {"forbidden_call": "error"},
    "calls_in_order": {"calls_out_of_order": "error"},
    "max_calls": {"too_many_calls": "error"},
}


def calls(
    *,
    name: str | list[str],
    arguments: dict[str, Any] | None = None,
    succeeds: bool = False,
    tools: Collection[str] | None = None,
) -> Grade:
    """Each of these tools is called, with arguments as wanted; with `succeeds`, the call did not fail."""
    wanted = [name] if isinstance(name, str) else name
    _known(wanted, tools)
    matching.check(arguments or {})

    def grade(context: GradingContext) -> Verdict:
        missing = [tool for tool in wanted if not _made(context, tool, arguments or {}, succeeds=succeeds)]
        return verdict_of([_missing(context, tool, arguments or {}) for tool in missing])

    return grade


def never_calls(
    *, name: str | list[str], arguments: dict[str, Any] | None = None, tools: Collection[str] | None = None
) -> Grade:
    """None of these tools is called; with arguments, not with such ones."""
    unwanted = [name] if isinstance(name, str) else name
    _known(unwanted, tools)
    matching.check(arguments or {})

    def grade(context: GradingContext) -> Verdict:
        return verdict_of(
            [
                Finding(
                    code="forbidden_call", message=index, reason=f"Calls {show(call)}, which it must not in this case."
                )
                for index, call in context.calls()
                if call.name in unwanted
                and not matching.differences(arguments or {}, call.arguments, context.case.context)
            ]
        )

    return grade


def calls_in_order(*, names: list[str], tools: Collection[str] | None = None) -> Grade:
    """These tools are called in this order; others may come between."""
    _known(names, tools)

    def grade(context: GradingContext) -> Verdict:
        left = list(names)
        for _, call in context.calls():
            if left and call.name == left[0]:
                left.pop(0)
        if not left:
            return verdict_of([])
        return verdict_of(
            [
                Finding(
                    code="calls_out_of_order",
                    reason=f"{left[0]} was not called after {_before(names, left)}.",
                    evidence=Evidence(looked_in=_all(context)),
                )
            ]
        )

    return grade


def max_calls(*, count: int, name: str | None = None, tools: Collection[str] | None = None) -> Grade:
    """At most this many calls, of one tool or of all."""
    if count < 0:
        raise ValueError(f"a number of calls is 0 or more, got {count}")
    _known([name] if name else [], tools)

    def grade(context: GradingContext) -> Verdict:
        made = [(index, call) for index, call in context.calls() if name is None or call.name == name]
        if len(made) <= count:
            return verdict_of([])
        index, call = made[count]
        what = f"{name} was called {len(made)} times" if name else f"{len(made)} tool calls were made"
        return verdict_of(
            [
                Finding(
                    code="too_many_calls",
                    message=index,
                    reason=f"{what}; at most {count} are wanted. The first too many: {show(call)}.",
                )
            ]
        )

    return grade


def show(call: ToolCall) -> str:
    """The call as `name(argument='value')`, cut to a readable length."""
    if call.arguments_error:
        return f"{call.name}(unreadable arguments)"
    text = f"{call.name}({', '.join(f'{key}={value!r}' for key, value in call.arguments.items())})"
    return text if len(text) <= 160 else text[:159] + "…"


def _made(context: GradingContext, tool: str, arguments: dict[str, Any], *, succeeds: bool) -> bool:
    for index, call in context.calls():
        if call.name == tool and not matching.differences(arguments, call.arguments, context.case.context):
            answer = context.result(index, call)
            if not succeeds or (answer is not None and not answer.is_error):
                return True
    return False


def _missing(context: GradingContext, tool: str, arguments: dict[str, Any]) -> Finding:
    near = [(index, call) for index, call in context.calls() if call.name == tool]
    if not near:
        return Finding(
            code="missing_call", reason=f"{tool} was never called.", evidence=Evidence(looked_in=_all(context))
        )
    differing = [
        (matching.differences(arguments, call.arguments, context.case.context), index, call) for index, call in near
    ]
    problems, index, call = min(differing, key=lambda one: len(one[0]))
    return Finding(
        code="wrong_call_arguments" if problems else "call_failed",
        message=index,
        reason=f"{tool} was called, but {'; '.join(problems) if problems else 'every call failed'}.",
        evidence=Evidence(looked_in=f"{len(near)} calls of {tool}", nearest=show(call)),
    )


def _all(context: GradingContext) -> str:
    made = [show(call) for _, call in context.calls()]
    return "calls made: " + ", ".join(made) if made else "no tool was called"


def _before(names: list[str], left: list[str]) -> str:
    done = names[: len(names) - len(left)]
    return ", ".join(done) if done else "the conversation's start"


def _known(names: Collection[str], tools: Collection[str] | None) -> None:
    if tools is None:
        return
    for name in names:
        if name not in tools:
            raise ValueError(f"no tool {name!r}.{did_you_mean(name, sorted(tools))}")
