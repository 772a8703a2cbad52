import sqlite3
import stat
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.ticket import BotIdentity, Person, RawTicket, Ticket, TicketMessage
from evalsuite.errors import EvalsuiteError, UsageError
from evalsuite.tickets.store import open_tickets

NEEDLE = "Quillfeather-Oyelo"


def opened(folder, **more):
    return open_tickets(folder / "private" / "tickets.sqlite", key="k", **more)


def pair(name="1", text="Hello", source="zendesk"):
    messages = (TicketMessage(role="customer", text=text),)
    ticket = Ticket(id=name, source=source, messages=messages)
    return RawTicket(id=name, source=source, body={"id": name, "text": text}), ticket


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in (folder / "private").iterdir())


def test_a_ticket_is_kept_once_under_its_key(tmp_path):
    with opened(tmp_path) as store:
        became = [store.put(*pair()), store.put(*pair()), store.put(*pair(text="Bye"))]

        assert became == ["new", "same", "changed"]
        assert [one.messages[0].text for one in store.tickets()] == ["Bye"]
        assert store.raw("zendesk:1").body == {"id": "1", "text": "Bye"}


def test_only_the_owner_can_read_it(tmp_path):
    opened(tmp_path).close()

    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "private" / "tickets.sqlite").stat().st_mode) == 0o600


def test_its_log_is_as_private_as_itself(tmp_path):
    with opened(tmp_path) as store:
        store.put(*pair())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "private").glob("*.sqlite*")}

    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def git(folder, *words):
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_git_never_sees_it(tmp_path):
    git(tmp_path, "init", "-q")
    with opened(tmp_path) as store:
        store.put(*pair())
    git(tmp_path, "add", "--all")

    assert git(tmp_path, "ls-files") == ""


def test_a_folder_that_git_follows_is_refused(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "old.txt").write_text("x")
    git(tmp_path, "add", "--force", "private/old.txt")

    with pytest.raises(EvalsuiteError, match=r"Git follows .*git rm -r --cached"):
        opened(tmp_path)


def test_a_link_into_a_folder_that_git_follows_is_refused(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "old.txt").write_text("x")
    git(tmp_path, "add", "--all")
    (tmp_path / "private").symlink_to("shown")

    with pytest.raises(EvalsuiteError, match="Git follows"):
        opened(tmp_path)


def test_a_file_that_is_no_store_is_told(tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "tickets.sqlite").write_text("hello " * 500)

    with pytest.raises(EvalsuiteError, match="cannot be read as a store of tickets"):
        opened(tmp_path)


def test_a_store_of_a_newer_format_is_left_alone(tmp_path):
    opened(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "private" / "tickets.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(EvalsuiteError, match="newer evalsuite"):
        opened(tmp_path)


def test_a_batch_and_its_checkpoint_are_kept_both_or_neither(tmp_path):
    with opened(tmp_path) as store:
        store.keep_batch([pair("1")], source="s", checkpoint={"cursor": "a"})
        with pytest.raises(ZeroDivisionError):
            store.keep_batch((pair(str(9 // number)) for number in (1, 0)), source="s", checkpoint={"cursor": "b"})

        assert store.keys() == ["zendesk:1"]
        assert store.checkpoint("s") == {"cursor": "a"}
        assert store.checkpoint("other") == {}


def test_what_is_known_of_a_ticket_is_kept_beside_it(tmp_path):
    with opened(tmp_path) as store:
        store.put(*pair("2"))
        store.put(*pair("1"))
        store.keep("zendesk:2", "labels", {"failure": ["other"]})
        store.keep("zendesk:1", "labels", [])

        assert store.kept("zendesk:2", "labels") == {"failure": ["other"]}
        assert store.kept("zendesk:2", "mapping") is None
        assert list(store.all_kept("labels")) == [("zendesk:1", []), ("zendesk:2", {"failure": ["other"]})]
        with pytest.raises(KeyError):
            store.keep("zendesk:3", "labels", {})


def test_nothing_of_a_forgotten_ticket_is_left_in_any_file(tmp_path):
    with opened(tmp_path) as store:
        # Not compressed, so that one can look for it.
        store._sql.execute("INSERT INTO tickets VALUES ('zendesk:1', '', '', ?, ?, '')", (NEEDLE, NEEDLE))
        store.keep("zendesk:1", "mapping", {NEEDLE: "Eric Paul"})
        store.put(*pair("2"))

        assert NEEDLE.encode() in bytes_of(tmp_path)
        store.forget("zendesk:1")
        assert NEEDLE.encode() not in bytes_of(tmp_path)

        assert store.keys() == ["zendesk:2"]
    assert b"zendesk:1" not in bytes_of(tmp_path)


def test_a_forgotten_ticket_does_not_come_back(tmp_path):
    with opened(tmp_path) as store:
        store.put(*pair())
        store.forget("zendesk:1")

        assert store.keep_batch([pair(), pair("2")]) == {"forgotten": 1, "new": 1}
        assert store.keys() == ["zendesk:2"]


def test_what_cannot_be_swept_is_told(tmp_path):
    with opened(tmp_path) as store, opened(tmp_path) as reader:
        store.put(*pair())
        store._sql.execute("PRAGMA busy_timeout = 50")
        reader._sql.execute("BEGIN")
        assert reader.keys() == ["zendesk:1"]

        with pytest.raises(EvalsuiteError, match="another program holds the store open"):
            store.forget("zendesk:1")


def test_a_short_name_is_enough_where_only_one_help_desk_has_it(tmp_path):
    with opened(tmp_path) as store:
        store.put(*pair("1"))
        store.put(*pair("2"))
        store.put(*pair("2", source="intercom"))

        assert store.find("1") == store.find("zendesk:1") == "zendesk:1"
        with pytest.raises(UsageError, match="intercom:2 or zendesk:2"):
            store.find("2")
        with pytest.raises(UsageError, match="Did you mean 'zendesk:1'"):
            store.find("zendesk:11")


def test_settings_changed_later_hold_for_tickets_kept_before(tmp_path):
    people = (Person(ref="p1", role="human_agent", names=("Alex",)),)
    ticket = Ticket(id="1", people=people, messages=(TicketMessage(role="human_agent", author="p1", text="Hi"),))
    with opened(tmp_path) as store:
        store.put(RawTicket(id="1", source="file", body={}), ticket)
    with opened(tmp_path, identity=BotIdentity(names=("alex",))) as store:
        assert store.ticket("file:1").messages[0].role == "bot"


@settings(max_examples=25)
@given(name=st.text(min_size=1).filter(lambda text: text.isprintable()), value=st.text())
def test_any_id_and_any_words_come_back_as_they_were(tmp_path_factory, name, value):
    folder = tmp_path_factory.mktemp("store")
    with opened(folder) as store:
        store.put(*pair(name, value))

        assert [one.messages[0].text for one in store.tickets()] == [value]
        assert store.find(f"zendesk:{name}") == f"zendesk:{name}"
    assert [path.name for path in folder.iterdir()] == ["private"]
