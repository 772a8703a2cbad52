import json

import pytest
from help_desk_tickets import (
    freshdesk_conversations,
    freshdesk_ticket,
    helpscout_conversation,
    helpscout_threads,
    intercom_conversation,
    invented,
    zendesk_export_line,
)
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.exports import SHAPES, left_out, scrubbed, shape_of, ticket_of, unknown_fields
from evalsuite.codec.exports_map import ColumnMap, mapped_ticket, read_map
from evalsuite.codec.exports_values import LONGEST_TEXT, a_time, rated
from evalsuite.codec.records import dump, load, plain
from evalsuite.codec.tickets import read_ticket
from evalsuite.domain.ticket import Ticket
from evalsuite.errors import InputError


def zendesk(**fields):
    """A ticket of an export whose customer is 1 and whose staff is 2."""
    users = [{"id": 1, "role": "end-user", "name": "Ada Quill"}, {"id": 2, "role": "agent", "name": "Staff"}]
    return {"id": 7, "requester_id": 1, "via": {"channel": "web"}, "users": users, **fields}


def read(body):
    return ticket_of(body, shape=shape_of(body))[1]


def said(ticket):
    return [(one.role, one.text) for one in ticket.messages]


def comment(author, body, **more):
    return {"id": more.pop("id", 1), "author_id": author, "body": body, "public": True, **more}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("zendesk", zendesk_export_line),
        ("intercom", intercom_conversation),
        ("freshdesk", lambda one: {**freshdesk_ticket(one), "conversations": freshdesk_conversations(one)}),
        ("helpscout", lambda one: {**helpscout_conversation(one), "threads": helpscout_threads(one)}),
        ("ticket", lambda one: {"id": "1", "messages": [{"role": "user", "content": "Hi"}]}),
        ("ticket", lambda one: {"id": "1", "ticket": {"comments": [{"author": "bot", "body": "Hi"}]}}),
    ],
    ids=["zendesk", "intercom", "freshdesk", "helpscout", "conversation", "named authors"],
)
def test_a_help_desk_is_known_by_its_fields(name, body):
    ticket = invented(1, deleted=0)[0]

    assert shape_of(body(ticket)) is SHAPES[name]
    assert read(body(ticket)).messages[0].text


def test_what_a_table_is_is_not_guessed():
    assert shape_of({"id": "1", "Subject": "x", "Description": "y"}) is None


