"""HTTP over aiohttp for httpx2's callers: whole replies only, with a size limit and failures in words."""

from collections.abc import Mapping
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx2

from evalsuite.errors import ModelError
from evalsuite.models.failures import REPLY_LIMIT, failed, shown_url

CONNECT_SECONDS = 15.0


class Wire(httpx2.AsyncClient):
    """An `httpx2.AsyncClient` that sends through aiohttp, or through a transport that is given.

    It skips what model calls have no use for (cookies, redirects, auth flows, streaming, a second reading of headers
    and URLs), which is most of what such a call costs. A redirect is returned as it is: keys go to no other host.
    `send` raises `ModelError` where there is no whole reply.
    """

    def __init__(
        self,
        *,
        connections: int,
        reply_limit: int = REPLY_LIMIT,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(transport=transport or httpx2.AsyncBaseTransport(), trust_env=False)
        self._given = transport
        self._connections = connections
        self._limit = reply_limit
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, httpx2.URL] = {}
        self._proxies: dict[str, str | None] = {}

    def build_request(self, method: str, url: httpx2.URL | str, **given: Any) -> httpx2.Request:
        if given.get("params") or given.get("files"):
            return super().build_request(method, url, **given)
        known = self._urls.get(str(url))
        if known is None:
            known = self._urls[str(url)] = httpx2.URL(url)
        return httpx2.Request(method, known, headers=given.get("headers"), content=given.get("content"))

    async def send(self, request: httpx2.Request, **_: Any) -> httpx2.Response:
        if self._given is not None:
            return await self._through(self._given, request)
        url = str(request.url)
        try:
            return await self._exchange(request, url)
        except aiohttp.ClientError as error:
            raise _unreachable(error, shown_url(url)) from error

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        await super().aclose()

    async def _exchange(self, request: httpx2.Request, url: str) -> httpx2.Response:
        session = self._session or self._open(request.url)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
        async with session.request(
            request.method,
            url,
            data=request.content or None,
            headers=headers,
            allow_redirects=False,
            proxy=self._proxy(request.url),
        ) as reply:
            content = await self._content(reply, url)
            kept = None if reply.status == 200 else _kept(reply.headers)
            return httpx2.Response(reply.status, headers=kept, content=content, request=request)

    async def _content(self, reply: aiohttp.ClientResponse, url: str) -> bytes:
        announced = reply.content_length
        if announced is not None and announced > self._limit:
            raise self._too_large(url)
        if announced is not None and "Content-Encoding" not in reply.headers:
            return await reply.read()
        parts: list[bytes] = []
        size = 0
        async for part in reply.content.iter_any():  # decoded, so that a small body cannot unfold beyond the limit
            size += len(part)
            if size > self._limit:
                raise self._too_large(url)
            parts.append(part)
        return b"".join(parts)

    async def _through(self, transport: httpx2.AsyncBaseTransport, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        try:
            reply = await transport.handle_async_request(request)
            parts = [part async for part in reply.aiter_bytes()]
        except httpx2.TransportError as error:
            raise failed("unreachable", f"{shown_url(url)} gave no reply: {type(error).__name__}") from error
        if sum(map(len, parts)) > self._limit:
            raise self._too_large(url)
        kept = None if reply.status_code == 200 else _kept(reply.headers)
        return httpx2.Response(reply.status_code, headers=kept, content=b"".join(parts), request=request)

    def _open(self, url: httpx2.URL) -> aiohttp.ClientSession:
        verified = httpx2.create_ssl_context() if url.scheme == "https" else True
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=verified),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),  # callers bound the whole
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._session

    def _proxy(self, url: httpx2.URL) -> str | None:
        """The proxy that the environment names for a host; asked once, since asking costs more than a small call."""
        if url.host not in self._proxies:
            known = getproxies()
            wanted = known.get(url.scheme) or known.get("all")
            self._proxies[url.host] = wanted if wanted and not proxy_bypass(url.host) else None
        return self._proxies[url.host]

    def _too_large(self, url: str) -> ModelError:
        return failed(
            "too_large",
            f"the reply of {shown_url(url)} is larger than {self._limit / 1e6:g} MB: is it the right address?",
        )


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The few headers that say something about a failure; the body's own would be wrong, it is decoded already."""
    return {name: headers[name] for name in ("retry-after", "retry-after-ms", "location") if name in headers}


def _unreachable(error: aiohttp.ClientError, where: str) -> ModelError:
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            why = f"the certificate of {where} cannot be verified: set SSL_CERT_FILE, or mend the address"
        case aiohttp.ClientConnectorDNSError():
            why = f"no host of that name: {where}; mend the address in the definition"
        case aiohttp.ConnectionTimeoutError():
            why = f"{where} accepts no connection within {CONNECT_SECONDS:g} s: is it running, and is there a firewall?"
        case aiohttp.ClientConnectorError():
            why = f"no server at {where}: is it running?"
        case aiohttp.InvalidURL():
            why = f"{where} is no address: mend it in the definition"
        case aiohttp.ClientConnectionError() | aiohttp.ClientPayloadError():
            why = f"{where} closed the connection before its reply was complete"
        case _:
            why = f"{where} gave no proper HTTP reply ({type(error).__name__})"
    return failed("unreachable", why)
