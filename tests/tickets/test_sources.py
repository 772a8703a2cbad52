import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from email.utils import formatdate

import pytest
from help_desk_tickets import invented
from help_desks import DESKS, KEYS, TOKEN, HelpScoutDesk, ZendeskDesk
from server import Answer, Server
from shell import environment, evalsuite, write

from evalsuite.errors import ModelError, UsageError
from evalsuite.flows.pulling import pull
from evalsuite.tickets.sources.client import long_patience
from evalsuite.workspace import open_workspace


class Waits:
    """Stands in for sleeping, and knows how long it would have taken."""

    def __init__(self):
        self.seconds = []

    async def __call__(self, seconds):
        self.seconds.append(seconds)
        await asyncio.sleep(0)


def opened(folder, server, kind, *, more="", environment=KEYS):
    url = server.url.removesuffix("/v1")
    write(folder, {"evalsuite.toml": f'[tickets.sources.{kind}]\nurl = "{url}"\n{more}'})
    return open_workspace(folder, environment=environment)


def pulled(folder, server, kind, *, waits=None, more="", environment=KEYS):
    """What became of the tickets of one pull."""
    workspace = opened(folder, server, kind, more=more, environment=environment)
    patience = long_patience(chance=random.Random(3), clock=time.monotonic, sleep=waits or Waits())
    return asyncio.run(pull(workspace, kind, patience=patience))


def stored(folder):
    with open_workspace(folder, environment=KEYS).tickets() as store:
        return {ticket.id: ticket for ticket in store.tickets()}


def alive(desk):
    return {str(one["id"]) for one in desk.tickets if not one["deleted"]}


@pytest.mark.parametrize("kind", DESKS)
def test_every_ticket_comes_once_while_answers_go_wrong(tmp_path, kind):
    desk = DESKS[kind](invented(300), faults=0.05, page=20)
    with Server(desk) as server:
        first = pulled(tmp_path, server, kind)
        again = pulled(tmp_path, server, kind)

    found = stored(tmp_path)
    assert set(found) == alive(desk)
    assert first.kept["new"] == len(alive(desk))
    assert first.wrong == []
    for ticket in desk.tickets:
        assert ticket["deleted"] or len(found[str(ticket["id"])].messages) == len(ticket["turns"]) + ticket["note"]
    assert again.kept["new"] + again.kept["changed"] == 0
    assert sum(count for fault, count in desk.did.items() if fault) > 10


@pytest.mark.parametrize("kind", DESKS)
def test_every_word_comes_with_who_said_it(tmp_path, kind):
    desk = DESKS[kind](invented(12, deleted=0))
    with Server(desk) as server:
        pulled(tmp_path, server, kind, more='[tickets.bot_identity]\nuser_ids = ["4242"]\n')

    for ticket in desk.tickets:
        found = stored(tmp_path)[str(ticket["id"])]
        told = [*ticket["turns"], *([("human_agent", f"note on {ticket['id']}")] if ticket["note"] else [])]
        assert [(one.role, one.text) for one in found.messages] == told
        assert [one.text for one in found.messages if not one.public] == [
            text for _, text in told[len(ticket["turns"]) :]
        ]
        assert any(ticket["email"] in person.emails for person in found.people) or kind == "zendesk"


@pytest.mark.parametrize("kind", DESKS)
def test_a_ticket_changed_while_the_list_is_read_moves_no_other_past_the_reader(tmp_path, kind):
    desk = DESKS[kind](invented(120, deleted=0), page=20)
    last = desk.tickets[-1]["changed"]

    def change(desk):
        desk.tickets[3]["changed"] = last + 5

    desk.later.append((30, change))
    with Server(desk) as server:
        pulled(tmp_path, server, kind)

    assert set(stored(tmp_path)) == alive(desk)


@pytest.mark.parametrize("kind", DESKS)
def test_a_ticket_deleted_while_it_is_read_is_left_out(tmp_path, kind):
    desk = DESKS[kind](invented(30, deleted=0), page=10)
    desk.later.append((3, lambda desk: desk.tickets[5].update(deleted=True)))
    with Server(desk) as server:
        pulled(tmp_path, server, kind)

    assert set(stored(tmp_path)) == alive(desk)


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


def test_more_tickets_in_one_second_than_a_page_holds_all_come(tmp_path):
    tickets = [{**one, "changed": 1_760_000_000} for one in invented(250, deleted=0)]
    for kind in ("intercom", "freshdesk", "helpscout"):
        desk = DESKS[kind](tickets, page=100)
        with Server(desk) as server:
            pulled(tmp_path / kind, server, kind)

        assert set(stored(tmp_path / kind)) == alive(desk)


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        (dict, 0),
        (lambda: {"retry-after": "7"}, 7),
        (lambda: {"retry-after": "0"}, 0),
        (lambda: {"retry-after": "soon"}, 0),
        (lambda: {"retry-after": formatdate(time.time() + 600, usegmt=True)}, 500),
    ],
    ids=["without", "seconds", "zero", "nonsense", "date"],
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


def test_a_pull_that_is_killed_goes_on_where_it_was(tmp_path):
    desk = ZendeskDesk(invented(400), page=20)
    with Server(desk) as server:
        opened(tmp_path, server, "zendesk")
        command = [sys.executable, "-m", "evalsuite", "tickets", "pull", "zendesk"]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment(**KEYS), start_new_session=True)
        while desk.requests < 200:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        before, asked = len(stored(tmp_path)), desk.requests
        done = evalsuite(tmp_path, "tickets", "pull", "zendesk", **KEYS)

    assert done.returncode == 0, done.stderr
    assert 0 < before < 400
    assert set(stored(tmp_path)) == alive(desk)
    assert "cursor=" in next(one.path for one in server.asked[asked:] if "/incremental/" in one.path)


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


def test_a_pull_can_begin_anew(tmp_path):
    desk = ZendeskDesk(invented(30))
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        done = evalsuite(tmp_path, "tickets", "pull", "--again", **KEYS)

    assert done.stdout == f"{len(alive(desk))} tickets: {len(alive(desk))} known before\n"


def test_two_accounts_of_one_vendor_keep_their_tickets_apart(tmp_path):
    desks = {name: ZendeskDesk(invented(3, seed=number, deleted=0)) for number, name in enumerate(("north", "south"))}
    for name, desk in desks.items():
        with Server(desk) as server:
            pulled(tmp_path, server, name, more='kind = "zendesk"\n')
    with open_workspace(tmp_path, environment=KEYS).tickets() as store:
        assert sorted(store.keys()) == [f"{name}:{number}" for name in desks for number in (1, 2, 3)]


def test_a_missing_key_is_told_by_its_name(tmp_path):
    with Server(ZendeskDesk([])) as server, pytest.raises(UsageError, match="set ZENDESK_EMAIL and ZENDESK_TOKEN"):
        pulled(tmp_path, server, "zendesk", environment={})


def test_only_wanted_tickets_cost_a_request(tmp_path):
    desk = ZendeskDesk(invented(20, deleted=0))
    with Server(desk) as server:
        taken = pulled(tmp_path, server, "zendesk", more='tags = ["billing*"]\n')

    assert taken.seen == 0
    assert desk.requests < 4


def test_zendesk_is_pulled_through_zenpy(tmp_path):
    pytest.importorskip("zenpy", reason="needs the extra zendesk")
    desk = ZendeskDesk(invented(40), faults=0.05, page=10)
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk", more='client = "zenpy"\n')

    assert set(stored(tmp_path)) == alive(desk)