class TestZendesk:
    def test_the_description_is_said_once(self):
        ticket = read(zendesk(description="Hello", comments=[comment(1, "Hello"), comment(2, "Hi")]))

        assert said(ticket) == [("customer", "Hello"), ("human_agent", "Hi")]

    def test_the_description_speaks_where_nothing_else_does(self):
        assert said(read(zendesk(description="Hello"))) == [("customer", "Hello")]

    def test_the_log_tells_the_bot_from_people(self):
        events = [
            {"type": "Messaging::ConversationMessage", "author": {"type": kind}, "content": {"text": text}}
            for kind, text in (("user", "Hi"), ("bot", "Hello, I am Alex"), ("agent", "And I am Staff"))
        ]

        assert [role for role, _ in said(read(zendesk(events=events)))] == ["customer", "bot", "human_agent"]

    def test_a_note_in_the_log_stays_a_note(self):
        note = comment(2, "he is rude", id=55, public=False)
        event = {
            "type": "Comment",
            "reference": "zen:ticket_event:55",
            "author": {"type": "agent"},
            "content": {"body": "he is rude"},
        }
        message = read(zendesk(comments=[note], events=[event])).messages[0]

        assert (message.text, message.public, message.kind) == ("he is rude", False, "note")

    def test_a_comment_the_log_does_not_tell_of_is_kept(self):
        event = {"type": "Messaging::ConversationMessage", "author": {"type": "bot"}, "content": {"text": "Done."}}
        ticket = read(zendesk(comments=[comment(2, "Called them.", id=9, public=False)], events=[event]))

        assert {text for _, text in said(ticket)} == {"Done.", "Called them."}

    def test_a_chat_is_read_out_of_the_audits(self):
        history = [
            {"type": "ChatMessage", "actor_type": "end-user", "message": "Hi", "timestamp": 1_760_000_000_000},
            {"type": "ChatJoin", "actor_name": "Staff"},
            {"type": "ChatMessage", "actor_id": "zd:answerBot", "message": "Hello", "timestamp": 1_760_000_001_000},
        ]
        blob = comment(-1, "Hi Hello", via={"channel": "chat"})
        body = zendesk(
            audits=[{"events": [{"type": "ChatStartedEvent", "value": {"history": history}}]}], comments=[blob]
        )

        assert said(read(body)) == [("customer", "Hi"), ("bot", "Hello")]

    def test_both_ways_of_asking_for_satisfaction_are_read(self):
        older = read(zendesk(description="x", satisfaction_rating={"score": "bad", "comment": "lied"}))
        answers = [
            {"type": "rating_scale", "rating": 1, "rating_category": "bad"},
            {"type": "open_ended", "value": "lied"},
            {"type": "closed_ended", "selections": [{"value": "The answer was wrong"}]},
        ]
        newer = read(zendesk(description="x", survey={"answers": answers}))

        assert older.csat.good is newer.csat.good is False
        assert older.csat.comment == newer.csat.comment == "lied"
        assert newer.csat.reason == "The answer was wrong"

    def test_a_rating_that_was_only_offered_is_none(self):
        assert read(zendesk(description="x", satisfaction_rating={"score": "offered"})).csat is None

    def test_where_the_customer_was_is_not_kept(self):
        metadata = {"system": {"ip_address": "203.0.113.9", "location": "Ghent"}, "custom": {"a": 1}}
        raw, _ = ticket_of(zendesk(comments=[comment(1, "Hi", metadata=metadata)]), shape=SHAPES["zendesk"])

        assert "203.0.113.9" not in json.dumps(raw.body)
        assert raw.body["comments"][0]["metadata"] == {"custom": {"a": 1}}

    def test_what_the_system_wrote_is_nobodys(self):
        assert said(read(zendesk(comments=[comment(-1, "Closed by a rule.")]))) == [("system", "Closed by a rule.")]

    def test_a_customer_is_known_by_address_where_there_is_no_id(self):
        author = {"name": "Ada", "email": "Ada@example.com"}
        body = {"id": 1, "requester_id": None, "requester": {"email": "ada@example.com"}, "via": {}, "status": "open"}

        assert said(read({**body, "comments": [{"author": author, "body": "Hi"}]})) == [("customer", "Hi")]


class TestIntercom:
    def test_the_first_message_stands_apart(self):
        body = intercom_conversation(invented(1, deleted=0)[0])

        assert read(body).messages[0].text in body["source"]["body"]

    def test_an_admin_that_an_assistant_writes_for_is_the_assistant(self):
        part = {"part_type": "comment", "body": "Hi", "author": {"type": "admin", "id": "1", "from_ai_agent": True}}
        body = {"id": "1", "source": {}, "conversation_parts": {"conversation_parts": [part]}}

        assert said(read(body)) == [("bot", "Hi")]

    def test_previews_by_staff_are_left_out(self):
        body = {**intercom_conversation(invented(1)[0]), "ai_agent": {"source_type": "fin_preview"}}

        assert left_out(body, read(body)) == "a preview by staff"

    def test_what_the_assistant_was_shown_is_kept(self):
        shown = {"content_sources": [{"title": "Returns", "url": "https://help.example.com/r"}]}
        body = {**intercom_conversation(invented(1)[0]), "ai_agent": {"content_sources": shown}}

        assert read(body).ai.sources == ("Returns https://help.example.com/r",)

    def test_what_was_redacted_there_is_not_read(self):
        part = {"part_type": "comment", "body": "<p>4111…</p>", "author": {"type": "user"}, "redacted": True}
        body = {"id": "1", "source": {"body": "Hi"}, "conversation_parts": {"conversation_parts": [part]}}

        assert [text for _, text in said(read(body))] == ["Hi"]

    def test_a_rating_of_the_assistant_counts_where_nobody_else_was_rated(self):
        body = {**intercom_conversation(invented(1)[0]), "ai_agent": {"rating": 1, "rating_remark": "made up"}}
        whole = read({**body, "conversation_rating": {"rating": 5, "remark": "Dana helped"}})

        assert (read({**body, "conversation_rating": None}).csat.comment, whole.csat.comment) == (
            "made up",
            "Dana helped",
        )

    def test_messages_that_are_not_given_are_told(self):
        body = intercom_conversation(invented(1, deleted=0)[0])
        body["conversation_parts"]["total_count"] += 3

        assert "[3 older messages are not given]" in [one.text for one in read(body).messages]


