import json
import random
import re
import signal

import pytest
from help_desk_tickets import START, invented
from help_desks import DESKS, FAULTS, KEYS, FreshdeskDesk, ZendeskDesk
from pulls import alive, killed, opened, pulled, stored
from server import Answer, Server
from shell import evalsuite

from evalsuite.errors import ModelError
from evalsuite.workspace import open_workspace


@pytest.mark.parametrize("kind", DESKS)
def test_every_ticket_comes_once_while_answers_go_wrong(tmp_path, kind):
    desk = DESKS[kind](invented(200), faults=0.05, page=20)
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
    assert sum(count for fault, count in desk.did.items() if fault) > 5


@pytest.mark.parametrize("faults", [FAULTS[:3], ("500",), ("torn",), ("cut", "drop"), ("empty",)], ids=" ".join)
@pytest.mark.parametrize("kind", DESKS)
def test_no_kind_of_wrong_answer_loses_a_ticket_or_a_word(tmp_path, kind, faults):
    desk = DESKS[kind](invented(16), faults=0.1, page=4, kinds=faults)
    with Server(desk) as server:
        taken = pulled(tmp_path, server, kind)

    found = stored(tmp_path)
    assert set(found) == alive(desk)
    assert (taken.kept["new"], taken.wrong) == (len(alive(desk)), [])
    for ticket in desk.tickets:
        assert ticket["deleted"] or len(found[str(ticket["id"])].messages) == len(ticket["turns"]) + ticket["note"]
    assert any(desk.did[fault] for fault in faults)


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


@pytest.mark.parametrize("kind", DESKS)
def test_a_ticket_that_the_help_desk_does_not_give_is_told_and_holds_up_no_other(tmp_path, kind):
    desk = DESKS[kind](invented(10, deleted=0))
    refused = re.compile(r"/7(/|\?|$)")
    with Server(lambda asked: Answer({}, status=422) if refused.search(asked.path) else desk(asked)) as server:
        taken = pulled(tmp_path, server, kind)

    assert set(stored(tmp_path)) == alive(desk) - {"7"}
    assert [f"{kind}: ticket '7' is missing; " in str(one) for one in taken.wrong] == [True]


def in_one_second(count):
    return [{**one, "changed": START} for one in invented(count, deleted=0)]


@pytest.mark.parametrize("kind", DESKS)
def test_more_tickets_in_one_second_than_a_page_holds_all_come(tmp_path, kind):
    desk = DESKS[kind](in_one_second(70), page=20)
    with Server(desk) as server:
        pulled(tmp_path, server, kind)

    assert set(stored(tmp_path)) == alive(desk)


