import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from help_desk_tickets import invented, zendesk_export_line
from shell import environment, evalsuite, workspace, write

from evalsuite.errors import UsageError
from evalsuite.flows.importing import import_files
from evalsuite.flows.rereading import reread
from evalsuite.workspace import open_workspace

MAP = "id: nr\ncsat: stars\ntranscript: log\nspeakers: {Alex: bot, Dana: human_agent}\n"
TABLE = "nr,stars,log\n1,1,Alex: I have sent it.\n2,5,Dana: It is here.\n"


def taken_in(folder, text, *, columns=None):
    workspace(folder, export=text)
    space = open_workspace(folder, environment={"EVALSUITE_KEY": "k"})
    columns = write(folder, {"map.yaml": columns}) / "map.yaml" if columns else None
    import_files(space, [folder / "export"], columns=columns)
    return space


def lines(count):
    return "\n".join(json.dumps(zendesk_export_line(one)) for one in invented(count, deleted=0))


def as_an_older_evalsuite_read_it(space, **fields):
    """Puts tickets of the store back to what was read of them before `fields` were."""
    with space.tickets() as store, store.at_once():
        for key in store.keys():  # noqa: SIM118  - no mapping
            store.put(store.raw(key), replace(store.as_read(key), **fields))


def test_nothing_changes_where_the_reading_is_the_same(tmp_path):
    found = reread(taken_in(tmp_path, lines(5)))

    assert (found.same, found.changed, found.fields, found.wrong) == (5, 0, {}, [])


def test_what_is_read_now_and_was_not_before_is_told_by_field(tmp_path):
    space = taken_in(tmp_path, lines(5))
    with space.tickets() as store:
        tickets = [*store.tickets()]
    as_an_older_evalsuite_read_it(space, subject="", tags=())
    found = reread(space)

    assert (found.changed, dict(found.fields)) == (5, {"subject": 5, "tags": 5})
    with space.tickets() as store:
        assert [*store.tickets()] == tickets


def test_what_else_is_known_of_a_ticket_stays(tmp_path):
    space = taken_in(tmp_path, lines(2))
    with space.tickets() as store:
        store.keep("zendesk:1", "draft", {"state": "approved"})
        store.keep_batch([], source="zendesk", checkpoint={"cursor": "c"})
        store.forget("zendesk:2")
    as_an_older_evalsuite_read_it(space, subject="")
    reread(space)

    with space.tickets() as store:
        assert store.kept("zendesk:1", "draft") == {"state": "approved"}
        assert store.checkpoint("zendesk") == {"cursor": "c"}
        assert store.keys() == ["zendesk:1"]


def test_a_table_is_read_by_the_map_it_was_imported_with(tmp_path):
    space = taken_in(tmp_path, TABLE, columns=MAP)
    as_an_older_evalsuite_read_it(space, csat=None)
    found = reread(space)

    assert dict(found.fields) == {"csat": 2}
    with space.tickets() as store:
        assert [one.messages[0].role for one in store.tickets()] == ["bot", "human_agent"]


def test_a_ticket_pulled_under_a_name_of_the_teams_own_keeps_it(tmp_path):
    space = taken_in(tmp_path, lines(1))
    with space.tickets() as store:
        raw, ticket = store.raw("zendesk:1"), store.as_read("zendesk:1")
        store.put(replace(raw, source="north"), replace(ticket, source="north", subject=""))
    found = reread(space, ["north:1"])

    assert dict(found.fields) == {"subject": 1}


def test_what_can_no_longer_be_read_stays_as_it_was(tmp_path):
    space = taken_in(tmp_path, TABLE, columns=MAP)
    with space.tickets() as store:
        raw, ticket = store.raw("file:1"), store.as_read("file:1")
        store.put(replace(raw, body={"shoe size": 44}), ticket)
    found = reread(space)

    assert [str(one)[:21] for one in found.wrong] == ["file:1: no id found. "]
    assert found.same == 1
    with space.tickets() as store:
        assert store.as_read("file:1") == ticket


def test_a_store_of_an_older_evalsuite_is_read_too_where_a_ticket_tells_its_form(tmp_path):
    space = taken_in(tmp_path, lines(3))
    with space.tickets() as store:
        store.put(
            *[replace(store.raw("zendesk:1"), id="9", body={"nr": 1}), replace(store.as_read("zendesk:1"), id="9")]
        )
    path = tmp_path / ".evalsuite" / "private" / "tickets.sqlite"
    older = sqlite3.connect(path)
    older.execute("ALTER TABLE tickets DROP COLUMN form")
    older.execute("PRAGMA user_version = 1")
    older.commit()
    older.close()
    as_an_older_evalsuite_read_it(space, subject="")
    found = reread(space)

    assert dict(found.fields) == {"subject": 3}
    assert [str(one) for one in found.wrong] == [
        "zendesk:9: it is not known how it was read. Import it again. It stays as it was."
    ]


def test_reading_again_that_is_killed_leaves_every_ticket_whole(tmp_path):
    space = taken_in(tmp_path, lines(1500))
    with space.tickets() as store:
        store.keep("zendesk:7", "draft", {"state": "approved"})
        tickets = {one.id: one for one in store.tickets()}
    as_an_older_evalsuite_read_it(space, subject="")
    log = tmp_path / ".evalsuite" / "private" / "tickets.sqlite-wal"
    words = [sys.executable, "-m", "evalsuite", "tickets", "reread"]
    process = subprocess.Popen(words, cwd=tmp_path, env=environment(EVALSUITE_KEY="k"), start_new_session=True)
    while process.poll() is None and not (log.exists() and log.stat().st_size > 200_000):
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    with space.tickets() as store:
        found = [*store.tickets()]
    assert len(found) == 1500
    assert 0 < sum(bool(one.subject) for one in found) < 1500
    done = json.loads(evalsuite(tmp_path, "tickets", "reread", "--json", EVALSUITE_KEY="k").stdout)
    assert 0 < done["fields"]["subject"] < 1500
    with space.tickets() as store:
        assert {one.id: one for one in store.tickets()} == tickets
        assert store.kept("zendesk:7", "draft") == {"state": "approved"}


def test_the_command_tells_what_has_changed(tmp_path):
    space = taken_in(tmp_path, lines(3))
    as_an_older_evalsuite_read_it(space, subject="")

    assert evalsuite(tmp_path, "tickets", "reread", "1").stdout == "1 ticket: 1 changed (subject 1)\n"
    assert evalsuite(tmp_path, "tickets", "reread").stdout == "3 tickets: 2 changed (subject 2); 1 as before\n"


def test_an_empty_store_and_a_name_that_fits_nothing_are_told(tmp_path):
    workspace(tmp_path)
    done = evalsuite(tmp_path, "tickets", "reread")

    assert (done.returncode, done.stderr) == (
        5,
        "there are no tickets yet. Take some in: evalsuite tickets import FILE\n",
    )
    with pytest.raises(UsageError, match="no ticket '9' in the store"):
        reread(taken_in(tmp_path, lines(1)), ["9"])
