import pytest

from evalsuite.domain.case import Fixture
from evalsuite.domain.conversation import ToolCall
from evalsuite.domain.ticket import Ticket, TicketMessage
from evalsuite.tickets.scene import Exchange, Scene, disguised, fixtures_of, scene_of, shorter


def customer(text):
    return TicketMessage(role="customer", text=text)


def bot(text="", *calls):
    return TicketMessage(role="bot", text=text, tool_calls=calls)


def calls(name, at="c1", **arguments):
    return ToolCall(id=at, name=name, arguments=arguments)


def result(text, at="c1", *, is_error=False):
    return TicketMessage(role="tool", text=text, tool_call_id=at, is_error=is_error)


def ticket(*messages):
    return Ticket(id="1", messages=messages)


def shortest(*exchanges):
    pairs = tuple(Exchange(customer=asked, assistant=said) for asked, said in exchanges)
    return [one.customer for one in next(shorter(Scene(exchanges=pairs))).exchanges]


def test_the_scene_ends_with_the_reply_that_is_blamed():
    scene = scene_of(ticket(customer("Hi"), bot("Hello"), customer("Refund?"), bot("Done."), customer("Liar")), 3)

    assert [(one.customer, one.assistant) for one in scene.exchanges] == [("Hi", "Hello"), ("Refund?", "Done.")]


def test_messages_in_a_row_are_one_since_a_case_waits_for_a_reply_to_each():
    scene = scene_of(ticket(customer("Hi"), customer("Where is it?"), bot("Let me see."), bot("It is late.")), 3)

    assert scene.exchanges == (Exchange(customer="Hi\nWhere is it?", assistant="Let me see.\n\nIt is late."),)


def test_notes_of_staff_and_what_was_said_of_the_assistant_are_left_out():
    note = TicketMessage(role="human_agent", text="rude customer", kind="note", public=False)
    scene = scene_of(ticket(customer("Your bot lies!"), note, customer("Refund?"), bot("Done.")), 3, without={0})

    assert [one.customer for one in scene.exchanges] == ["Refund?"]


def test_a_ticket_that_lacks_the_question_is_refused_in_words():
    with pytest.raises(ValueError, match="does not hold what the customer had asked"):
        scene_of(ticket(bot("Done."), customer("No!")), 0)


def test_calls_come_with_their_results():
    made = calls("get_order", order_id="A-1")
    scene = scene_of(ticket(customer("Where?"), bot("", made), result('{"status": "late"}'), bot("Late.")), 3)

    assert fixtures_of(scene.calls) == {"get_order": (Fixture(given={"order_id": "A-1"}, result={"status": "late"}),)}


def test_a_failed_call_becomes_a_declared_failure():
    made = calls("issue_refund", order_id="A-1")
    scene = scene_of(ticket(customer("Refund"), bot("", made), result("no such order", is_error=True), bot("Done.")), 3)

    assert fixtures_of(scene.calls)["issue_refund"] == (Fixture(given={"order_id": "A-1"}, error="no such order"),)


def test_a_call_made_twice_with_two_answers_gives_both_in_order():
    scene = scene_of(
        ticket(
            customer("Where?"),
            bot("", calls("get_order", "c1")),
            result("packed", "c1"),
            bot("", calls("get_order", "c2")),
            result("sent", "c2"),
            bot("Sent."),
        ),
        5,
    )

    assert fixtures_of(scene.calls)["get_order"] == (Fixture(results=("packed", "sent")),)


def test_a_call_whose_result_the_ticket_does_not_show_has_no_fixture():
    scene = scene_of(ticket(customer("Where?"), bot("Late.", calls("get_order"))), 1)

    assert fixtures_of(scene.calls) == {"get_order": ()}
    assert [one.known for one in scene.calls] == [False]


def test_small_talk_before_the_question_is_dropped():
    assert shortest(("Hello there", "Hello!"), ("Where is order A-1001?", "It is TRK-1.")) == ["Where is order A-1001?"]


def test_a_short_answer_keeps_the_question_it_answers():
    told = [("I want my money back", "Which order is it?"), ("A-1001", "Refunded.")]

    assert shortest(*told) == ["I want my money back", "A-1001"]


def test_the_message_that_gave_the_number_of_the_reply_is_kept():
    told = [
        ("My order is A-1001 and it is late.", "I see."),
        ("Thanks, what else can I do about it now then?", "Wait."),
        ("I do not want to wait any longer, do something about it.", "I refunded A-1001."),
    ]

    assert shortest(*told) == [told[0][0], told[2][0]]


def test_the_whole_scene_is_always_the_last_to_be_tried():
    scene = Scene(exchanges=tuple(Exchange(customer=f"What about number {at}?", assistant="?") for at in range(4)))

    assert list(shorter(scene))[-1] is scene


def test_a_disguise_reaches_every_text_and_the_blamed_words():
    scene = scene_of(
        ticket(customer("I am Ada"), bot("", calls("find", who="Ada")), result('{"who": "Ada"}'), bot("Hi Ada!")),
        3,
        blamed="Hi Ada",
    )
    hidden = disguised(scene, lambda text: text.replace("Ada", "Eve"), lambda value: {"who": "Eve"} if value else value)

    assert "Ada" not in repr(hidden)
    assert hidden.blamed == "Hi Eve"


def test_blamed_words_that_the_disguise_tears_apart_mean_the_whole_reply():
    scene = Scene(exchanges=(Exchange(customer="?", assistant="Hi Ada Byron"),), blamed="Hi Ada")

    assert disguised(scene, lambda text: text.replace("Ada Byron", "Eve Lind"), lambda value: value).blamed == ""
