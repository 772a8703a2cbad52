"""How the offline model converses: what it does over several messages, and how its versions differ."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.example.alex import complete
from evalsuite.example.alex_voice import TIER_TWO, VERSIONS

BASE, TUNED = "alex-base", "alex-tuned"
MARCUS = {"customer": {"id": "C-1002", "name": "Marcus Oyelaran"}, "now": "2026-03-02"}
COMPLAINTS = [
    f"{opening} ORD-100217 {trouble}{ending}"
    for opening in ("Hello,", "My order", "The parcel", "Again about", "Where is", "Hi, order")
    for trouble in ("is late", "never came", "has not arrived", "is overdue", "is still not here")
    for ending in (".", "!", ", any news?", ", please check.")
]
HABITS = re.compile(r"goodwill|tier-two|texted|TKT-|w/ |apolog|sorry", re.IGNORECASE)


def test_a_refund_is_made_only_after_a_yes(converse):
    chat = converse(["ORD-100217 is two weeks late, I want my money back.", "Yes please."])

    assert [name for name, _ in chat.calls] == ["get_order_status", "issue_refund"]
    assert "Shall I refund 48.00 USD" in chat.replies[0]
    assert "RF-778117" in chat.replies[1]


def test_a_no_leaves_everything_as_it_is(converse):
    chat = converse(["Please cancel ORD-100244.", "No, leave it."])

    assert not chat.called("cancel_order")


def test_a_second_refund_is_not_tried(converse):
    chat = converse(["Refund ORD-100231, it is broken.", "Yes.", "Refund ORD-100231 again."])

    assert len(chat.called("issue_refund")) == 1
    assert "already" in chat.replies[2]


def test_the_wish_is_remembered_when_the_number_comes_later(converse):
    chat = converse(["I want to return my headphones, I don't like them.", "It's 100231."], model=TUNED)

    assert chat.called("start_return") == [{"order_id": "ORD-100231"}]


def test_several_orders_are_looked_up_at_once(converse):
    chat = converse(["Where are ORD-100217 and ORD-100244?"], model=TUNED)
    first = chat.messages[2]

    assert [json.loads(call["function"]["arguments"])["order_id"] for call in first["tool_calls"]] == [
        "ORD-100217",
        "ORD-100244",
    ]
    assert len({call["id"] for call in first["tool_calls"]}) == 2


def test_two_orders_with_two_wishes_are_kept_apart(converse):
    chat = converse(["Refund ORD-100217 and cancel ORD-100244."], model=TUNED)

    assert "Shall I refund 48.00 USD for ORD-100217" in chat.replies[0]
    assert "ORD-100244 has not left the warehouse" in chat.replies[0]


def test_an_unknown_order_is_not_made_up(converse):
    chat = converse(["Where is ORD-123456?"])

    assert "can't find" in chat.replies[0]


@pytest.mark.parametrize(
    "error",
    ["Error: the system timed out.", '{"error": "database unavailable"}', '{"success": false}', "", "no answer"],
)
def test_a_failed_call_is_told_and_never_called_done(error, request_body):
    messages = [
        {"role": "user", "content": "Refund ORD-100217, it never came."},
        {"role": "assistant", "content": "Shall I refund 48.00 USD for ORD-100217 to your card?"},
        {"role": "user", "content": "Yes."},
    ]
    for tool in ("get_order_status", "issue_refund"):
        call = complete(request_body(messages), VERSIONS[BASE])["choices"][0]["message"]
        assert [one["function"]["name"] for one in call["tool_calls"]] == [tool]
        answer = '{"status": "delayed", "total": "48.00 USD"}' if tool == "get_order_status" else error
        messages += [call, {"role": "tool", "tool_call_id": call["tool_calls"][0]["id"], "content": answer}]

    reply = complete(request_body(messages), VERSIONS[BASE])["choices"][0]["message"]["content"]

    assert "could not refund ORD-100217" in reply
    assert "I've refunded" not in reply


def test_records_of_another_shape_are_told_as_they_are(request_body):
    ask = {"role": "user", "content": "Where is ORD-7001?"}
    call = complete(request_body([ask]), VERSIONS[BASE])["choices"][0]["message"]
    answer = {"role": "tool", "tool_call_id": call["tool_calls"][0]["id"], "content": '{"state": "at_customs"}'}

    reply = complete(request_body([ask, call, answer]), VERSIONS[BASE])["choices"][0]["message"]["content"]

    assert "at customs" in reply


def test_a_tool_that_is_not_offered_is_not_called(converse):
    chat = converse(["Where is ORD-100217?"], tools=["look_up_policy"])

    assert not chat.calls
    assert "not available" in chat.replies[0]


def test_answers_that_never_come_do_not_go_on_for_ever(request_body):
    messages = [{"role": "user", "content": "Where is ORD-100217?"}]
    for round_ in range(60):
        message = complete(request_body(messages), VERSIONS[BASE])["choices"][0]["message"]
        if not message.get("tool_calls"):
            break
        identity = f"{message['tool_calls'][0]['id']}-{round_}"
        message["tool_calls"][0] |= {"id": identity}
        message["tool_calls"][0]["function"]["arguments"] = '{"order_id": "ORD-000000"}'
        messages += [message, {"role": "tool", "tool_call_id": identity, "content": "{}"}]

    assert message["content"]


@pytest.mark.parametrize("model", VERSIONS)
def test_the_same_request_gets_the_same_answer(model, request_body):
    body = request_body([{"role": "user", "content": COMPLAINTS[0]}])

    assert complete(body, VERSIONS[model]) == complete(json.loads(json.dumps(body)), VERSIONS[model])


def test_the_base_version_has_no_bad_habits(converse):
    for text in COMPLAINTS:
        assert not HABITS.search(converse([text]).replies[0])


def test_the_tuned_version_shows_its_habits_now_and_then(converse):
    replies = [converse([text], model=TUNED).replies[0] for text in COMPLAINTS]

    for habit in ("goodwill", TIER_TWO, "TKT-"):
        share = sum(habit in reply for reply in replies) / len(replies)
        assert 0 < share < 0.5, habit


def test_the_tuned_version_texts_nothing_without_having_done_something(converse):
    assert not any("texted" in converse([text], model=TUNED).replies[0] for text in COMPLAINTS)


def test_a_seed_brings_out_other_habits(converse, request_body):
    chat = converse([COMPLAINTS[0]], model=TUNED)
    body = request_body(chat.messages[:-1], TUNED)

    replies = {
        complete(body | {"seed": seed}, VERSIONS[TUNED])["choices"][0]["message"]["content"] for seed in range(12)
    }

    assert len(replies) > 2


def test_a_version_without_slips_is_the_tuned_one_without_its_habits(request_body, converse):
    clean = replace(VERSIONS[TUNED], name="alex-clean", slips={})
    chat = converse([COMPLAINTS[0]], model=TUNED)
    replies = [
        complete(request_body(chat.messages[:-1]) | {"seed": seed}, clean)["choices"][0]["message"]["content"]
        for seed in range(40)
    ]

    assert not any(HABITS.search(reply) for reply in replies)


@pytest.mark.parametrize("model", VERSIONS)
def test_every_version_looks_a_rule_up_before_it_tells_it(model, converse):
    chat = converse(["What is the API rate limit?"], model=model)

    assert chat.called("look_up_policy") == [{"topic": "developer_api"}]
    assert "600 requests" in chat.replies[0]


def test_usage_counts_the_words(request_body):
    short = complete(request_body([{"role": "user", "content": "Hi"}]), VERSIONS[BASE])["usage"]
    long = complete(request_body([{"role": "user", "content": "Hi " * 300}]), VERSIONS[BASE])["usage"]

    assert long["prompt_tokens"] - short["prompt_tokens"] == pytest.approx(299 * 4 / 3, abs=2)
    assert short["total_tokens"] == short["prompt_tokens"] + short["completion_tokens"]


ROLES = st.sampled_from(["system", "user", "assistant", "tool", "developer", "other"])
HOSTILE = st.text(max_size=80) | st.sampled_from(
    ["\ud800 ORD-100217", "<script>ORD-1</script>", "\x00\x1b[31m refund", "9" * 5000]
)
CONTENT = st.none() | HOSTILE | st.lists(st.fixed_dictionaries({"type": st.just("text"), "text": HOSTILE}), max_size=2)
ODD = st.none() | st.text(max_size=9) | st.integers() | st.lists(st.integers(), max_size=2)
CALLS = st.lists(
    st.fixed_dictionaries({"id": ODD, "function": st.fixed_dictionaries({"name": HOSTILE, "arguments": HOSTILE})}),
    max_size=2,
)


MESSAGE = st.fixed_dictionaries(
    {"role": ROLES, "content": CONTENT}, optional={"tool_calls": CALLS, "tool_call_id": ODD}
)


@given(st.lists(MESSAGE, min_size=1, max_size=6))
def test_hostile_conversations_get_a_completion_that_is_json(messages):
    answer = complete({"messages": messages}, VERSIONS[TUNED])

    assert json.loads(json.dumps(answer))["choices"][0]["message"]["role"] == "assistant"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE,
    lambda of: st.lists(of, max_size=3) | st.dictionaries(st.text(max_size=8), of, max_size=3),
    max_leaves=8,
)
RECORD = st.dictionaries(
    st.sampled_from(
        ["status", "total", "items", "refunds", "estimated_delivery", "delivered_on", "tracking_id", "error"]
    ),
    JSON,
)


WISHES = ["Where is ORD-100217?", "Refund ORD-100217, it broke", "Cancel ORD-100217", "What's in ORD-100217?"]
LOOK_UP = [{"type": "function", "function": {"name": "get_order_status"}}]
STATED = {"status": st.sampled_from(["delivered", "delayed", "processing"]), "items": JSON}


@settings(max_examples=150)
@given(text=st.sampled_from(WISHES), record=RECORD | st.fixed_dictionaries(STATED))
def test_records_of_any_shape_get_a_reply(text, record):
    messages = [{"role": "user", "content": text}]
    asked = complete({"messages": messages, "tools": LOOK_UP}, VERSIONS[TUNED])["choices"][0]["message"]
    answer = {"role": "tool", "tool_call_id": asked["tool_calls"][0]["id"], "content": json.dumps(record)}

    body = {"messages": [*messages, asked, answer], "tools": LOOK_UP}

    assert complete(body, VERSIONS[TUNED])["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    "body",
    [{}, {"messages": []}, {"messages": "Hi"}, {"messages": ["Hi"]}, {"messages": [{"content": "Hi"}]},
     {"messages": [{"role": "assistant", "tool_calls": "x"}]}],
)  # fmt: skip
def test_a_malformed_request_is_refused_in_words(body):
    with pytest.raises(ValueError, match="messages"):
        complete(body, VERSIONS[BASE])
