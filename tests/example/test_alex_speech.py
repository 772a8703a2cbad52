"""How the offline model tells asking from wishing, keeps every wish, and answers from what the tools hold."""

import pytest

from evalsuite.example.alex_words import read

SECOND = "alex-tuned-2"


@pytest.mark.parametrize(
    "text",
    [
        "Could the headphones from ORD-100231 still go back?",
        "ORD-100231: what if I wanted to return it?",
        "I'm wondering whether I can return ORD-100231.",
        "How long do I have to return ORD-100231?",
    ],
)
def test_a_question_about_a_return_gets_an_offer_and_starts_none(text, converse):
    chat = converse([text], model=SECOND)

    assert not chat.called("start_return")
    assert "Shall I start a return for ORD-100231?" in chat.replies[0]


@pytest.mark.parametrize(
    "text", ["I'd like to return ORD-100231.", "RMA for ORD-100231", "ORD-100231: return label, please"]
)
def test_a_wish_to_return_is_done_at_once(text, converse):
    assert converse([text], model=SECOND).called("start_return") == [{"order_id": "ORD-100231"}]


def test_two_offers_are_agreed_to_with_one_yes(converse):
    chat = converse(["Refund ORD-100217 and cancel ORD-100244.", "Yes please."], model=SECOND)

    assert chat.replies[0].count("Shall I") == 2
    assert chat.called("issue_refund")
    assert chat.called("cancel_order") == [{"order_id": "ORD-100244"}]


def test_the_offer_that_is_named_is_the_one_agreed_to(converse):
    chat = converse(["Refund ORD-100217 and cancel ORD-100244.", "Just cancel, yes."], model=SECOND)

    assert chat.called("cancel_order") == [{"order_id": "ORD-100244"}]
    assert not chat.called("issue_refund")


def test_a_yes_leaves_room_for_a_question(converse):
    chat = converse(["Cancel ORD-100244.", "Yes, and where is ORD-100217?"], model=SECOND)

    assert chat.called("cancel_order") == [{"order_id": "ORD-100244"}]
    assert "Northline" in chat.replies[1]


@pytest.mark.parametrize("text", ["ok, and what would happen then?", "Hmm fine, but only if it costs nothing"])
def test_a_soft_yes_before_a_question_or_a_condition_is_none(text, converse):
    assert not converse(["Cancel ORD-100244.", text], model=SECOND).called("cancel_order")


def test_a_day_for_the_callback_may_come_with_another_question(converse):
    chat = converse(["Please call me.", "Thursday morning. And where is ORD-100217?"], model=SECOND)

    assert chat.called("schedule_support_callback") == [{"date": "2026-03-05", "window": "morning"}]
    assert "Northline" in chat.replies[1]


def test_all_wishes_wait_for_the_order_number(converse):
    chat = converse(["When does my lamp come?", "Can I change where it goes?", "ORD-100244"], model=SECOND)

    assert "6 March 2026" in chat.replies[2]
    assert "new address" in chat.replies[2]


def test_each_of_three_orders_gets_what_is_wanted_of_it(converse):
    text = "ORD-100217 is late, ORD-100244 should go to 9 Dock Street, 04101, and I want to return ORD-100231"
    chat = converse([text], model=SECOND)

    assert [order["order_id"] for order in chat.called("change_delivery_address")] == ["ORD-100244"]
    assert chat.called("start_return") == [{"order_id": "ORD-100231"}]
    assert "Shall I refund 48.00 USD for ORD-100217" in chat.replies[0]


def test_facts_are_found_by_the_words_they_share_with_the_question(converse):
    reply = converse(["Which buses does the dev kit have, and does it run on macOS?"], model=SECOND).replies[0]

    assert "I2C" in reply
    assert "macOS" in reply


def test_a_product_is_chosen_by_what_it_should_do(converse):
    reply = converse(["What do you have with Bluetooth, the cheapest please?"], model=SECOND).replies[0]

    assert "79.00 USD" in reply
    assert "129.00" not in reply


def test_what_a_page_does_not_hold_is_said_beside_what_it_holds(converse):
    reply = converse(["How heavy is the Orbit and is it fit for swimming?"], model=SECOND).replies[0]

    assert "5 ATM" in reply
    assert "no information on weight" in reply


def test_a_phishing_report_gets_a_warning_and_no_password_rules(converse):
    reply = converse(["I got a text asking for my card details, is it from you?"], model=SECOND).replies[0]

    assert "never ask" in reply
    assert "Forgot password" not in reply


def test_a_part_that_is_not_understood_is_offered_to_a_team(converse):
    reply = converse(["Where is ORD-100217? Could you sponsor our village orchestra?"], model=SECOND).replies[0]

    assert "rest of your message" in reply
    assert "team?" in reply


def test_the_last_of_two_addresses_is_the_new_one():
    assert read("not 12 Alder Row, 04101, but 21 Alder Row, 04101").address == "21 Alder Row, 04101"


def test_a_second_thought_takes_the_place_of_the_first():
    assert read("Please cancel ORD-100244. Actually, where is it?").intents == ("status",)


@pytest.mark.parametrize(
    ("text", "intent"),
    {
        "Two of the pieces in ORD-100244 could be taken away": "modify",
        "We are withdrawing from ORD-100244": "cancel",
        "the street on ORD-100244 is a typo": "address",
    }.items(),
)
def test_an_act_on_a_topic_is_a_wish_whatever_the_phrase(text, intent):
    assert intent in read(text).intents
