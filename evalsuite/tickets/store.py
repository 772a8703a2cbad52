"""The private store: tickets as they came, and what is known of each, in one SQLite file outside Git."""

from __future__ import annotations

import hmac
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self

from evalsuite.codec.records import dump, load
from evalsuite.domain.ticket import BotIdentity, RawTicket, Ticket
from evalsuite.errors import EvalsuiteError, UsageError, did_you_mean
from evalsuite.tickets.identity import recognised
from evalsuite.tickets.privately import private_file
from evalsuite.tickets.tables import prepare

Kept = Literal["new", "changed", "same", "forgotten"]
"""What became of a ticket: `forgotten` ones are left out, since a person asked for that."""


def open_tickets(path: Path, *, identity: BotIdentity | None = None, key: str) -> TicketStore:
    """The store in a file, which is made where there is none; close it when done.

    `key` hashes what was forgotten, so that it can be known again and not be read. Raises `EvalsuiteError` where the
    file is no store, or stands where Git would take it along.
    """
    private_file(path)
    connection = sqlite3.connect(path, timeout=30.0, isolation_level=None)
    try:
        prepare(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise EvalsuiteError(
            f"{path} cannot be read as a store of tickets ({error}). Move it away, and import again."
        ) from None
    except EvalsuiteError:
        connection.close()
        raise
    return TicketStore(connection, identity=identity or BotIdentity(), key=key)


class TicketStore:
    """Everything under a ticket's key, which is `source:id`. Whatever is written is there after a crash."""

    def __init__(self, connection: sqlite3.Connection, *, identity: BotIdentity, key: str) -> None:
        self._sql, self._identity, self._key = connection, identity, key

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._sql.close()

    # -- tickets

    def tickets(self) -> Iterator[Ticket]:
        """All of them, oldest change first, with the assistant's words recognised."""
        for key in self.keys():
            yield self.ticket(key)

    def keys(self) -> list[str]:
        return [key for (key,) in self._sql.execute("SELECT key FROM tickets ORDER BY updated, key")]

    def ticket(self, key: str) -> Ticket:
        """Raises `KeyError`."""
        return recognised(self.as_read(key), self._identity)

    def as_read(self, key: str) -> Ticket:
        """The same without what the settings say of the assistant. Raises `KeyError`."""
        body, _, _ = self._row(key)
        return load(Ticket, zlib.decompress(body))

    def raw(self, key: str) -> RawTicket:
        """The ticket as its help desk gave it. Raises `KeyError`."""
        _, body, form = self._row(key)
        source, _, ticket_id = key.partition(":")
        return RawTicket(id=ticket_id, source=source, body=json.loads(zlib.decompress(body)), form=form)

    def _row(self, key: str) -> tuple[bytes, bytes, str]:
        row: tuple[bytes, bytes, str] | None = self._sql.execute(
            "SELECT body, raw, form FROM tickets WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            raise KeyError(key)
        return row

    def find(self, name: str) -> str:
        """The key that a person means by `zendesk:123`, or by `123` where only one help desk has it.

        Raises `UsageError`.
        """
        keys = self.keys()
        named = [key for key in keys if key == name] or [key for key in keys if key.partition(":")[2] == name]
        if not named:
            mend = did_you_mean(name, keys) or " Take it in: evalsuite tickets import FILE"
            raise UsageError(f"no ticket {name!r} in the store.{mend}")
        if len(named) > 1:
            raise UsageError(f"{name!r} may be {' or '.join(named)}; write the whole of it")
        return named[0]

    def put(self, raw: RawTicket, ticket: Ticket) -> Kept:
        """Keep a ticket, in the place of what is there under its key."""
        body = json.dumps(raw.body, separators=(",", ":"), default=str).encode()
        noun = dump(ticket)
        digest = sha256(body + b"\n" + noun).hexdigest()
        if self._sql.execute("SELECT 1 FROM forgotten WHERE hash = ?", (self._hash(raw.key),)).fetchone():
            return "forgotten"
        row = self._sql.execute("SELECT digest FROM tickets WHERE key = ?", (raw.key,)).fetchone()
        if row is not None and row[0] == digest:
            self._sql.execute("UPDATE tickets SET form = ? WHERE key = ? AND form != ?", (raw.form, raw.key, raw.form))
            return "same"
        updated = ticket.updated_at or ticket.created_at
        self._sql.execute(
            "INSERT OR REPLACE INTO tickets (key, updated, digest, body, raw, form) VALUES (?, ?, ?, ?, ?, ?)",
            (raw.key, updated.isoformat() if updated else "", digest, *map(zlib.compress, (noun, body)), raw.form),
        )
        return "new" if row is None else "changed"

    def keep_batch(
        self,
        tickets: Iterable[tuple[RawTicket, Ticket]],
        *,
        gone: Iterable[str] = (),
        source: str = "",
        checkpoint: Mapping[str, Any] | None = None,
    ) -> Counter[str]:
        """Keep tickets, and from where their source is to go on, both or neither; how many became what.

        What the help desk has erased is erased here too, counted as `erased`.
        """
        done: Counter[str] = Counter()
        erased = [key for key in gone if key in self]
        with self.at_once():
            for raw, ticket in tickets:
                done[self.put(raw, ticket)] += 1
            for key in erased:
                self._erase(key)
            if checkpoint is not None:
                words = json.dumps(checkpoint)
                self._sql.execute("INSERT OR REPLACE INTO checkpoints (source, value) VALUES (?, ?)", (source, words))
        if erased:
            self._sweep()
            done["erased"] = len(erased)
        return done

    def checkpoint(self, source: str) -> Mapping[str, Any]:
        """From where a source is to go on; empty where it has not begun."""
        row = self._sql.execute("SELECT value FROM checkpoints WHERE source = ?", (source,)).fetchone()
        found: Mapping[str, Any] = json.loads(row[0]) if row else {}
        return found

    def __contains__(self, key: object) -> bool:
        return self._sql.execute("SELECT 1 FROM tickets WHERE key = ?", (key,)).fetchone() is not None

    def __len__(self) -> int:
        count: int = self._sql.execute("SELECT count(*) FROM tickets").fetchone()[0]
        return count

    # -- what is known of a ticket

    def keep(self, key: str, kind: str, value: Any) -> None:
        """Keep a JSON value of some kind about a ticket, in the place of what is there. Raises `KeyError`."""
        if key not in self:
            raise KeyError(key)
        self._sql.execute(
            "INSERT OR REPLACE INTO kept (key, kind, value) VALUES (?, ?, ?)", (key, kind, json.dumps(value))
        )

    def kept(self, key: str, kind: str) -> Any:
        """None where there is nothing of that kind."""
        row = self._sql.execute("SELECT value FROM kept WHERE key = ? AND kind = ?", (key, kind)).fetchone()
        return json.loads(row[0]) if row else None

    def all_kept(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Key and value of every ticket that has something of that kind, in the order of keys."""
        rows = self._sql.execute("SELECT key, value FROM kept WHERE kind = ? ORDER BY key", (kind,)).fetchall()
        return ((key, json.loads(value)) for key, value in rows)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is kept inside is kept as a whole, or not at all; much faster for many values."""
        if self._sql.in_transaction:
            yield
            return
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")

    # -- forgetting

    def forget(self, *keys: str) -> None:
        """Erase tickets with everything that is known of them, from the file's free space too; a later import or pull
        leaves them out. Raises `EvalsuiteError` where another program holds the store open."""
        with self.at_once():
            for key in keys:
                self._erase(key)
                self._sql.execute("INSERT OR IGNORE INTO forgotten (hash) VALUES (?)", (self._hash(key),))
        self._sweep()

    def _erase(self, key: str) -> None:
        for table in ("tickets", "kept"):
            self._sql.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608  - the two names above

    def _sweep(self) -> None:
        """Rewrite the file, so that nothing erased is left in it or in its log."""
        try:
            self._sql.execute("VACUUM")
            busy = self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            busy = 1
        if busy:
            raise EvalsuiteError(
                "the tickets are erased, but another program holds the store open, and its log may still have them: "
                "close that program and run the command again"
            )

    def _hash(self, key: str) -> str:
        return hmac.new(self._key.encode(), key.encode(), sha256).hexdigest()
