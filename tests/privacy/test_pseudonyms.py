"""Stand-ins: the same everywhere, out of reserved ranges, none of them an original."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.conversation import ToolCall
from evalsuite.domain.ticket import Person, Ticket, TicketMessage
from evalsuite.privacy.gate import leaks
from evalsuite.privacy.pseudonyms import case_key, pseudonyms, ticket_pseudonyms, ticket_texts


def written(text, **options):
    return pseudonyms([text], key="key", **options).text(text).text


def test_a_persons_names_have_one_stand_in_with_its_capitals():
    text = "Maria Gonzalez wrote. Maria waits. GONZALEZ!"

    first, family, *_ = written(text, people=["Maria Gonzalez"]).split()

    assert written(text, people=["Maria Gonzalez"]) == f"{first} {family} wrote. {first} waits. {family.upper()}!"
    assert "maria" not in first.lower()


def test_stand_ins_come_from_reserved_ranges():
    text = "ada@corp-mail.net, +44 20 7946 0018, 81.2.69.160, 4539 5787 6362 1486"

    mail, phone, address, card = written(text).split(", ")

    assert mail == "customer1@example.com"
    assert re.fullmatch(r"\+1 202-555-01\d\d", phone)
    assert address.startswith("192.0.2.")
    assert card == "4242 4242 4242 4242"


def test_no_stand_in_is_a_value_of_the_text():
    text = "cards 4242 4242 4242 4242 and 4539 5787 6362 1486, mail customer1@example.com"

    changed = written(text)

    assert "4242 4242 4242 4242" not in changed
    assert "customer1@example.com" not in changed


def test_ids_are_the_same_in_messages_and_in_fixtures():
    texts = ["Where is ORD-100217?", '{"order_id": "ORD-100217"}']
    names = pseudonyms(texts, key="key")

    shifted = names.text(texts[0]).text.removeprefix("Where is ").removesuffix("?")

    assert shifted != "ORD-100217"
    assert names.values({"order_id": "ORD-100217", "lines": [{"of": "ORD-100217"}], "n": 3}) == {
        "order_id": shifted,
        "lines": [{"of": shifted}],
        "n": 3,
    }


def test_an_id_told_in_one_text_is_shifted_in_all():
    texts = ["My order no. 448812 is late.", "448812 again"]
    names = pseudonyms(texts, key="key")

    assert "448812" not in names.text(texts[1]).text


def test_a_name_told_in_one_message_goes_in_all():
    texts = ["My name is Wendeline Ashcroft.", "tell wendeline it is late"]
    names = pseudonyms(texts, key="key")

    assert "wendeline" not in names.text(texts[1]).text.lower()


def test_ids_stay_where_that_is_asked_for():
    assert written("Order ORD-100217, mail a@b-c.net", ids="keep").startswith("Order ORD-100217, ")
    assert written("Order ORD-100217 late", ids="placeholder") == "Order [ID_1] late"


def test_spans_count_in_the_text_as_it_was_given():
    text = "Mail ada@corp-mail.net or bob@corp-mail.net"

    one = pseudonyms([text], key="key").text(text)

    assert [text[span.start : span.end] for span in one.spans] == ["ada@corp-mail.net", "bob@corp-mail.net"]


def test_another_case_has_other_stand_ins():
    text = "Order ORD-123456789"
    one, other = (pseudonyms([text], key=case_key("secret", name)).text(text).text for name in ("a", "b"))

    assert one != other


def test_a_tickets_people_go_from_everything_it_holds():
    ticket = Ticket(
        id="1",
        subject="Refund for Ottoline",
        people=(Person(ref="p1", role="customer", names=("Ottoline Farrow",), phones=("+44 20 7946 0018",)),),
        messages=(
            TicketMessage(role="customer", text="Ring 020 7946 0018. Ottoline"),
            TicketMessage(role="bot", tool_calls=(ToolCall(id="c", name="find", arguments={"name": "Farrow"}),)),
        ),
    )
    names = ticket_pseudonyms(ticket, key="key")

    out = " ".join(names.text(text).text for text in ticket_texts(ticket))

    assert "ttoline" not in out
    assert "Farrow" not in out
    assert "7946" not in out


IDS = st.builds("{}-{}".format, st.sampled_from(["ORD", "RF", "QX"]), st.from_regex(r"[1-9][0-9]{5}", fullmatch=True))


@settings(deadline=None, max_examples=40)
@given(st.lists(IDS, min_size=2, max_size=5))
def test_equal_ids_stay_equal_and_different_different_across_a_text(ids):
    text = "\n".join(f"Order {one} is late." for one in ids)

    changed = [line.split()[1] for line in written(text).splitlines()]

    assert [[a == b for b in changed] for a in changed] == [[a == b for b in ids] for a in ids]
    assert not set(changed) & set(ids)


MAILS = st.builds(
    "{}@{}.net".format, st.from_regex(r"[a-z]{4,8}", fullmatch=True), st.from_regex(r"[a-z]{5,9}", fullmatch=True)
)


@settings(deadline=None, max_examples=30)
@given(st.lists(MAILS, min_size=1, max_size=4, unique=True), st.integers(10**6, 10**7))
def test_what_comes_out_passes_the_gate(mails, number):
    text = f"Mr Ashcroft of {' and '.join(mails)} rang from +44 20 7946 0018 on order {number}."
    names = pseudonyms([text], key="key", people=["Wendeline Ashcroft"])

    out = names.text(text).text

    assert leaks(out, names.personal) == ()
