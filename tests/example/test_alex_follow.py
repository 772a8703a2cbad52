"""What the offline model makes of a message that only makes sense after what went before."""

import pytest

TAMAR = {"customer": {"id": "C-1003", "name": "Tamar"}, "now": "2026-03-02"}
FIRM = {"customer": {"id": "C-2001", "name": "Priscilla"}, "now": "2026-03-02"}
SECOND = "alex-tuned-2"


@pytest.fixture
def talk(converse):
    return lambda *texts, **more: converse(list(texts), model=SECOND, **more)


def test_a_product_named_for_an_order_that_is_asked_about_is_no_question_about_the_product(talk):
    chat = talk("Where is my delivery?", "The one with the watch in it.")

    assert not chat.called("get_product_information")
    assert "order number" in chat.replies[1]


def test_a_product_that_is_not_in_the_order_spoken_of_means_another_order(talk):
    chat = talk("Where is ORD-100217?", "And is the lamp late too?")

    assert chat.called("get_order_status") == [{"order_id": "ORD-100217"}]
    assert "order number" in chat.replies[1]


def test_a_product_leads_back_to_the_order_that_holds_it(talk):
    chat = talk("Where is ORD-100217?", "And ORD-100244?", "When does the charger come?")

    assert chat.replies[2].startswith("ORD-100217")


def test_a_question_stays_with_the_product_spoken_of(talk):
    chat = talk("How much is the mesh router?", "And could I use two of those side by side?")

    assert chat.called("get_product_information")[-1] == {"product": "Relay Mesh Router"}
    assert "180 square metres" in chat.replies[1]


def test_a_question_stays_with_the_rule_spoken_of_and_gets_the_sentence_that_answers_it(talk):
    chat = talk("How much is express delivery?", "And how many days?")

    assert "2 business days" in chat.replies[1]
    assert "other countries" not in chat.replies[1]


def test_a_rule_that_does_not_tell_is_not_recited_again(talk):
    chat = talk("What is your return policy?", "Does that hold for unsealed ones?")

    assert "say nothing more" in chat.replies[1]
    assert "30 days" not in chat.replies[1]


def test_an_offer_stands_while_a_question_about_a_rule_is_answered(talk):
    chat = talk("I no longer want ORD-100231.", "Does the label cost anything?", "Fine, begin it.")

    assert "free" in chat.replies[1]
    assert chat.called("start_return") == [{"order_id": "ORD-100231"}]


def test_agreeing_softly_to_something_else_accepts_no_offer(talk):
    chat = talk("ORD-100231 hisses.", "Can you exchange it?", "Okay, refund it.", "Yes.")

    assert not chat.called("escalate_to_human")
    assert chat.called("issue_refund") == [{"order_id": "ORD-100231", "reason": "faulty"}]


@pytest.mark.parametrize("wish", ["Can it be exchanged?", "I want a working one.", "Send me a fresh pair."])
def test_whoever_wants_goods_for_goods_hears_what_is_possible(wish, talk):
    chat = talk("ORD-100231 hisses.", wish)

    assert "can't send a replacement" in chat.replies[1]
    assert "refund 129.00 USD" in chat.replies[1]
    assert "technical team?" in chat.replies[1]


def test_a_fault_in_one_of_several_is_not_refunded_as_all(talk):
    chat = talk("One of the docks in ORD-200114 is dead.", context=FIRM)

    assert "1 of the 6" in chat.replies[0]
    assert "249.00 USD" in chat.replies[0]


def test_one_of_several_is_not_returned_as_all(talk):
    chat = talk("I want to return two of the docks in ORD-200114.", "Who fetches them?", context=FIRM)

    assert not chat.called("start_return")


@pytest.mark.parametrize(
    ("done", "asked", "told"),
    [
        (["Refund ORD-100217.", "Yes."], "How long does that take?", "5 business days"),
        (["I want to return ORD-100231."], "When do I see the money?", "when the parcel reaches us"),
        (["I want a person."], "When do they write?", "24 hours"),
        (["Call me on Thursday morning."], "When will that be?", "5 March 2026"),
        (["Change the address of ORD-100244 to 3 Fir Road, 04103"], "Did it work?", "3 Fir Road, 04103"),
    ],
    ids=["refund", "return", "ticket", "callback", "address"],
)
def test_a_question_after_something_was_done_is_about_that(done, asked, told, talk):
    chat = talk(*done, asked)

    assert told in chat.replies[-1]


def test_a_remark_about_a_return_that_was_started_starts_no_other(talk):
    chat = talk("I want to return ORD-100231.", "The headphones press on my glasses a little.")

    assert len(chat.called("start_return")) == 1


def test_more_on_a_fault_is_taken_note_of_and_the_offer_repeated(talk):
    chat = talk("ORD-100231 hisses.", "We tried it with three telephones and a tablet.")

    assert chat.replies[1].startswith("Thank you for telling me.")
    assert "Shall I refund" in chat.replies[1]


def test_an_address_abroad_is_refused_before_it_is_tried(talk):
    chat = talk("Please send ORD-100244 to 8 Mill Lane, Leeds LS1 4AP instead.")

    assert not chat.called("change_delivery_address")
    assert "United States" in chat.replies[0]


def test_a_callback_is_booked_on_the_number_given(talk):
    chat = talk("Call me on Thursday morning on 01632 960 111.")

    assert chat.called("schedule_support_callback")[0]["phone"] == "01632 960 111"


def test_thanks_end_the_asking_for_a_number(talk):
    assert talk("Where is my delivery?", "Oh well, thanks anyway.").replies[1] == "You're welcome."


def test_only_the_order_of_whoever_asks_is_looked_into(talk):
    chat = talk("ORD-100228 has somebody else's name on it.", "I'd like a correct one.", context=TAMAR)

    assert "can't send a replacement" in chat.replies[1]
