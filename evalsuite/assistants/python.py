"""An assistant that is a Python function, named by its path."""

import asyncio
import importlib
import inspect
import sys
import threading
from collections.abc import Callable, Mapping
from contextvars import copy_context
from pathlib import Path
from typing import Any

from evalsuite.assistants.exchange import reply_of
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.errors import ModelError, UsageError, did_you_mean
from evalsuite.models.failures import failed, visible
from evalsuite.protocols import Conversation, Reply


class PythonAssistant:
    """Calls the function with the conversation; `def` or `async def`, it gives a text, a mapping or a `Reply`.

    A `def` runs in a thread, which cannot be stopped: where its time is up it is left behind and its answer ignored.
    """

    def __init__(self, definition: AssistantDefinition, function: Callable[[Conversation], Any]) -> None:
        self._definition = definition
        self._function = function
        self._where = f"function {definition.function or function.__qualname__}"

    async def reply(self, conversation: Conversation) -> Reply:
        """The function's reply. Raises `ModelError` where it crashes, takes too long, or gives something else."""
        seconds = self._definition.timeout_seconds
        until = min(conversation.deadline, asyncio.get_running_loop().time() + seconds)
        try:
            async with asyncio.timeout_at(until) as limit:
                given = await self._called(conversation)
        except ModelError:
            raise
        except Exception as crash:
            if isinstance(crash, TimeoutError) and limit.expired():
                raise failed(
                    "timeout", f"{self._where} took longer than {seconds:g} s: raise timeout_seconds"
                ) from None
            raise failed("crashed", f"{self._where} crashed: {_told(crash)}") from crash
        if isinstance(given, Reply):
            return given
        if isinstance(given, str):
            given = {"text": given}
        return reply_of(given, where=self._where)

    async def _called(self, conversation: Conversation) -> Any:
        if inspect.iscoroutinefunction(self._function):
            return await self._function(conversation)
        given = await _in_thread(self._function, conversation)
        return await given if inspect.isawaitable(given) else given


def load_function(path: str, *, folder: Path | None = None) -> Callable[[Conversation], Any]:
    """The function that `package.module:function` names, its module looked for in `folder` too.

    Raises `UsageError` where there is none, or where importing its module fails.
    """
    module_name, _, name = path.partition(":")
    if not module_name or not name:
        raise UsageError(f"function {path!r}: write it as package.module:function")
    if folder is not None and str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    try:
        module = importlib.import_module(module_name)
    except Exception as error:
        raise UsageError(f"function {path!r}: importing {module_name} fails: {_told(error)}") from error
    function = getattr(module, name, None)
    if not callable(function):
        functions = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
        raise UsageError(f"function {path!r}: {module_name} has no function {name!r}.{did_you_mean(name, functions)}")
    found: Callable[[Conversation], Any] = function
    return found


async def _in_thread(function: Callable[[Conversation], Any], conversation: Conversation) -> Any:
    """What the function gives, run in a daemon thread: a hanging one then does not hold up the end of the program."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()
    context = copy_context()

    def settle(outcome: Mapping[str, Any]) -> None:
        if done.done():
            return
        if "crash" in outcome:
            done.set_exception(outcome["crash"])
        else:
            done.set_result(outcome["given"])

    def work() -> None:
        try:
            outcome = {"given": context.run(function, conversation)}
        except StopIteration as crash:  # a future refuses it
            outcome = {"crash": RuntimeError(f"StopIteration: {crash}")}
        except BaseException as crash:  # noqa: BLE001  - carried over to the loop, whatever it is
            outcome = {"crash": crash}
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=work, name="evalsuite-assistant", daemon=True).start()
    return await done


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {visible(str(error))}"
