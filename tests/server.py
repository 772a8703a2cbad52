"""A small HTTP server on loopback that answers as a test scripts it, faults included."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What to send back."""

    body: Any = b""
    """Bytes or text as they are; anything else as JSON."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    """`hang` before the headers, `hang_after` them, `trickle` the body for ever, `drop` the connection, or `cut` it
    in the middle of the body."""
    delay: float = 0.0


Script = Iterable[Answer] | Callable[[Asked], Answer]


def text(content: str | None, **more: Any) -> Answer:
    """A chat completion that says this."""
    return completion({"role": "assistant", "content": content}, **more)


def call(name: str, arguments: Any, *, call_id: str = "call_1") -> Answer:
    """A chat completion with one tool call; text arguments are sent as they are."""
    return calls((call_id, name, arguments))


def calls(*wanted: tuple[str, str, Any]) -> Answer:
    """A chat completion with tool calls: id, name and arguments of each."""
    listed = [
        {
            "id": call_id,
            "type": "function",
            "function": {"name": name, "arguments": given if isinstance(given, str) else json.dumps(given)},
        }
        for call_id, name, given in wanted
    ]
    message = {"role": "assistant", "content": None, "tool_calls": listed}
    return completion(message, finish_reason="tool_calls")


def completion(message: Any, *, finish_reason: str = "stop", tokens: tuple[int, int] = (10, 5)) -> Answer:
    """A chat completion with this message."""
    return Answer(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted-1",
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
            "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
        }
    )


def error(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Answer:
    """An error reply as OpenAI writes it; `retry_after="1"` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer({"error": {"message": message, "type": "x", "code": code}}, status=status, headers=named)


class Server:
    """Serves a script from a thread of its own while the `with` block runs.

    A list is answered in order, its last answer for ever; a function is given each request.
    """

    def __init__(self, script: Script | Answer, *, port: int = 0) -> None:
        self._wanted = port
        self._answers = script if callable(script) else None
        self._listed = [script] if isinstance(script, Answer) else [] if callable(script) else list(script)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: set[asyncio.Task[None]] = set()
        self.asked: list[Asked] = []
        self.connections = 0
        self.under_way = 0
        self.most_under_way = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", self._wanted))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _stop(self) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()
        await self._loop.shutdown_asyncgens()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._open.add(task)
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while (asked := await _read(reader)) is not None:
                    self.under_way += 1
                    self.most_under_way = max(self.most_under_way, self.under_way)
                    try:
                        if not await _send(writer, self._answer(asked)):
                            break
                    finally:
                        self.under_way -= 1
        finally:
            self._open.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    def _answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self._answers is not None:
            return self._answers(asked)
        return self._listed.pop(0) if len(self._listed) > 1 else self._listed[0]


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    line = await reader.readline()
    if not line:
        return None
    method, path, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method=method, path=path, headers=headers, body=body)


async def _send(writer: asyncio.StreamWriter, answer: Answer) -> bool:
    """Whether the connection can be used again."""
    await asyncio.sleep(answer.delay)
    if answer.fault == "hang":
        await asyncio.sleep(3600)
    if answer.fault == "drop":
        return False
    body = answer.body
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), **answer.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {answer.status} Scripted\r\n{head}\r\n".encode("latin-1"))
    if answer.fault == "cut":
        writer.write(body[: len(body) // 2])
        return False
    if answer.fault == "hang_after":
        await writer.drain()
        await asyncio.sleep(3600)
    if answer.fault == "trickle":
        for byte in body:
            writer.write(bytes((byte,)))
            await writer.drain()
            await asyncio.sleep(0.05)
    else:
        writer.write(body)
    await writer.drain()
    return True
