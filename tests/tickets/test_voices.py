"""Who says what in a ticket: parties in prose, pasted chats, quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.ticket import Person, Ticket, TicketMessage
from evalsuite.tickets.voices import voices
from evalsuite.tickets.wording import plain, wording


def ticket(text, *notes, people=()):
    said = [TicketMessage(role="customer", text=text)]
    said += [TicketMessage(role="human_agent", text=note, public=False) for note in notes]
    return Ticket(id="t", messages=tuple(said), people=people)


def told(text, *notes, people=()):
    return voices(ticket(text, *notes, people=people), wording())


def parties(found):
    return [(one.party, one.text) for one in found.words]


def mentioned(text, *notes, people=()):
    [prose, *_] = told(text, *notes, people=people).said
    return [(one.party, text[one.start : one.end]) for one in prose.mentions]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Your chatbot said so.", "bot"),
        ("Your virtual receptionist said so.", "bot"),
        ("The helper on your page said so.", "bot"),
        ("The chat machine said so.", "bot"),
        ("Your colleague said so.", "person"),
        ("The sales assistant said so.", "person"),
        ("Your letter said so.", "thing"),
        ("The robot mower said so.", "thing"),
        ("Our own bot said so.", "thing"),
        ("Your automatic reply said so.", "thing"),
    ],
)
def test_prose_speaks_of_the_assistant_of_people_and_of_things(text, party):
    assert [found for found, _ in mentioned(text)] == [party]


@pytest.mark.parametrize(
    ("text", "notes", "party"),
    [
        ("I asked Flo (your virtual host) twice. Flo said no.", (), "bot"),
        ('I wrote to "Flo", the helper in the corner. Flo said no.', (), "bot"),
        ("Flo said no.", ("Flo = our AI chat agent.",), "bot"),
        ("What Flo wrote to me on your page is wrong.", (), "bot"),
        ("There is a small bee in it that answers questions. The bee said no.", (), "bot"),
        ("Flo Winter said no. Flo is a rude man.", (), "person"),
        ("Your chat is down, so I rang. Flo said no.", ("Flo is out sick since Monday.",), "person"),
    ],
)
def test_a_name_is_the_assistants_or_a_persons_by_what_the_ticket_says_of_it(text, notes, party):
    assert mentioned(text, *notes)[-1][0] == party


def test_the_help_desks_own_name_for_the_assistant_is_known():
    assert ("bot", "Flo") in mentioned("Flo lied.", people=(Person(ref="p1", role="bot", names=("Flo",)),))


def test_a_robot_beside_a_product_is_the_product_unless_it_is_on_a_page():
    assert mentioned("My mop robot is new. The robot says all is well.")[-1][0] == "thing"
    assert ("bot", "robot") in mentioned("Not the vacuum! I mean the robot on your page.")


def test_our_bot_is_the_companys_where_staff_says_it():
    [_, note] = told("Hello?", "Our bot was wrong.").said

    assert [one.party for one in note.mentions] == ["bot"]


@pytest.mark.parametrize(
    "chat",
    [
        "Me: is it free?\nFlo: It is free.",
        "[14:02] You: is it free?\n[14:02] Flo: It is free.",
        "CUSTOMER 10:01 is it free?\nASSISTANT 10:01 It is free.",
        "guest | is it free?\nhouse | It is free.",
        "> visitor: is it free?\n> flo: It is free.",
        "2031-03-02 09:12 ME: is it free?\n2031-03-02 09:13 FLO (VIRTUAL): It is free.",
    ],
)
def test_a_pasted_chat_has_the_customers_turns_and_the_assistants(chat):
    text = f"I asked your chatbot, here is the log.\n{chat}\nAnd then I paid."

    assert parties(told(text)) == [("self", "is it free?"), ("bot", "It is free.")]


def test_a_person_who_takes_over_in_a_pasted_chat_is_a_person():
    found = told("Your bot's log:\nMe: is it free?\nFlo: One moment.\nSTAFF: It is free.")

    assert parties(found)[1:] == [("bot", "One moment."), ("person", "It is free.")]


def test_a_chat_with_somebody_else_is_not_the_assistants():
    assert parties(told("Your driver texted me.\nMe: where are you?\nFlo: At the gate."))[-1][0] == "person"


@pytest.mark.parametrize("text", ["Dear team,\nFrom: me\nSubject: bot", "Straw 1: it is late.\nStraw 2: it is wet."])
def test_lines_with_colons_are_no_chat(text):
    assert told(text).words == ()


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ('Your bot told me: "It is free for all."', "bot"),
        ("“It is free for all,” is what your bot wrote.", "bot"),
        ('Your letter says "it is free for all".', "thing"),
        ('Your bot is down. The lady said "it is free for all".', "person"),
        ('I asked your bot "is it free for all" twice.', "self"),
    ],
)
def test_words_quoted_are_of_whoever_is_named_for_them(text, party):
    assert parties(told(text))[0][0] == party


def test_a_line_behind_a_colon_is_a_quotation_of_whoever_is_named_before_it():
    assert parties(told("Your chatbot answered:\n\n{next: ask_user, slots: none}\n\nWhat is that?")) == [
        ("bot", "{next: ask_user, slots: none}")
    ]
    assert told("Dear all:\n\nI would like a new lamp, please.").words == ()


def test_markup_that_was_written_out_is_read_as_markup():
    assert parties(told("Your bot wrote &quot;it is free&quot; to me."))[0] == ("bot", "it is free")


def test_words_stand_where_they_say():
    text = "<p>Your <b>bot</b> said: <q>It is free.</q></p>\nMe: is it?\nBot: Yes, always."
    for one in told(text).words:
        assert text[one.start : one.start + len(one.text)].strip() in one.source
        assert plain(text)[one.start : one.start + len(one.text)] == one.text


@given(st.text(alphabet="<>/qpb\"'“” :|\nabotyu.,5", max_size=200))
def test_any_text_is_taken_apart_in_place(text):
    assert len(plain(text)) == len(text)
    for one in told(text or "x").words:
        assert plain(one.source)[one.start : one.start + len(one.text)] == one.text
