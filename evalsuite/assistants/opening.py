"""An assistant's definition made into an assistant that replies, with the card that says what it is."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from evalsuite.codec.fingerprint import fingerprint
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.domain.conversation import Message, Transcript
from evalsuite.domain.run import AssistantCard
from evalsuite.errors import ModelError, UsageError
from evalsuite.models.failures import shown_url
from evalsuite.models.limited import Bucket, Limited
from evalsuite.models.retried import PASSING, Patience, Retried
from evalsuite.protocols import Assistant, Model, Request

if TYPE_CHECKING:
    import httpx2

Transports = Mapping[str, Callable[[], "httpx2.AsyncBaseTransport"]]
"""By URL scheme: what carries requests to addresses that no network leads to."""


class OpenedAssistant:
    """An assistant with what it holds open; an async context manager that lets go of it."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        card: AssistantCard,
        model: Model | None = None,
        parameters: Mapping[str, Any] | None = None,
        closers: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self.assistant = assistant
        self.card = card
        self.model = model
        """The endpoint itself, without retries, limits or recordings; None for an assistant that is no model here."""
        self.parameters = parameters or {}
        self._closers = closers

    async def aclose(self) -> None:
        async with contextlib.AsyncExitStack() as stack:
            for closer in self._closers:
                stack.push_async_callback(closer)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()


async def open_assistant(
    definition: AssistantDefinition,
    *,
    env: Mapping[str, str],
    transports: Transports | None = None,
    wrap: Callable[[Model], Model] = lambda model: model,
    concurrency: int = 50,
    offline: bool = False,
    seed: int | None = None,
    folder: Path | None = None,
    recordings: Mapping[str, Transcript | Sequence[Transcript]] | None = None,
) -> OpenedAssistant:
    """The assistant, ready to reply.

    `wrap` goes around the model, outside its retries and limits: a cache, a recording, a replay. `offline` is for a
    replay: no key is asked for and no endpoint opened. `seed` makes the pauses between retries repeatable. `folder` is
    where a command runs and a function's module is looked for.
    Raises `UsageError` or `InputError` with the mend where the definition cannot be followed.
    """
    known = card(definition)
    if offline and definition.kind != "recorded":
        return _offline(definition, known, wrap)
    if definition.kind == "openai":
        model = open_model(definition, env=env, transports=transports, concurrency=concurrency)
        return _openai(definition, model, known, wrap(careful(model, definition, seed=seed)))
    assistant: Any
    if definition.kind == "http":
        from evalsuite.assistants.http import HttpAssistant  # noqa: PLC0415  - only what the kind needs

        transport = _transport(definition.url, transports) if definition.url else None
        assistant = HttpAssistant(definition, env=env, concurrency=concurrency, transport=transport)
    elif definition.kind == "command":
        from evalsuite.assistants.command import CommandAssistant  # noqa: PLC0415

        assistant = CommandAssistant(definition, env=env, folder=folder)
    elif definition.kind == "python":
        from evalsuite.assistants.python import PythonAssistant, load_function  # noqa: PLC0415

        assistant = PythonAssistant(definition, load_function(definition.function or "", folder=folder))
    else:
        from evalsuite.assistants.recorded import RecordedAssistant  # noqa: PLC0415

        assistant = RecordedAssistant(recordings or {})
    closers = (assistant.aclose,) if hasattr(assistant, "aclose") else ()
    return OpenedAssistant(assistant=_repeated(assistant, definition, seed), card=known, closers=closers)


def open_model(
    definition: AssistantDefinition,
    *,
    env: Mapping[str, str],
    transports: Transports | None = None,
    concurrency: int = 50,
) -> Any:
    """The model a definition of kind openai names, by itself. Close it with `aclose()`.

    Raises `UsageError` where it names no model or no usable key or address.
    """
    from evalsuite.models.openai import OpenAIModel, endpoint  # noqa: PLC0415

    if not definition.model:
        raise UsageError(f"assistant {definition.name!r}: kind openai needs `model`")
    reserved = sorted(_RESERVED & set(definition.parameters))
    if reserved:
        raise UsageError(f"assistant {definition.name!r}: parameters may not set {', '.join(reserved)}")
    url, key = endpoint(definition, env)
    return OpenAIModel(
        model=definition.model,
        base_url=url,
        key=key,
        key_name=definition.api_key_env,
        timeout_seconds=definition.timeout_seconds,
        prices=definition.prices,
        concurrency=concurrency,
        transport=_transport(url, transports),
    )


def careful(model: Model, definition: AssistantDefinition, *, seed: int | None = None) -> Model:
    """The model with the definition's limits and retries; a retry waits for its turn like any other call."""
    requests, tokens = definition.requests_per_minute, definition.tokens_per_minute
    if requests or tokens:
        model = Limited(
            model,
            requests=Bucket(requests, clock=time.monotonic) if requests else None,
            tokens=Bucket(tokens, clock=time.monotonic) if tokens else None,
        )
    return Retried(model, _patience(definition, seed)) if definition.retries else model


