import asyncio
import os
import re
import threading
import time
import tomllib
from email.utils import formatdate

import pytest
from help_desk_tickets import invented
from help_desks import KEYS, TOKEN, HelpScoutDesk, ZendeskDesk
from pulls import Waits, alive, pulled, stored
from server import Answer, Server
from shell import ROOT, evalsuite, write

from evalsuite.errors import ModelError, UsageError
from evalsuite.workspace import open_workspace


def test_a_ticket_deleted_at_the_help_desk_is_erased_here(tmp_path):
    desk = ZendeskDesk(invented(10, deleted=0))
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        desk.tickets[2].update(deleted=True, changed=desk.tickets[-1]["changed"] + 1)
        taken = pulled(tmp_path, server, "zendesk")

    assert taken.kept["erased"] == 1
    assert "3" not in stored(tmp_path)


def test_a_cursor_that_is_refused_begins_anew(tmp_path):
    desk = ZendeskDesk(invented(90, deleted=0), page=20)
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        with open_workspace(tmp_path, environment=KEYS).tickets() as store:
            desk.refused_cursors.add(store.checkpoint("zendesk")["cursor"])
        desk.tickets.append({**desk.tickets[0], "id": 999, "changed": desk.tickets[-1]["changed"] + 10})
        taken = pulled(tmp_path, server, "zendesk")

    assert taken.kept["new"] == 1
    assert set(stored(tmp_path)) == alive(desk)


def test_without_conversation_logs_the_chat_comes_out_of_the_audits(tmp_path):
    desk = ZendeskDesk(invented(20, deleted=0), page=10)
    desk.log = False
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")

    found = stored(tmp_path)
    for ticket in desk.tickets:
        said = [(one.role, one.text) for one in found[str(ticket["id"])].messages if one.public]
        assert said == ticket["turns"]
    assert sum("conversation_log" in one.path for one in server.asked) <= 4  # those under way when it is first refused


def test_how_often_a_ticket_was_opened_again_comes_with_it(tmp_path):
    with Server(ZendeskDesk(invented(3, deleted=0))) as server:
        pulled(tmp_path, server, "zendesk")

    assert [one.reopens for one in stored(tmp_path).values()] == [1, 1, 1]


def test_a_list_that_comes_newest_first_is_read_whole(tmp_path):
    class Backwards(HelpScoutDesk):
        def live(self):
            return super().live()[::-1]

    desk = Backwards(invented(70, deleted=0), page=10)
    with Server(desk) as server:
        pulled(tmp_path, server, "helpscout")
        asked = desk.requests
        pulled(tmp_path, server, "helpscout")

    assert set(stored(tmp_path)) == alive(desk)
    assert desk.requests - asked < 30


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        (dict, 0),
        (lambda: {"retry-after": "7"}, 7),
        (lambda: {"retry-after": "0"}, 0),
        (lambda: {"retry-after": "soon"}, 0),
        (lambda: {"retry-after": formatdate(time.time() + 600, usegmt=True)}, 500),
        (lambda: {"x-ratelimit-retry-after": "7"}, 7),
        (lambda: {"x-ratelimit-reset": str(int(time.time()) + 600)}, 500),
    ],
    ids=["without", "seconds", "zero", "nonsense", "date", "seconds of Help Scout", "moment of Intercom"],
)
def test_a_help_desk_that_is_asked_too_much_is_waited_for_as_long_as_it_says(tmp_path, headers, least):
    desk, waits = ZendeskDesk(invented(5, deleted=0)), Waits()
    first = iter([True])

    def script(asked):
        if asked.path.startswith("/api/v2/incremental") and next(first, False):
            return Answer({"error": "too many"}, status=429, headers=headers())
        return desk(asked)

    with Server(script) as server:
        pulled(tmp_path, server, "zendesk", waits=waits)

    assert len(stored(tmp_path)) == 5
    assert len(waits.seconds) == 1
    assert least <= waits.seconds[0] < least + 110


def test_a_token_that_runs_out_is_asked_for_again(tmp_path):
    desk = HelpScoutDesk(invented(40, deleted=0), page=10)
    desk.lasts = 20
    with Server(desk) as server:
        pulled(tmp_path, server, "helpscout")

    assert len(stored(tmp_path)) == 40
    assert len(desk.tokens) > 2


