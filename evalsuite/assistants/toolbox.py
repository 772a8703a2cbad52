"""What stands behind the tools in a case: its fixtures, and a simulator behind them."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from evalsuite.domain.case import Fixture
from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.errors import ModelError, ToolFailure
from evalsuite.models.failures import failed, visible
from evalsuite.protocols import Simulator


class FixtureToolbox:
    """Answers a trial's calls: the first fixture that matches, else the simulator, else an unanswered error result.

    One instance a trial, since `results` are used up and simulators have state.
    """

    def __init__(self, fixtures: Mapping[str, tuple[Fixture, ...]], simulator: Simulator | None = None) -> None:
        self._fixtures = fixtures
        self._simulator = simulator
        self._used: Counter[int] = Counter()

    async def call(self, call: ToolCall) -> Message:
        """The tool's answer. Raises `ModelError` (crashed) only where the simulator itself breaks."""
        for fixture in self._fixtures.get(call.name, ()):
            if matches(fixture, call.arguments):
                return self._answer(call, fixture)
        if self._simulator is None:
            return _unanswered(call)
        try:
            return tool_message(call, self._simulator.call(call.name, call.arguments))
        except ToolFailure as failure:
            return error_message(call, str(failure))
        except LookupError as missing:
            if type(missing) in {KeyError, IndexError} and missing.args != (call.name,):
                raise self._crash(call, missing) from missing  # a slip of the simulator, not a tool it lacks
            return _unanswered(call)
        except Exception as crash:
            raise self._crash(call, crash) from crash

    def _answer(self, call: ToolCall, fixture: Fixture) -> Message:
        if fixture.error is not None:
            return error_message(call, fixture.error)
        if not fixture.results:
            return tool_message(call, fixture.result)
        turn = min(self._used[id(fixture)], len(fixture.results) - 1)
        self._used[id(fixture)] += 1
        return tool_message(call, fixture.results[turn])

    def _crash(self, call: ToolCall, crash: Exception) -> ModelError:
        simulator = type(self._simulator)
        return failed(
            "crashed",
            f"simulator {simulator.__module__}.{simulator.__qualname__} crashed on {visible(call.name, 60)}: "
            f"{type(crash).__name__}: {visible(str(crash))}",
        )


def matches(fixture: Fixture, arguments: Mapping[str, Any]) -> bool:
    """Whether a call has the fixture's arguments: nested mappings likewise, numbers equal to numeric strings."""
    if fixture.exact and set(arguments) != set(fixture.given):
        return False
    return _within(fixture.given, arguments, exact=fixture.exact)


def tool_message(call: ToolCall, result: object) -> Message:
    """A result as the tool's message: text as it is, anything else as JSON."""
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, default=str)
    return Message(role="tool", text=text, tool_call_id=call.id, name=call.name)


def error_message(call: ToolCall, error: str, *, extra: Mapping[str, Any] | None = None) -> Message:
    """A failure as the tool's message; its text is what the assistant sees."""
    return Message(role="tool", text=error, tool_call_id=call.id, name=call.name, is_error=True, extra=extra or {})


def _unanswered(call: ToolCall) -> Message:
    return error_message(call, f"Error: {call.name} is not available right now", extra={"unanswered": True})


def _within(given: Mapping[str, Any], found: Mapping[str, Any], *, exact: bool) -> bool:
    return all(key in found and _same(value, found[key], exact=exact) for key, value in given.items())


def _same(wanted: object, found: object, *, exact: bool) -> bool:
    if isinstance(wanted, Mapping):
        if not isinstance(found, Mapping) or (exact and set(found) != set(wanted)):
            return False
        return _within(wanted, found, exact=exact)
    if isinstance(wanted, list | tuple):
        if not isinstance(found, list | tuple) or len(found) != len(wanted):
            return False
        return all(_same(one, other, exact=exact) for one, other in zip(wanted, found, strict=True))
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    return wanted == found or _same_number(wanted, found) or _same_number(found, wanted)


def _same_number(number: object, text: object) -> bool:
    """Whether a text writes a number out; one with leading zeros is an id."""
    if not isinstance(number, int | float) or not isinstance(text, str):
        return False
    return _NUMERIC.fullmatch(text.strip()) is not None and Decimal(text.strip()) == Decimal(repr(number))


_NUMERIC = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,40})(?:\.[0-9]{1,40})?")
