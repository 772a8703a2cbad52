"""Zendesk by way of zenpy's session, for teams that log in through it: the extra `zendesk`, under the GPL."""

from __future__ import annotations

import asyncio

import httpx2

from evalsuite.errors import UsageError


class ZenpyTransport(httpx2.AsyncBaseTransport):
    """Sends requests through the session that zenpy has logged in.

    Only its session is used: its own loops end early at an empty page, and fail at a `Retry-After` that is a date.
    """

    def __init__(self, *, user: str, token: str) -> None:
        try:
            from zenpy import Zenpy  # noqa: PLC0415  - an extra
        except ImportError:
            raise UsageError("client = 'zenpy' needs an extra: pip install 'evalsuite[zendesk]'") from None
        login = {"email": user, "token": token} if user else {"oauth_token": token}
        # The subdomain is never used: every request here names its whole address.
        self._session = Zenpy(subdomain="none", disable_cache=True, **login).tickets.session
        self._lock = asyncio.Lock()  # its session is not made for several threads

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        async with self._lock:
            return await asyncio.to_thread(self._send, request, body)

    async def aclose(self) -> None:
        self._session.close()

    def _send(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        from requests.exceptions import RequestException  # noqa: PLC0415  - comes with the extra

        try:
            reply = self._session.request(
                request.method,
                str(request.url),
                data=body or None,
                headers={name: request.headers[name] for name in ("accept", "content-type") if name in request.headers},
                timeout=60,
                allow_redirects=False,
            )
        except RequestException as error:
            raise httpx2.ConnectError(type(error).__name__, request=request) from None
        kept = {name: value for name, value in reply.headers.items() if name.lower() not in _DECODED}
        return httpx2.Response(reply.status_code, headers=kept, content=reply.content, request=request)


_DECODED = {"content-encoding", "content-length", "transfer-encoding"}