def test_a_server_restarted_in_the_middle_loses_nothing(tmp_path):
    desk = ZendeskDesk(invented(60, deleted=0), page=10)
    server = Server(desk).__enter__()
    url = server.url
    threads = []

    def restart(_):
        def again():
            nonlocal server
            port = server.port
            server.__exit__()
            server = Server(desk, port=port).__enter__()

        threads.append(threading.Thread(target=again))
        threads[-1].start()

    class Real(Waits):
        async def __call__(self, seconds):
            await asyncio.sleep(0.1)

    desk.later.append((50, restart))
    pulled(tmp_path, server, "zendesk", waits=Real())
    threads[0].join()
    server.__exit__()

    assert url == server.url
    assert set(stored(tmp_path)) == alive(desk)


def test_keys_are_in_no_message_and_in_no_file(tmp_path):
    def refuses(asked):
        return Answer({"error": f"bad token {TOKEN}", "echo": asked.headers["authorization"]}, status=401)

    with Server(refuses) as server, pytest.raises(ModelError, match="ZENDESK_EMAIL and ZENDESK_TOKEN") as caught:
        pulled(tmp_path, server, "zendesk")

    assert TOKEN not in str(caught.value)
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes()


def test_keys_go_to_no_other_host(tmp_path):
    def leads_away(asked):
        return Answer("", status=302, headers={"location": "http://localhost:1/steal"})

    with Server(leads_away) as server, pytest.raises(ModelError, match="redirects to http://localhost"):
        pulled(tmp_path, server, "zendesk")


def test_an_address_that_is_mistyped_is_told_at_once(tmp_path):
    waits = Waits()
    with Server(ZendeskDesk([])) as server:
        pass
    with pytest.raises(ModelError, match="is the url in the settings right"):
        pulled(tmp_path, server, "zendesk", waits=waits)

    assert sum(waits.seconds) < 8


def test_comments_that_may_not_be_read_erase_no_ticket(tmp_path):
    desk = ZendeskDesk(invented(3, deleted=0))
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        desk.tickets[1]["changed"] += 10_000
        refused = Answer({"error": "Forbidden"}, status=403)
        server._answers = lambda asked: refused if "/comments" in asked.path else desk(asked)
        with pytest.raises(ModelError, match="refuses the credentials"):
            pulled(tmp_path, server, "zendesk")

    assert set(stored(tmp_path)) == alive(desk)


def test_a_missing_key_is_told_by_its_name(tmp_path):
    with Server(ZendeskDesk([])) as server, pytest.raises(UsageError, match="set ZENDESK_EMAIL and ZENDESK_TOKEN"):
        pulled(tmp_path, server, "zendesk", environment={})


def test_zendesk_is_pulled_through_zenpy(tmp_path):
    pytest.importorskip("zenpy", reason="needs the extra zendesk")
    desk = ZendeskDesk(invented(40), faults=0.05, page=10)
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk", more='client = "zenpy"\n')

    assert set(stored(tmp_path)) == alive(desk)


def test_without_the_extra_zenpy_is_asked_for_in_one_sentence(tmp_path):
    write(tmp_path, {"not_here/zenpy.py": "raise ImportError('not installed')\n"})
    write(
        tmp_path, {"evalsuite.toml": '[tickets.sources.zendesk]\nurl = "https://shop.zendesk.com"\nclient = "zenpy"\n'}
    )
    path = os.pathsep.join((str(tmp_path / "not_here"), str(ROOT)))
    done = evalsuite(tmp_path, "tickets", "pull", **{**KEYS, "PYTHONPATH": path})

    assert (done.returncode, done.stderr) == (2, "client = 'zenpy' needs an extra: pip install 'evalsuite[zendesk]'\n")


def test_zenpy_is_imported_by_one_module_and_installed_by_one_extra():
    imports = re.compile(r"^\s*(?:from|import) zenpy\b", re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {**project["optional-dependencies"], "": project["dependencies"]}

    assert [path.name for path in ROOT.glob("evalsuite/**/*.py") if imports.search(path.read_text())] == [
        "zenpy_session.py"
    ]
    assert {name for name, wanted in extras.items() if any("zenpy" in one for one in wanted)} == {"zendesk", "dev"}
