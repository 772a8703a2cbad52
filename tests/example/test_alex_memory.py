"""How the offline model keeps track of what a conversation is about: corrections, the other order, asking back."""

import pytest

from evalsuite.example.alex_voice import VERSIONS

SECOND = "alex-tuned-2"


def test_another_order_named_after_a_no_gets_the_wish(converse):
    chat = converse(["Refund ORD-100217.", "No, not that one. ORD-100231, they're broken.", "Yes."], model=SECOND)

    assert [one["order_id"] for one in chat.called("issue_refund")] == ["ORD-100231"]


def test_a_mistyped_number_is_replaced(converse):
    chat = converse(["Cancel ORD-100231.", "Sorry, wrong number, I meant ORD-100244.", "Yes."], model=SECOND)

    assert chat.called("cancel_order") == [{"order_id": "ORD-100244"}]


def test_the_second_one_is_the_second_of_the_orders_named_together(converse):
    chat = converse(["Where are ORD-100217 and ORD-100244?", "Cancel the second one.", "Yes."], model=SECOND)

    assert chat.called("cancel_order") == [{"order_id": "ORD-100244"}]


def test_the_other_order_is_the_one_not_asked_about(converse):
    chat = converse(["Where is ORD-100231?", "And ORD-100244?", "And the other order, what's in it?"], model=SECOND)

    assert "ORD-100231" in chat.replies[2]


def test_a_question_back_is_no_refusal(converse):
    chat = converse(["Cancel ORD-100244.", "wait, how much would I get back?", "ok then yes"], model=SECOND)

    assert "95.00 USD" in chat.replies[1]
    assert chat.called("cancel_order") == [{"order_id": "ORD-100244"}]


def test_a_second_callback_is_not_booked_over_the_first(converse):
    chat = converse(["Call me tomorrow at 10.", "Actually make it Friday afternoon."], model=SECOND)

    assert len(chat.called("schedule_support_callback")) == 1
    assert "already" in chat.replies[1]


def test_a_conversation_is_handed_over_once(converse):
    chat = converse(["I want a person.", "Get me a human!"], model=SECOND)

    assert len(chat.called("escalate_to_human")) == 1


def test_whoever_has_no_order_number_is_not_asked_for_it_again(converse):
    chat = converse(["Where is my parcel?", "I don't have the number."], model=SECOND)

    assert "accounts team" in chat.replies[1]
    assert "order number?" not in chat.replies[1]


def test_a_question_whether_a_return_is_possible_starts_none(converse):
    chat = converse(["Is ORD-100231 still eligible for a return?", "Yes, do it."], model=SECOND)

    assert "Shall I start a return" in chat.replies[0]
    assert chat.called("start_return") == [{"order_id": "ORD-100231"}]


def test_what_stays_unclear_is_offered_to_a_team(converse):
    chat = converse(["blorp wibble zonk", "fnord quux zonk"], model=SECOND)

    assert chat.replies[1].endswith("team?")


@pytest.mark.parametrize("model", VERSIONS)
def test_a_card_number_is_not_repeated(model, converse):
    reply = converse(["my card is 4000 1234 5678 9010, refund ORD-100217"], model=model).replies[0]

    assert "9010" not in reply
    assert "card numbers" in reply


def test_the_second_tuned_version_is_formal_and_brief_where_it_should_be(request_body):
    from evalsuite.example.alex import complete

    ask = {"role": "user", "content": "What are your opening hours?"}
    replies = {
        manner: complete(request_body([{"role": "system", "content": manner}, ask], SECOND, []), VERSIONS[SECOND])
        for manner in ("formal, no small talk", "short and exact", "friendly")
    }
    texts = {manner: answer["choices"][0]["message"]["content"] for manner, answer in replies.items()}

    assert texts["formal, no small talk"] == texts["short and exact"]
    assert "anything else" in texts["friendly"]
    assert "anything else" not in texts["short and exact"]


def test_a_wish_that_is_taken_back_is_not_followed(converse):
    chat = converse(["Forget the refund, just tell me where ORD-100217 is."], model=SECOND)

    assert chat.replies[0].startswith("Sorry about this.")
    assert "Northline" in chat.replies[0]


def test_a_please_do_not_is_not_taken_for_a_please(converse):
    chat = converse(["Please don't cancel ORD-100244, just send it to 9 Dock Street, 04101."], model=SECOND)

    assert [name for name, _ in chat.calls] == ["get_order_status", "change_delivery_address"]


def test_a_fault_told_before_is_the_reason_of_a_later_refund(converse):
    texts = [
        "Refund ORD-100231, it hisses.",
        "No, I don't want a refund, I want a replacement.",
        "ok, refund it",
        "yes",
    ]

    assert converse(texts, model=SECOND).called("issue_refund") == [{"order_id": "ORD-100231", "reason": "faulty"}]


def test_a_record_is_read_again_after_it_was_changed(converse):
    chat = converse(["Cancel ORD-100244.", "Yes.", "I want my money back for ORD-100244."], model=SECOND)

    assert "already a refund of 95.00 USD" in chat.replies[2]
    assert len(chat.called("cancel_order")) == 1