@contextlib.asynccontextmanager
async def opened_model(
    definition: AssistantDefinition,
    *,
    env: Mapping[str, str],
    transports: Transports | None = None,
    wrap: Callable[[Model], Model] = lambda model: model,
    concurrency: int = 50,
    offline: bool = False,
) -> AsyncIterator[Model]:
    """The model of a definition of kind openai by itself, with its limits and retries, inside `wrap`; with `offline`
    nothing stands inside, and nothing is opened. Raises as `open_model`."""
    if offline:
        from evalsuite.models.scripted import ScriptedModel  # noqa: PLC0415

        yield wrap(ScriptedModel(()))
        return
    model = open_model(definition, env=env, transports=transports, concurrency=concurrency)
    try:
        yield wrap(careful(model, definition))
    finally:
        await model.aclose()


async def preflight(opened: OpenedAssistant) -> None:
    """Make one tiny call where a model is called, so that what no case could survive shows before the first one.

    Raises `ModelError` with the mend. A busy endpoint is no reason to stop: the run's retries are for that.
    """
    if opened.model is None:
        return
    hello = Request(messages=(Message(role="user", text="Hello"),), parameters=opened.parameters)
    try:
        await opened.model.complete(hello)
    except ModelError as error:
        if error.failure.kind not in {"rate_limited", "server_error"}:
            raise


def card(definition: AssistantDefinition) -> AssistantCard:
    """What is known of the assistant; its fingerprint covers what bears on its replies, and no secret."""
    return AssistantCard(
        name=definition.name,
        kind=definition.kind,
        fingerprint=fingerprint(
            definition.kind,
            definition.prompt,
            definition.tools,
            definition.model,
            definition.parameters,
            definition.version,
            definition.url,
            definition.command,
            definition.function,
            definition.recording,
            definition.request_template,
            definition.max_rounds,
            definition.sees_context,
            *([definition.personas] if definition.personas else []),  # nothing, where there are none: as it was before
        ),
        model=definition.model,
        version=definition.version,
        prompt=definition.prompt,
        tools=definition.tools,
        sees_context=definition.sees_context,
    )


def identity(definition: AssistantDefinition) -> str:
    """What tells a definition's model from others in caches and recordings: not where it runs."""
    return f"{definition.model}@{definition.version}" if definition.version else str(definition.model)


def _openai(definition: AssistantDefinition, bare: Any, known: AssistantCard, model: Model) -> OpenedAssistant:
    from evalsuite.assistants.tools_loop import ToolsLoop  # noqa: PLC0415

    return OpenedAssistant(
        assistant=ToolsLoop(definition, model),
        card=known,
        model=bare,
        parameters=definition.parameters,
        closers=(bare.aclose,),
    )


def _offline(definition: AssistantDefinition, known: AssistantCard, wrap: Callable[[Model], Model]) -> OpenedAssistant:
    if definition.kind != "openai":
        raise UsageError(
            f"assistant {definition.name!r} is of kind {definition.kind}: a replay holds model calls, and it makes "
            "none here. Grade its transcripts with `evalsuite regrade`"
        )
    from evalsuite.assistants.tools_loop import ToolsLoop  # noqa: PLC0415
    from evalsuite.models.scripted import ScriptedModel  # noqa: PLC0415

    return OpenedAssistant(assistant=ToolsLoop(definition, wrap(ScriptedModel(()))), card=known)


def _repeated(assistant: Assistant, definition: AssistantDefinition, seed: int | None) -> Assistant:
    if not (definition.idempotent and definition.retries) or definition.kind == "recorded":
        return assistant
    from evalsuite.assistants.retried import RetriedAssistant  # noqa: PLC0415

    return RetriedAssistant(assistant, _patience(definition, seed))


def _patience(definition: AssistantDefinition, seed: int | None) -> Patience:
    return Patience(
        retries=definition.retries,
        seconds=max(60.0, 3 * definition.timeout_seconds),
        kinds=PASSING | {"crashed"} if definition.kind == "command" else PASSING,
        chance=random.Random(seed),
        clock=time.monotonic,
    )


def _transport(url: str, transports: Transports | None) -> httpx2.AsyncBaseTransport | None:
    scheme = urlsplit(url).scheme
    make = (transports or {}).get(scheme)
    if make is None and scheme not in {"http", "https"}:
        known = ", ".join(f"{name}://" for name in ("http", "https", *(transports or ())))
        raise UsageError(f"{shown_url(url)!r}: the address must begin with one of {known}")
    return make() if make else None


_RESERVED = frozenset({"model", "messages", "tools", "stream", "n"})
