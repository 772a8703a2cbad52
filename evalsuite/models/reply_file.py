"""Replies kept in a file from one command to the next."""

import os
from collections.abc import Collection
from pathlib import Path

from evalsuite.models.replies import RecordedReply, Replies, case_of, encode_reply
from evalsuite.protocols import Completion


class ReplyFile(Replies):
    """Recorded replies of a file, read when the first one is asked for; what is put goes to the file as well.

    A line that cannot be read is passed over, and its question asked again.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._read = False

    def get(self, key: str, attempt: int, case: str = "") -> Completion | None:
        if not self._read:
            self._read = True
            if self._path.is_file():
                with self._path.open("rb") as lines:
                    for line in lines:
                        self._take(line.strip())
        return super().get(key, attempt, case)

    def keep(self, reply: RecordedReply) -> None:
        """Write a reply to the file, whole or not at all: several processes may do so at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab", buffering=0) as out:
            out.write(b"\n" + encode_reply(reply) + b"\n")  # the first break ends what a killed process left torn

    def forget(self, cases: Collection[str]) -> None:
        """Take out of the file what was answered about these cases; what was read of it before is kept in mind."""
        if not self._path.is_file():
            return
        left = [line for line in self._path.read_bytes().splitlines(keepends=True) if case_of(line) not in cases]
        made = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        made.write_bytes(b"".join(left))
        made.replace(self._path)

    def _take(self, line: bytes) -> None:
        try:
            if line:
                self.add(line)
        except ValueError:
            return
