"""The tables of the private store, brought up to date where an older evalsuite has made them."""

import sqlite3

from evalsuite.errors import EvalsuiteError


def prepare(connection: sqlite3.Connection) -> None:
    """Raises `EvalsuiteError` where a newer evalsuite made the tables, `sqlite3.DatabaseError` where there are none."""
    for pragma in ("secure_delete = ON", "temp_store = MEMORY", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    if (found := _format(connection)) > len(_FORMATS):
        raise EvalsuiteError("the store of tickets was written by a newer evalsuite; upgrade to read it")
    if found < len(_FORMATS):
        connection.execute("BEGIN IMMEDIATE")
        for steps in _FORMATS[_format(connection) :]:  # somebody else may have been quicker
            for step in steps:
                connection.execute(step)
        connection.execute(f"PRAGMA user_version = {len(_FORMATS)}")
        connection.execute("COMMIT")


def _format(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


_FORMATS = (
    (
        "CREATE TABLE tickets (key TEXT PRIMARY KEY, updated TEXT NOT NULL, digest TEXT, body BLOB, raw BLOB)",
        "CREATE INDEX by_age ON tickets (updated, key)",
        "CREATE TABLE kept (key TEXT, kind TEXT, value TEXT NOT NULL, PRIMARY KEY (key, kind)) WITHOUT ROWID",
        "CREATE INDEX by_kind ON kept (kind, key)",
        "CREATE TABLE checkpoints (source TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE forgotten (hash TEXT PRIMARY KEY) WITHOUT ROWID",
    ),
    ("ALTER TABLE tickets ADD COLUMN form TEXT NOT NULL DEFAULT ''",),
)
"""What each format adds to the one before."""