class TestHelpScout:
    def test_drafts_and_line_items_are_no_messages(self):
        threads = [
            {"type": "message", "state": "draft", "body": "never sent", "createdBy": {"type": "user", "id": 1}},
            {"type": "lineitem", "body": "assigned"},
            {"type": "message", "state": "published", "body": "sent", "createdBy": {"type": "system_user", "id": 2}},
        ]

        assert said(read({"id": 1, "mailboxId": 1, "threads": threads})) == [("bot", "sent")]

    def test_the_last_rating_of_a_reply_holds(self):
        ratings = [
            {"rating": "great", "createdAt": "2026-03-01T10:00:00Z"},
            {"rating": "not_good", "comments": "made up", "createdAt": "2026-03-02T10:00:00Z"},
            {"rating": "unknown"},
        ]
        threads = [{"type": "message", "body": "x", "createdBy": {"type": "user"}, "rating": one} for one in ratings]
        csat = read({"id": 1, "mailboxId": 1, "threads": threads}).csat

        assert (csat.good, csat.comment) == (False, "made up")


class TestFreshdesk:
    @pytest.mark.parametrize(("score", "good"), [(103, True), (-103, False), (100, None)])
    def test_its_scale_of_satisfaction_is_read(self, score, good):
        ratings = [{"ratings": {"default_question": score}, "feedback": "hm"}]

        assert read({**freshdesk_ticket(invented(1)[0]), "ratings": ratings}).csat.good is good

    def test_a_ticket_of_an_accounts_export_is_read_with_its_notes(self):
        notes = [{"note": {"body": "Hello", "incoming": False, "user_id": 3}}]
        ticket = {"display_id": 12, "description": "Hi", "requester_id": 5, "notes": notes}

        assert said(read({"helpdesk_ticket": ticket})) == [("customer", "Hi"), ("human_agent", "Hello")]


class TestMap:
    def test_usual_columns_need_no_map(self):
        row = {
            "Ticket ID": "9",
            "Subject": "s",
            "Description": "Hello",
            "Requester email": "a@example.com",
            "Tags": "x, y",
        }
        ticket = mapped_ticket(row, ColumnMap())

        assert (ticket.id, said(ticket), ticket.tags) == ("9", [("customer", "Hello")], ("x", "y"))
        assert ticket.people[0].emails == ("a@example.com",)

    def test_a_map_leads_into_nested_values(self):
        columns = read_map(
            "map.yaml",
            b"id: meta.nr\nmessages: {list: log.lines, text: words, author: who}\n"
            b"speakers: {Alex: bot, shopper: customer}\n",
        )
        row = {
            "meta": {"nr": 5},
            "log": {"lines": [{"words": "Hi", "who": "shopper"}, {"words": "Hello", "who": "Alex"}]},
        }

        assert said(mapped_ticket(row, columns)) == [("customer", "Hi"), ("bot", "Hello")]

    def test_a_transcript_in_one_cell_is_taken_apart(self):
        row = {"id": "1", "transcript": "Customer: Hi\nthere\n[10:31] Bot: Hello.\nAgent: I take over."}

        assert said(mapped_ticket(row, ColumnMap())) == [
            ("customer", "Hi\nthere"),
            ("bot", "Hello."),
            ("human_agent", "I take over."),
        ]

    def test_every_mistake_of_a_map_is_told_with_its_place(self):
        with pytest.raises(InputError) as caught:
            read_map("map.yaml", b"idd: x\nmessages: {text: a}\nspeakers: {Alex: robot}\n")

        assert [line.partition(": ")[0] for line in str(caught.value).splitlines()] == [
            "map.yaml:1:1",
            "map.yaml:2:11",
            "map.yaml:3:18",
        ]
        assert "Did you mean 'id'?" in str(caught.value)

    def test_somebody_nobody_knows_is_not_guessed(self):
        columns = ColumnMap(messages={"list": "m", "text": "t", "author": "a"})

        with pytest.raises(ValueError, match="whose words does 'zed' stand for"):
            mapped_ticket({"id": "1", "m": [{"t": "Hi", "a": "Zed"}]}, columns)


