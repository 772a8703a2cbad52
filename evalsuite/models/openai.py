"""A model behind an OpenAI-compatible chat-completions endpoint."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evalsuite.domain.assistant import AssistantDefinition, Prices
from evalsuite.errors import ModelError, UsageError
from evalsuite.models.chat import completion_of, request_body
from evalsuite.models.failures import REPLY_LIMIT, failed, quoted, shown_url, status_failure
from evalsuite.protocols import Completion, Request

if TYPE_CHECKING:
    import httpx2

DEFAULT_URL = "https://api.openai.com/v1"
NO_KEY = "no-key"
"""Sent to an endpoint on this machine where no key is set; most of them want one and read none."""


class OpenAIModel:
    """One model at one endpoint, over at most `concurrency` + 1 connections. Close it when done.

    It asks once: repeating, limiting and recording are wrappers' work. `timeout_seconds` bounds a whole call, however
    slowly its reply trickles.
    """

    def __init__(
        self,
        *,
        model: str,
        base_url: str,
        key: str,
        key_name: str = "OPENAI_API_KEY",
        timeout_seconds: float = 60.0,
        prices: Prices | None = None,
        concurrency: int = 50,
        reply_limit: int = REPLY_LIMIT,
        transport: httpx2.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        import httpx2  # noqa: PLC0415  - half a second of imports, paid only where a model is called
        import openai  # noqa: PLC0415

        from evalsuite.models.wire import Wire  # noqa: PLC0415

        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._client = openai.AsyncOpenAI(
            api_key=key,
            base_url=base_url,
            max_retries=0,
            timeout=timeout_seconds,
            http_client=Wire(connections=concurrency + 1, reply_limit=reply_limit, transport=transport),
        )
        self._status_error = openai.APIStatusError
        self._reply = httpx2.Response
        self._model, self._key, self._key_name = model, key, key_name
        self._seconds, self._prices, self._now = timeout_seconds, prices, now
        self._where = shown_url(self._url)

    async def complete(self, request: Request) -> Completion:
        """The model's answer. Raises `ModelError` for every way in which there is none."""
        started = time.perf_counter()
        content = request_body(request, model=self._model)
        try:
            async with asyncio.timeout(self._seconds):
                reply = await self._post(content)
        except TimeoutError:
            raise failed(
                "timeout", f"no reply of {self._where} within {self._seconds:g} s: raise timeout_seconds if it is slow"
            ) from None
        return completion_of(
            self._masked(reply),
            where=self._where,
            position=len(request.messages),
            prices=self._prices,
            seconds=time.perf_counter() - started,
        )

    async def aclose(self) -> None:
        await self._client.close()

    async def _post(self, content: bytes) -> bytes:
        try:
            # An absolute address spares the SDK its joining; the reply as it came spares its result models.
            reply: Any = await self._client.post(self._url, cast_to=self._reply, content=content)
        except self._status_error as error:
            raise self._refused(error) from None
        body: bytes = reply.content
        return body

    def _masked(self, reply: bytes) -> bytes:
        """The reply without the key, should the endpoint echo it: transcripts are kept and shown."""
        key = self._key.encode()
        return reply.replace(key, b"[secret]") if len(key) >= 8 and key in reply else reply

    def _refused(self, error: Any) -> ModelError:
        return status_failure(
            error.status_code,
            url=self._url,
            body=error.body,
            headers=error.response.headers,
            key_name=self._key_name,
            model=self._model,
            secrets=(self._key,),
            now=self._now(),
        )


def endpoint(definition: AssistantDefinition, env: Mapping[str, str]) -> tuple[str, str]:
    """The address and the key that a definition and the environment name.

    Raises `UsageError` where the address is none or holds credentials, and where there is no usable key; an endpoint
    on this machine needs none.
    """
    url = _checked(definition.base_url or env.get("OPENAI_BASE_URL") or DEFAULT_URL)
    name = definition.api_key_env
    key = env.get(name, "").strip()
    if not key and is_local(url):
        return url, NO_KEY
    if not key:
        raise UsageError(f"set {name}: assistant {definition.name!r} calls {shown_url(url)} with the key it holds")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError(f"the key in {name} holds spaces, line breaks or other characters no key has; set it again")
    return url, key


def is_local(url: str) -> bool:
    """Whether a URL leads to this machine, or to no machine at all."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme not in {"http", "https"} or host in {"localhost", "::1"} or host.startswith("127.")


def _checked(url: str) -> str:
    if "@" in url.split("://", 1)[-1].split("/", 1)[0]:
        raise UsageError(f"{shown_url(url)}: put no credentials in base_url; name the key's variable in api_key_env")
    try:
        host = urlsplit(url).hostname if "://" in url else None
    except ValueError:
        host = None
    if not host:
        raise UsageError(f"base_url {quoted(url)} is no address; write https://…")
    return url
