"""Files of lines, plain or gzipped, a line at a time."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint, InputError

_CHUNK = 1 << 18


def open_conversations(path: Path, *, shown_path: str | None = None) -> Iterator[bytes]:
    """The file's lines without their line breaks; gzip is known by its first bytes, whatever the file is called.

    Raises `InputError` at once where the file cannot be opened, and at the end of what can be read where gzip data
    breaks off or is damaged, after all whole and torn lines before that point.
    """
    shown = shown_path or str(path)
    try:
        file = path.open("rb")
    except OSError as error:
        text = f"{shown} cannot be opened: {error.strerror or error}. Give a file of recorded conversations."
        raise InputError([Complaint(text=text)]) from None
    return read_lines(file, shown_path=shown)


def read_lines(stream: BinaryIO, *, shown_path: str) -> Iterator[bytes]:
    """The stream's lines like those of `open_conversations`, which see; closes the stream at the end."""
    with stream:
        rest: list[bytes] = []
        line = 0
        try:
            for chunk in _unzipped(stream):
                first, *others = chunk.split(b"\n")
                rest.append(first)
                for other in others:
                    line += 1
                    yield b"".join(rest)
                    rest = [other]
        except _BrokenError as error:
            broken: str | None = str(error)
        else:
            broken = None
        last = b"".join(rest)
        if last:
            line += 1
            yield last
        if broken:
            mark = Mark(path=shown_path, line=line + 1)
            raise InputError([Complaint(text=f"{broken}. What stood behind this point is lost.", mark=mark)])


class _BrokenError(Exception):
    pass


def _unzipped(stream: BinaryIO) -> Iterator[bytes]:
    chunk = _read(stream)
    if not chunk.startswith(b"\x1f\x8b"):
        while chunk:
            yield chunk
            chunk = _read(stream)
        return
    member = zlib.decompressobj(wbits=31)
    while chunk:
        try:
            yield member.decompress(chunk)
        except zlib.error as error:
            raise _BrokenError(f"the gzip data is damaged here ({error})") from error
        # A gzip file may be several put one behind another, and may be padded with zeros.
        chunk = member.unused_data.lstrip(b"\0") if member.eof else b""
        if not chunk:
            chunk = _read(stream).lstrip(b"\0") if member.eof else _read(stream)
        if chunk and member.eof:
            member = zlib.decompressobj(wbits=31)
    if not member.eof:
        raise _BrokenError("the gzip data breaks off here")


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise _BrokenError(f"reading fails here: {error.strerror or error}") from error
