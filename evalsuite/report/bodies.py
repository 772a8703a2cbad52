"""Trials and their long texts as lines of JSON, so many in a compressed part."""

import json
import zlib
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from evalsuite.codec.records import dump
from evalsuite.codec.reviews import words_of
from evalsuite.domain.run import CaseEntry, Trial
from evalsuite.reading.answers import failure

LINES = 64
"""In a part, at most."""
SIZE = 256 * 1024
"""Bytes in a part before it is compressed, but for the last line that went in."""
LEVEL = 6
"""Of zlib; higher ones cost twice the time and save two per cent."""
LONG = 200
"""Characters of a text from which it is kept once where it is said again: a prompt, what a tool told before."""

Put = Callable[[str, bytes], None]
"""Takes a part by its name."""


class Lines:
    """Lines that are found by their number; their parts are named by a prefix and a number."""

    def __init__(self, prefix: str, put: Put) -> None:
        self.starts: list[int] = []
        """For each part, the number of the line it begins with."""
        self._prefix, self._put = prefix, put
        self._lines: list[bytes] = []
        self._size = 0
        self._count = 0

    def add(self, line: bytes) -> int:
        """The number of the line."""
        self._lines.append(line)
        self._size += len(line)
        self._count += 1
        if len(self._lines) >= LINES or self._size >= SIZE:
            self.close()
        return self._count - 1

    def close(self) -> None:
        if self._lines:
            name = f"{self._prefix}{len(self.starts)}"
            self.starts.append(self._count - len(self._lines))
            self._put(name, deflate(b"\n".join(self._lines)))
            self._lines.clear()
            self._size = 0


class LongTexts:
    """Texts that stand more than once on a page. The first time a text stands where it is said, for nobody knows yet
    that it will come again; after that, `{"same": number}` stands for it."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._seen: dict[bytes, int | None] = {}

    def shortened(self, text: Any) -> Any:
        if not isinstance(text, str) or len(text) < LONG:
            return text
        line = compact(text).encode()
        digest = blake2b(line, digest_size=16).digest()
        if digest not in self._seen:
            self._seen[digest] = None
            return text
        number = self._seen[digest]
        if number is None:
            number = self._seen[digest] = self.lines.add(line)
        return {"same": number}


def body(trial: Trial, entry: CaseEntry, texts: LongTexts) -> bytes:
    """A trial with the mark of its words, what its case told the assistant and expects, and the messages in which a
    tool says that it failed."""
    messages = enumerate(trial.transcript.messages)
    failed = [index for index, message in messages if message.role == "tool" and failure(message) is not None]
    more = {"words": words_of(trial), **({"failed": failed} if failed else {})}
    more |= {name: entry.case[name] for name in ("context", "expect") if entry.case.get(name)}
    return old_body(trial, texts)[:-1] + b"," + compact(more)[1:].encode()


def old_body(trial: Trial, texts: LongTexts) -> bytes:
    """A trial as it is."""
    line = dump(trial)
    return _shortened(line, texts) if _is_long(trial) else line


def deflate(data: bytes) -> bytes:
    """Raw deflate, as a browser's `DecompressionStream("deflate-raw")` reads it."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


compact = json.JSONEncoder(separators=(",", ":")).encode
"""JSON in ASCII, for ids and titles may hold lone surrogates."""


def _is_long(trial: Trial) -> bool:
    said = trial.transcript
    texts = (said.system, *said.documents, *(message.text for message in said.messages))
    return any(len(text) >= LONG for text in texts if text)


def _shortened(line: bytes, texts: LongTexts) -> bytes:
    trial = json.loads(line)
    said = trial["transcript"]
    for holder in (said, *said["messages"]):
        for name in ("system", "text"):
            if name in holder:
                holder[name] = texts.shortened(holder[name])
    if "documents" in said:
        said["documents"] = [texts.shortened(text) for text in said["documents"]]
    return compact(trial).encode()