class TestOwn:
    def test_a_ticket_survives_being_written_and_read(self):
        ticket = read(zendesk_export_line(invented(1, deleted=0)[0]))

        assert load(Ticket, dump(ticket)) == ticket
        assert read_ticket(plain(ticket)) == ticket

    def test_calls_of_a_recorded_conversation_come_along(self):
        call = {"id": "c", "function": {"name": "refund", "arguments": '{"id": 5}'}}
        messages = [
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c", "content": "{}"},
        ]
        ticket = read_ticket({"id": "1", "messages": messages, "context": {"plan": "pro"}})

        assert ticket.messages[1].tool_calls[0].arguments == {"id": 5}
        assert (ticket.messages[2].role, ticket.messages[2].tool_call_id, ticket.context) == (
            "tool",
            "c",
            {"plan": "pro"},
        )

    def test_people_are_named_by_their_ref(self):
        people = [{"ref": "p1", "role": "bot", "names": ["Alex", "Alexa"]}]
        ticket = read_ticket({"id": "1", "people": people, "messages": [{"author": "p1", "text": "Hi"}]})

        assert (ticket.messages[0].role, ticket.people[0].names) == ("bot", ("Alex", "Alexa"))

    def test_a_role_nobody_knows_is_not_guessed(self):
        with pytest.raises(ValueError, match="its role is 'wizard'"):
            read_ticket({"id": "1", "messages": [{"role": "wizard", "text": "Hi"}]})


def test_fields_that_nothing_reads_are_told():
    body = zendesk(description="x", shoe_size=44)

    assert unknown_fields(body, shape=SHAPES["zendesk"]) == ["shoe_size"]


def test_a_text_beyond_all_measure_is_cut_where_one_can_see_it():
    ticket = read(zendesk(description="a" * 10_000_000))

    assert ticket.messages[0].text.endswith(f"[{10_000_000 - LONGEST_TEXT} more characters left out]")


@pytest.mark.parametrize(
    "value",
    ["2026-03-02T10:00:00Z", "2026-03-02 10:00:00 UTC", 1772445600, 1772445600000, "1772445600", "20260302T100000Z"],
)
def test_a_time_is_read_in_every_usual_form(value):
    assert a_time(value).isoformat() == "2026-03-02T10:00:00+00:00"


@pytest.mark.parametrize("value", ["soon", None, True, 1e300, float("nan"), "", [], "-"])
def test_what_is_no_time_is_none(value):
    assert a_time(value) is None


@pytest.mark.parametrize(("score", "good"), [("bad_with_comment", False), ("5", True), (3, None), ("Great", True)])
def test_a_score_says_whether_it_is_good(score, good):
    assert rated(score).good is good


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ["ticket", "comments", "events", "audits", "users", "via", "satisfaction_rating", "survey", "source", "tags"]
FIELDS += [
    "conversation_parts",
    "author",
    "contacts",
    "ai_agent",
    "conversations",
    "requester",
    "threads",
    "messages",
    "csat",
]


@given(
    shape=st.sampled_from([*SHAPES.values(), None]),
    body=st.dictionaries(st.sampled_from(FIELDS), JSON),
    name=st.text(st.characters(), min_size=1),
)
def test_no_shape_stumbles_over_values_of_another_kind(shape, body, name):
    try:
        raw, ticket = ticket_of({**body, "id": name, "description": "x"}, shape=shape)
    except ValueError:
        return

    assert load(Ticket, dump(ticket)) == ticket
    assert scrubbed(raw.body) == raw.body
