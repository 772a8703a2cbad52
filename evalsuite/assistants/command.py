"""An assistant that is a program: JSON on its standard input, JSON on its standard output."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from evalsuite.assistants.exchange import decoded, encoded, reply_of, request_of
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.errors import UsageError
from evalsuite.models.failures import REPLY_LIMIT, failed, quoted, visible
from evalsuite.protocols import Conversation, Reply

POSIX = sys.platform != "win32"
TAIL = 600
"""Bytes of the program's last words quoted where it fails."""


class CommandAssistant:
    """Starts the program once for each exchange; it is killed, with all it started, when its time is up."""

    def __init__(
        self,
        definition: AssistantDefinition,
        *,
        env: Mapping[str, str],
        folder: Path | None = None,
        reply_limit: int = REPLY_LIMIT,
    ) -> None:
        if not definition.command:
            raise UsageError(f"assistant {definition.name!r}: kind command needs `command`")
        self._definition = definition
        self._env = dict(env)
        self._folder = folder
        self._limit = reply_limit
        self._where = f"command {quoted(definition.command[0], 120)}"

    async def reply(self, conversation: Conversation) -> Reply:
        """The program's reply. Raises `ModelError` where it fails, takes too long, or says something else."""
        seconds = self._definition.timeout_seconds
        until = min(conversation.deadline, asyncio.get_running_loop().time() + seconds)
        process = await self._start()
        try:
            async with asyncio.timeout_at(until):
                request = request_of(conversation, sees_context=self._definition.sees_context)
                said, last_words, status = await self._talk(process, encoded(request))
        except TimeoutError:
            raise failed(
                "timeout", f"{self._where} took longer than {seconds:g} s: raise timeout_seconds if it is slow"
            ) from None
        finally:
            await _end(process)
        if status:
            words = f": {visible(last_words.decode('utf-8', 'replace').strip(), TAIL)}" if last_words.strip() else ""
            raise failed("crashed", f"{self._where} ended with status {status}{words}")
        return reply_of(decoded(said, where=self._where), where=self._where)

    async def _start(self) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                *self._definition.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._env,
                cwd=self._folder,
                start_new_session=POSIX,  # a group of its own, so that all of it can be killed
            )
        except (OSError, ValueError) as error:
            raise failed("unreachable", f"{self._where} cannot be started: {visible(str(error))}") from error

    async def _talk(self, process: asyncio.subprocess.Process, request: bytes) -> tuple[bytes, bytes, int]:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_write(process, request))
                said = group.create_task(self._read(process))
                last_words = group.create_task(_tail(process))
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from None
        return said.result(), last_words.result(), await process.wait()

    async def _read(self, process: asyncio.subprocess.Process) -> bytes:
        parts: list[bytes] = []
        size = 0
        while process.stdout and (part := await process.stdout.read(65536)):
            size += len(part)
            if size > self._limit:
                raise failed("too_large", f"{self._where} wrote more than {self._limit / 1e6:g} MB")
            parts.append(part)
        return b"".join(parts)


async def _write(process: asyncio.subprocess.Process, request: bytes) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(request)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        pass  # a program need not read what it has no use for


async def _tail(process: asyncio.subprocess.Process) -> bytes:
    kept = b""
    while process.stderr and (part := await process.stderr.read(65536)):
        kept = (kept + part)[-TAIL:]
    return kept


async def _end(process: asyncio.subprocess.Process) -> None:
    """Leave nothing of the program behind, whatever it started."""
    if POSIX:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    # Closes the pipes and kills the program itself; without it, waiting hangs where output was left unread or where
    # something outside the group holds a pipe open, and asyncio offers no public way.
    process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001
    await process.wait()