@pytest.mark.parametrize("kind", DESKS)
def test_a_ticket_deleted_between_pages_moves_no_other_past_the_reader(tmp_path, kind):
    desk = DESKS[kind](in_one_second(70), page=20)

    def delete(desk):
        del desk.tickets[0]

    with Server(desk) as server:
        pulled(tmp_path / "whole", server, kind)
        desk.later.append((desk.requests * 3 // 2, delete))
        pulled(tmp_path / "part", server, kind)

    assert alive(desk) <= set(stored(tmp_path / "part"))


@pytest.mark.parametrize("kind", DESKS)
def test_a_cursor_or_page_that_does_not_hold_any_more_loses_nothing(tmp_path, kind):
    desk = DESKS[kind](in_one_second(70), page=20)
    desk.later.append((30, lambda desk: setattr(desk, "refuses", 2)))
    with Server(desk) as server:
        pulled(tmp_path, server, kind)

    assert desk.refuses == 0
    assert set(stored(tmp_path)) == alive(desk)


@pytest.mark.parametrize("kind", DESKS)
def test_a_help_desk_that_refuses_all_its_own_cursors_is_given_up_and_what_came_is_kept(tmp_path, kind):
    desk = DESKS[kind](in_one_second(70), page=20)
    desk.refuses = 10_000
    with Server(desk) as server, pytest.raises(ModelError, match="lead to no other"):
        pulled(tmp_path, server, kind)

    assert len(stored(tmp_path)) == 20


@pytest.mark.parametrize("kind", DESKS)
def test_what_the_customer_said_of_the_service_survives_whatever_changes_later(tmp_path, kind):
    desk = DESKS[kind](invented(40, deleted=0), page=10)
    desk.surveys = True
    with Server(desk) as server:
        pulled(tmp_path, server, kind)
        for number, ticket in enumerate(desk.tickets[::-1], 1):
            ticket["changed"] = desk.tickets[-1]["changed"] + 3600 * number
        taken = pulled(tmp_path, server, kind)

    good = {"good": True, "bad": False}
    rated = {str(one["id"]): good[one["score"]] for one in desk.tickets if one["score"]}
    assert taken.kept["changed"] == 40
    assert {name: one.csat.good for name, one in stored(tmp_path).items() if one.csat} == rated


def test_a_rating_given_while_the_pull_goes_on_comes_along(tmp_path):
    desk = FreshdeskDesk([{**one, "score": None} for one in invented(60, deleted=0)], page=10)
    last = desk.tickets[-1]

    def rate(_):
        last["score"] = "bad"

    desk.later.append((30, rate))
    with Server(desk) as server:
        pulled(tmp_path, server, "freshdesk")

    assert stored(tmp_path)[str(last["id"])].csat.good is False


def test_more_tickets_of_one_second_than_the_help_desk_gives_are_told_of(tmp_path):
    desk = FreshdeskDesk(in_one_second(310), page=1)
    with Server(desk) as server, pytest.raises(ModelError, match="300 pages at the most"):
        pulled(tmp_path, server, "freshdesk", more='tags = ["none has it"]')


@pytest.mark.parametrize("more", ['tags = ["ai"]', "since = 2020-01-01"])
def test_settings_that_ask_for_other_tickets_begin_anew(tmp_path, more):
    desk = FreshdeskDesk(invented(30, deleted=0))
    with Server(desk) as server:
        pulled(tmp_path, server, "freshdesk", more='tags = ["billing"]')
        before = len(stored(tmp_path))
        pulled(tmp_path, server, "freshdesk", more=more)

    assert before == 0
    assert set(stored(tmp_path)) == alive(desk)


@pytest.mark.parametrize("kind", DESKS)
def test_a_pull_that_is_killed_again_and_again_goes_on_where_it_was(tmp_path, kind):
    chance = random.Random(kind)
    desk = DESKS[kind](invented(150), page=15)
    desk.lasts = 10_000
    with Server(desk) as server:
        opened(tmp_path, server, kind)
        moments = [(chance.randrange(35, 60), chance.uniform(0, 0.02)) for _ in range(2)]
        ends = [killed(tmp_path, desk, kind, after=after, delay=delay) for after, delay in moments]
        before = len(stored(tmp_path))
        done = evalsuite(tmp_path, "tickets", "pull", kind, "--json", **KEYS)

    found, told = stored(tmp_path), json.loads(done.stdout)["tickets"]
    assert ends == [-signal.SIGKILL] * 2
    assert 0 < before < 150
    assert set(found) == alive(desk)
    assert told["new"] == len(alive(desk)) - before
    assert told.get("same", 0) <= 15  # and does not begin from the beginning
    for ticket in desk.tickets:
        assert ticket["deleted"] or len(found[str(ticket["id"])].messages) == len(ticket["turns"]) + ticket["note"]


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


@pytest.mark.parametrize(
    ("kind", "channel"),
    [("zendesk", "native_messaging"), ("intercom", "conversation"), ("freshdesk", "chat"), ("helpscout", "chat")],
)
def test_channels_are_named_in_the_settings_as_tickets_have_them(tmp_path, kind, channel):
    desk = DESKS[kind](invented(5, deleted=0))
    with Server(desk) as server:
        pulled(tmp_path, server, kind, more='channels = ["telex"]\n')
        before = stored(tmp_path)
        pulled(tmp_path, server, kind, more=f'channels = ["{channel}"]\n')

    assert before == {}
    assert {one.channel for one in stored(tmp_path).values()} == {channel}


def test_only_wanted_tickets_cost_a_request(tmp_path):
    desk = ZendeskDesk(invented(20, deleted=0))
    with Server(desk) as server:
        taken = pulled(tmp_path, server, "zendesk", more='tags = ["billing*"]\n')

    assert taken.seen == 0
    assert desk.requests < 4
