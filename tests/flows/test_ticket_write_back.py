import asyncio
from datetime import UTC, datetime

import pytest
from help_desk_tickets import invented
from help_desks import DESKS, KEYS
from pulls import opened, patience, pulled, stored
from server import Answer, Server
from shell import evalsuite, workspace, write

from evalsuite.domain.ticket import RawTicket, Ticket
from evalsuite.flows.ticket_promotion import Promoted
from evalsuite.flows.ticket_proofs import reproduce
from evalsuite.flows.ticket_write_back import TELLING, tell_help_desks, tell_those_waiting
from evalsuite.tickets.draft import source_of
from evalsuite.workspace import open_workspace

NOTE = 'An eval case was made of this: "a-case".'
NOTED = [kind for kind in DESKS if kind != "zendesk"]
"""Help desks that are told by a note."""
FAULTS = [("500", "torn"), ("cut", "drop"), ("409",), ("429", "429 in seconds", "429 until")]
"""What may go wrong with an answer: after the first four, the help desk has done what it was asked."""


def desk_of(kind, **more):
    return DESKS[kind](invented(8, deleted=0), **more)


def told(folder, server, kind, *names, more=""):
    """What became of promoted tickets."""
    promoted = [Promoted(case_id="a-case", path="a.yaml", ticket=one and f"{kind}:{one}", needed=()) for one in names]
    return asyncio.run(tell_help_desks(opened(folder, server, kind, more=more), promoted, patience=patience()))


def waiting(folder):
    with open_workspace(folder, environment=KEYS).tickets() as store:
        return [key for key, kept in store.all_kept(TELLING) if kept["state"] == "waiting"]


def asked_to_write(server):
    return [one for one in server.asked if one.method in {"PUT", "POST"} and not one.path.endswith(("token", "search"))]


@pytest.mark.parametrize(
    ("kind", "method", "path", "body"),
    [
        ("zendesk", "PUT", "/api/v2/tickets/3/tags.json", {"tags": ["evalsuite_case"]}),
        ("freshdesk", "POST", "/api/v2/tickets/3/notes", {"body": NOTE, "private": True}),
        (
            *("intercom", "POST", "/conversations/3/reply"),
            {"message_type": "note", "type": "admin", "admin_id": "99", "body": NOTE},
        ),
        ("helpscout", "POST", "/v2/conversations/3/notes", {"text": NOTE}),
    ],
    ids=["zendesk", "freshdesk", "intercom", "helpscout"],
)
def test_each_help_desk_is_told_in_its_own_way_where_only_staff_sees_it(tmp_path, kind, method, path, body):
    with Server(desk_of(kind)) as server:
        pulled(tmp_path, server, kind)
        (one,) = told(tmp_path, server, kind, 3)
    (asked,) = asked_to_write(server)

    assert (one.failed, asked.method, asked.path, asked.json()) == ("", method, path, body)
    assert waiting(tmp_path) == []


@pytest.mark.parametrize("faults", FAULTS, ids=" ".join)
@pytest.mark.parametrize("kind", NOTED)
def test_a_note_stands_there_once_whatever_becomes_of_the_answer(tmp_path, kind, faults):
    desk = desk_of(kind)
    with Server(desk) as server:
        pulled(tmp_path, server, kind)
        desk.faults, desk.kinds = 0.3, faults
        first = told(tmp_path, server, kind, 1, 2, 3, 4)
        again = told(tmp_path, server, kind, 1, 2, 3, 4)

    assert {one.failed for one in (*first, *again)} == {""}
    assert any(desk.did[fault] for fault in faults)
    assert desk.written() == {number: [NOTE] for number in (1, 2, 3, 4)}


@pytest.mark.parametrize("kind", NOTED)
def test_a_note_of_ours_is_no_word_of_the_ticket(tmp_path, kind):
    desk = desk_of(kind)
    with Server(desk) as server:
        pulled(tmp_path, server, kind)
        before = stored(tmp_path)["1"].messages
        told(tmp_path, server, kind, 1)
        desk.tickets[0]["changed"] += 10_000
        taken = pulled(tmp_path, server, kind)

    assert taken.kept["changed"] == 1
    assert stored(tmp_path)["1"].messages == before


@pytest.mark.parametrize("faults", FAULTS, ids=" ".join)
def test_a_tag_is_added_to_those_that_are_there(tmp_path, faults):
    desk = desk_of("zendesk")
    desk.tickets[2]["tags"] = ["vip"]
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        desk.faults, desk.kinds = 0.3, faults
        found = told(tmp_path, server, "zendesk", 1, 2, 3, 4)

    assert {one.failed for one in found} == {""}
    assert [one.get("tags") for one in desk.tickets[:4]] == [["evalsuite_case"]] * 2 + [
        ["vip", "evalsuite_case"],
        ["evalsuite_case"],
    ]


def test_a_tag_goes_through_zenpy_too(tmp_path):
    pytest.importorskip("zenpy", reason="needs the extra zendesk")
    desk = desk_of("zendesk")
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        (one,) = told(tmp_path, server, "zendesk", 1, more='client = "zenpy"\n')

    assert (one.done, desk.tickets[0]["tags"]) == ("has the tag evalsuite_case", ["evalsuite_case"])


@pytest.mark.parametrize("kind", DESKS)
def test_a_ticket_that_is_gone_is_told_and_does_not_stop_the_others(tmp_path, kind):
    desk = desk_of(kind)
    with Server(desk) as server:
        pulled(tmp_path, server, kind)
        desk.tickets[0]["deleted"] = True
        found = told(tmp_path, server, kind, 1, 2)

    assert [one.failed for one in found] == ["the help desk has no such ticket any more (404)", ""]
    assert waiting(tmp_path) == []


