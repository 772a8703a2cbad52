"""Model replies as JSON lines, `{"key", "attempt", "completion"}`, and back."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from evalsuite.codec.records import dump, load
from evalsuite.domain.case import Mark
from evalsuite.domain.conversation import Message, Usage
from evalsuite.errors import Complaint, InputError
from evalsuite.protocols import Completion


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedReply:
    key: str
    """See `request_key`."""
    attempt: int
    completion: Completion


def encode_reply(reply: RecordedReply) -> bytes:
    """One line of `replies.jsonl` without its line break."""
    answer = reply.completion
    return dump(
        _Line(
            key=reply.key,
            attempt=reply.attempt,
            completion=_Answer(
                message=answer.message,
                usage=answer.usage,
                model=answer.model,
                finish_reason=answer.finish_reason,
                seconds=round(answer.seconds, 4),
            ),
        )
    )


def decode_reply(line: bytes | str) -> RecordedReply:
    """The reply a line holds. Raises `ValueError` where it is torn or of another shape."""
    read = load(_Line, line)
    answer = read.completion
    return RecordedReply(
        key=read.key,
        attempt=read.attempt,
        completion=Completion(
            message=answer.message,
            usage=answer.usage,
            model=answer.model,
            finish_reason=answer.finish_reason,
            seconds=answer.seconds,
        ),
    )


class Replies:
    """Recorded replies by request key and attempt; lines are kept as they are and read when asked for."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], bytes | Completion] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def get(self, key: str, attempt: int) -> Completion | None:
        """The last reply recorded for a request and attempt; None where there is none."""
        found = self._lines.get((key, attempt))
        return decode_reply(found).completion if isinstance(found, bytes) else found

    def put(self, key: str, attempt: int, completion: Completion) -> None:
        self._lines[key, attempt] = completion

    def add(self, line: bytes) -> None:
        """Take a line in. Raises `ValueError` where it is none of ours."""
        head = _HEAD.match(line)
        if head and line.endswith(b"}}"):
            self._lines[head[1].decode(), int(head[2])] = line
        else:  # torn, or written by other hands: reading it through tells
            reply = decode_reply(line)
            self._lines[reply.key, reply.attempt] = line


def read_replies(lines: Iterable[bytes], *, path: str) -> Replies:
    """The replies of a file's lines. A torn last line is dropped: its process was killed while writing.

    Raises `InputError` with every other line that holds no reply; `path` is shown there.
    """
    replies = Replies()
    complaints: list[Complaint] = []
    torn: Complaint | None = None
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if torn:
            complaints.append(torn)
            torn = None
        if not line:
            continue
        try:
            replies.add(line)
        except ValueError:
            wrong = Complaint(text=f"no recorded reply: {_why(line)}", mark=Mark(path=path, line=number))
            if raw.endswith(b"\n"):
                complaints.append(wrong)
            else:
                torn = wrong
    if complaints:
        raise InputError(complaints)
    return replies


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """A completion whose types are known when the program runs, as reading needs."""

    message: Message
    usage: Usage
    model: str | None = None
    finish_reason: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    key: str
    attempt: int
    completion: _Answer


def _why(line: bytes) -> str:
    try:
        value = json.loads(line)
    except ValueError:
        return "the line is not JSON. Delete it, or record again"
    fields = ", ".join(sorted(value)[:5]) if isinstance(value, dict) else type(value).__name__
    return f"wanted the fields key, attempt and completion, found {fields}. Is it a replies.jsonl?"


_HEAD = re.compile(rb'\{"key":"([0-9a-f]+)","attempt":(\d+),"completion":\{')
