"""A help desk's HTTP API: one answer at a time, asked again after whatever may pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Self, TypeVar

import httpx2

from evalsuite.codec.exports_values import a_time
from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed, retry_after, shown_url, visible, without
from evalsuite.models.retried import Patience, patiently

T = TypeVar("T")
R = TypeVar("R")

ANSWER_LIMIT = 200_000_000
"""Bytes of one answer, at the most: a page of a hundred tickets with all their words."""
SECONDS = 120.0
"""For one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: Any
    """Decoded; None where the status says that there is nothing."""
    link_next: str = ""
    """Where the header `Link` says that the next page is."""

    @property
    def table(self) -> Mapping[str, Any]:
        return self.body if isinstance(self.body, Mapping) else {}


Login = Callable[["Client"], Awaitable[Mapping[str, str]]]
"""Gives the headers that let a client in."""


def long_patience(*, chance: Random, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> Patience:
    """A quarter of an hour: help desks let nobody in for minutes when too much was asked."""
    return Patience(
        retries=12, seconds=900.0, first_pause=1.0, longest_pause=60.0, chance=chance, clock=clock, sleep=sleep
    )


class Client:
    """Asks a help desk, with its credentials; nothing of those is in any message.

    Raises `ModelError`: `unauthorized`, `bad_request`, or what stayed wrong after asking again and again.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
        key_names: str,
        patience: Patience,
        now: Callable[[], float],
        login: Login | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._base_url, self._headers, self._login = base_url, dict(headers), login
        self._answered = False
        self._secrets, self._key_names, self._patience, self._now = secrets, key_names, patience, now
        self._http = httpx2.AsyncClient(transport=transport, timeout=SECONDS, follow_redirects=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def get(self, path: str, *, allowed: tuple[int, ...] = (), **params: Any) -> Answer:
        """The answer to a GET; parameters that are None are left out."""
        said = {name: one for name, one in params.items() if one is not None}
        return await self.ask("GET", path, params=said, allowed=allowed)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        allowed: tuple[int, ...] = (),
        twice: bool = True,
    ) -> Answer:
        """The answer to a request; statuses in `allowed` are answers too.

        What may not be done `twice` is asked again only where it surely was not done.
        """

        async def once() -> Answer:
            return await self._once(
                method, self._base_url + path, params=params or None, json=json, form=form, allowed=allowed
            )

        # Nobody waits for a quarter of an hour for an address that was mistyped.
        patience = self._patience if self._answered else replace(self._patience, retries=3)
        patience = patience if twice else replace(patience, kinds=frozenset({"rate_limited"}))
        try:
            return await patiently(once, patience)
        except ModelError as error:
            if error.failure.kind != "unauthorized" or self._login is None or form is not None:
                raise
        self._headers |= await self._login(self)  # not yet logged in, or for too long
        return await patiently(once, patience)

    async def until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what sees for itself whether it was done already, again after failures that pass."""
        await patiently(work, self._patience)

    async def _once(
        self, method: str, url: str, *, params: Any, json: Any, form: Any, allowed: tuple[int, ...]
    ) -> Answer:
        where = shown_url(url)
        try:
            request = self._http.build_request(method, url, params=params, json=json, data=form, headers=self._headers)
            reply = await self._http.send(request, stream=True)
            try:
                content = await self._content(reply, where)
            finally:
                await reply.aclose()
        except httpx2.TimeoutException:
            raise failed("timeout", f"no answer of {where} within {SECONDS:g} s") from None
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            text = f"{where} gave no whole answer ({type(error).__name__}): is the url in the settings right?"
            raise failed("unreachable", text) from None
        self._answered = True
        if reply.status_code in allowed:
            return Answer(status=reply.status_code, body=None)
        if reply.status_code not in {200, 201}:
            raise self._refused(reply, content, where)
        try:
            body = read_json(content.decode("utf-8"))
        except (JsonError, UnicodeDecodeError):
            raise failed("server_error", f"{where} answers with something that is no JSON, or half of it") from None
        return Answer(status=reply.status_code, body=body, link_next=_next(reply))

    async def _content(self, reply: httpx2.Response, where: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in reply.aiter_bytes():
            size += len(part)
            if size > ANSWER_LIMIT:
                raise failed("too_large", f"an answer of {where} is larger than {ANSWER_LIMIT / 1e6:g} MB")
            parts.append(part)
        return b"".join(parts)

    def _refused(self, reply: httpx2.Response, content: bytes, where: str) -> ModelError:
        status = reply.status_code
        # What the help desk says may hold a customer's words: only what an error is called is shown.
        said = _called(content)
        told = f"{status}: {visible(without(said, self._secrets), 80)}" if said else f"{status}"
        wait = _wait(reply.headers, now=self._now())
        if status in {401, 403}:
            return failed(
                "unauthorized", f"{where} refuses the credentials ({told}): set valid ones in {self._key_names}"
            )
        if status == 429:
            return failed("rate_limited", f"{where} is rate limited ({told})", retry_after=wait)
        if status >= 500 or status in {408, 409, 423, 425}:
            return failed("server_error", f"{where} had an error ({told})", retry_after=wait)
        if status in {301, 302, 303, 307, 308}:
            target = shown_url(reply.headers.get("location", "")) or "another place"
            return failed("bad_request", f"{where} redirects to {target}: write that address in the settings")
        return failed("bad_request", f"{where} refuses the request ({told}): is the url in the settings right?")


async def each(items: Iterable[T], work: Callable[[T], Awaitable[R]], *, at_once: int = 4) -> list[R]:
    """What `work` gives for each item, in their order; the first failure ends it all."""
    gate = asyncio.Semaphore(at_once)

    async def one(item: T) -> R:
        async with gate:
            return await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(item)) for item in items]
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]


def _wait(headers: Mapping[str, str], *, now: float) -> float | None:
    """Seconds that a help desk asks to wait: Help Scout and Intercom say so in headers of their own."""
    said = retry_after(headers, now=now)
    if said is None:
        said = retry_after({"retry-after": headers.get("x-ratelimit-retry-after", "")}, now=now)
    reset = a_time(headers.get("x-ratelimit-reset"))
    return said if said is not None or reset is None else max(0.0, reset.timestamp() - now)


def _next(reply: httpx2.Response) -> str:
    """Of `Link: <https://…>; rel="next"`."""
    link: str = reply.links.get("next", {}).get("url", "")
    return link


def _called(content: bytes) -> str:
    try:
        body = read_json(content[:10_000].decode("utf-8", "replace"))
    except JsonError:
        return ""
    error = body.get("error", body.get("code", body.get("type"))) if isinstance(body, dict) else None
    if isinstance(error, dict):
        error = error.get("title") or error.get("code")
    return error if isinstance(error, str) else ""
