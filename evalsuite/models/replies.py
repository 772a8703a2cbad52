"""Model replies as JSON lines, `{"key", "attempt", "case", "completion"}`, and back."""

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
    case: str = ""
    """Whose conversation it was, where that is known."""
    completion: Completion


def encode_reply(reply: RecordedReply) -> bytes:
    """One line of `replies.jsonl` without its line break."""
    answer = reply.completion
    return dump(
        _Line(
            key=reply.key,
            attempt=reply.attempt,
            case=reply.case,
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
        case=read.case,
        completion=Completion(
            message=answer.message,
            usage=answer.usage,
            model=answer.model,
            finish_reason=answer.finish_reason,
            seconds=answer.seconds,
        ),
    )


class Replies:
    """Recorded replies by request key and attempt; lines are kept as they are and read when asked for.

    Two cases may ask the very same and be answered differently: each is given its own reply again, where it has one.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], bytes | Completion] = {}
        self._own: dict[tuple[str, int, str], bytes | Completion] = {}

    def __len__(self) -> int:
        return len(self._last)

    def get(self, key: str, attempt: int, case: str = "") -> Completion | None:
        """The last reply recorded for a request and attempt, the case's own before others'; None where there is none.

        Raises `ValueError` where its line turns out to hold none.
        """
        found = self._own.get((key, attempt, case)) or self._last.get((key, attempt))
        return decode_reply(found).completion if isinstance(found, bytes) else found

    def put(self, reply: RecordedReply) -> None:
        self._keep(reply.key, reply.attempt, reply.case, reply.completion)

    def add(self, line: bytes) -> None:
        """Take a line in. Raises `ValueError` where it is none of ours."""
        head = _HEAD.match(line)
        if head and line.endswith(b"}}"):
            self._keep(head[1].decode(), int(head[2]), case_of(line), line)
        else:  # torn, or written by other hands: reading it through tells
            reply = decode_reply(line)
            self._keep(reply.key, reply.attempt, reply.case, line)

    def _keep(self, key: str, attempt: int, case: str, held: bytes | Completion) -> None:
        self._last[key, attempt] = held
        if case:
            self._own[key, attempt, case] = held


def case_of(line: bytes) -> str:
    """Whose conversation a line's reply is of; empty where it does not say."""
    head = _HEAD.match(line)
    return str(json.loads(head[3])) if head and head[3] else ""


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
    case: str = ""
    completion: _Answer


def _why(line: bytes) -> str:
    try:
        value = json.loads(line)
    except ValueError:
        return "the line is not JSON. Delete it, or record again"
    fields = ", ".join(sorted(value)[:5]) if isinstance(value, dict) else type(value).__name__
    return f"wanted the fields key, attempt and completion, found {fields}. Is it a replies.jsonl?"


_HEAD = re.compile(rb'\{"key":"([0-9a-f]+)","attempt":(\d+)(?:,"case":("(?:[^"\\]|\\.)*"))?,"completion":\{')