def test_a_closed_ticket_that_takes_no_tag_is_told(tmp_path):
    desk = desk_of("zendesk")
    desk.tickets[0]["closed"] = True
    with Server(desk) as server:
        pulled(tmp_path, server, "zendesk")
        found = told(tmp_path, server, "zendesk", 1, 2)

    assert "closed tickets stay as they are" in found[0].failed
    assert found[1].done


@pytest.mark.parametrize("kind", DESKS)
def test_a_help_desk_that_does_not_answer_is_told_the_next_time(tmp_path, kind):
    desk = desk_of(kind)
    with Server(desk) as server:
        pulled(tmp_path, server, kind)
        server._answers = lambda asked: Answer("<h1>maintenance</h1>", status=503)
        down = told(tmp_path, server, kind, 1, 2)
        tries = len(asked_to_write(server))
        server._answers = desk
        later = asyncio.run(tell_those_waiting(opened(tmp_path, server, kind), patience=patience()))

    assert all("when that is mended: evalsuite tickets write-back" in one.failed for one in down)
    assert tries < 20
    assert [bool(one.done) for one in later] == [True, True]
    assert waiting(tmp_path) == []


def test_a_login_that_is_refused_is_told_and_waits(tmp_path):
    desk = desk_of("freshdesk")
    with Server(desk) as server:
        pulled(tmp_path, server, "freshdesk")
        server._answers = lambda asked: Answer({"code": "invalid_credentials"}, status=401)
        found = told(tmp_path, server, "freshdesk", 1, 2)
        before = len(server.asked)

    assert all("set valid ones in FRESHDESK_KEY" in one.failed for one in found)
    assert len(waiting(tmp_path)) == 2
    assert before == len(server.asked)


@pytest.mark.parametrize("kind", DESKS)
def test_a_ticket_whose_id_looks_like_a_path_leads_nowhere(tmp_path, kind):
    with Server(desk_of(kind)) as server:
        space = opened(tmp_path, server, kind)
        with space.tickets() as store:
            name = "../users/1?x="
            store.put(RawTicket(id=name, source=kind, body={}), Ticket(id=name, source=kind))
        (one,) = told(tmp_path, server, kind, name)

    assert "an id that no help desk gives" in one.failed
    assert server.asked == []


def test_nothing_of_a_ticket_is_sent(tmp_path):
    desk = desk_of("freshdesk")
    with Server(desk) as server:
        pulled(tmp_path, server, "freshdesk")
        told(tmp_path, server, "freshdesk", 1)
    sent = "".join(f"{one.path} {one.body.decode()}" for one in asked_to_write(server))

    for text in (desk.tickets[0]["name"], desk.tickets[0]["email"], *(text for _, text in desk.tickets[0]["turns"])):
        assert text not in sent


def test_what_is_not_in_the_store_or_has_no_help_desk_has_nobody_to_tell(tmp_path):
    with Server(desk_of("zendesk")) as server:
        space = opened(tmp_path, server, "freshdesk")
        pulled(tmp_path, server, "zendesk")
        write(tmp_path, {"evalsuite.toml": f'[tickets.sources.freshdesk]\nurl = "{server.url}"\n'})
        promoted = [
            Promoted(case_id=name, path="", ticket=key, needed=()) for name, key in (("a", "zendesk:1"), ("b", None))
        ]
        found = asyncio.run(tell_help_desks(open_workspace(space.root, environment=KEYS), promoted))

    assert [one.failed for one in found] == [
        "the settings have no help desk of kind 'zendesk'; mark it yourself",
        "its ticket is not in the store",
    ]
    assert asked_to_write(server) == []


def test_a_missing_key_is_told_and_nothing_is_asked(tmp_path):
    with Server(desk_of("zendesk")) as server:
        pulled(tmp_path, server, "zendesk")
        before = len(server.asked)
        space = opened(tmp_path, server, "zendesk", environment={"EVALSUITE_KEY": "k"})
        promoted = [Promoted(case_id="a", path="", ticket="zendesk:1", needed=())]
        (one,) = asyncio.run(tell_help_desks(space, promoted))

    assert "ZENDESK_TOKEN" in one.failed
    assert len(server.asked) == before


DRAFT = """\
- id: refund-nobody-made
  failure: [phantom_action]
  origin: ticket
  source: SOURCE
  messages:
    - user: I want my money back for ORD-100217.
  expect: [claims]
  bad_reply: I have refunded $48.00 to your card.
  good_reply: Shall I refund it to your card?
"""


@pytest.mark.parametrize("option", [[], ["--write-back"]], ids=["without", "with"])
def test_a_help_desk_is_told_only_where_a_person_asks_for_it(tmp_path, option):
    desk = desk_of("zendesk")
    with Server(desk) as server:
        workspace(tmp_path)
        pulled(tmp_path, server, "zendesk")
        space = open_workspace(tmp_path, environment=KEYS)
        write(tmp_path, {"cases/drafts/one.yaml": DRAFT.replace("SOURCE", source_of(space.key, "zendesk:1"))})
        reproduce(space, ["cases/drafts"], now=datetime(2026, 3, 2, tzinfo=UTC), attempts=False)
        before = len(server.asked)
        done = evalsuite(tmp_path, "tickets", "promote", "refund-nobody-made", *option, **KEYS)
        asked = server.asked[before:]
        left = evalsuite(tmp_path, "tickets", "write-back", **KEYS)

    assert done.returncode == 0, done.stderr
    assert [one.path for one in asked] == (["/api/v2/tickets/1/tags.json"] if option else [])
    assert ("zendesk:1: has the tag evalsuite_case" in done.stderr) == bool(option)
    assert (left.returncode, len(server.asked)) == (5, before + len(asked))
