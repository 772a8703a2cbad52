import asyncio
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.conversation import Message, ToolCall, Usage
from evalsuite.errors import InputError, ModelError
from evalsuite.models.cached import Cached
from evalsuite.models.metered import Metered
from evalsuite.models.recorded import Recording, Replayed
from evalsuite.models.replies import RecordedReply, Replies, decode_reply, encode_reply, read_replies
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Completion, Request

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def request(text="Hello", *, attempt=1):
    return Request(messages=(Message(role="user", text=text),), attempt=attempt)


def ask(model, *requests):
    async def run():
        return [(await model.complete(each)).message.text for each in requests]

    return asyncio.run(run())


def recorded(answers, *requests):
    """The lines of a recording of these requests."""
    lines = []
    model = Recording(ScriptedModel(answers), identity="m", sink=lambda reply: lines.append(encode_reply(reply)))
    ask(model, *requests)
    return lines


def test_a_recording_is_replayed_request_by_request():
    lines = recorded(["one", "two"], request("a"), request("b"))

    replayed = Replayed(read_replies(lines, path="replies.jsonl"), identity="m")

    assert ask(replayed, request("b"), request("a")) == ["two", "one"]


def test_attempts_are_kept_apart():
    lines = recorded(["one", "two"], request(attempt=1), request(attempt=2))

    replayed = Replayed(read_replies(lines, path="replies.jsonl"), identity="m")

    assert ask(replayed, request(attempt=2), request(attempt=1)) == ["two", "one"]


def test_whoever_replays_says_what_a_missing_answer_means():
    replayed = Replayed(Replies(), identity="m", refused=lambda one, why: LookupError(one.case_id, why))

    with pytest.raises(LookupError) as found:
        ask(replayed, Request(messages=(Message(role="user", text="Hello"),), case_id="late"))
    assert found.value.args == ("late", "")


def test_what_was_remembered_is_metered_as_nothing():
    took = []
    model = Cached(ScriptedModel(["one"]), identity="m", replies=Replies(), sink=lambda _: None)
    ask(Metered(model, spent=took.append), request("a"), request("a"))

    assert [usage.calls for usage in took] == [1, 0]


def test_a_request_that_was_not_recorded_is_an_error_that_names_it():
    replayed = Replayed(Replies(), identity="m")

    with pytest.raises(ModelError, match="begins 'My parcel is late'") as found:
        ask(replayed, request("My parcel is late"))
    assert found.value.failure.kind == "no_recording"


def test_another_model_is_not_given_the_recording():
    replies = read_replies(recorded(["one"], request()), path="replies.jsonl")

    with pytest.raises(ModelError):
        ask(Replayed(replies, identity="other"), request())


def test_failures_are_not_recorded():
    with pytest.raises(ModelError):
        recorded([], request())


@given(ANY_TEXT, ANY_TEXT, st.integers(1, 9), st.none() | st.floats(0, 9))
def test_a_reply_comes_back_as_it_was(text, argument, attempt, cost):
    reply = RecordedReply(
        key="ab",
        attempt=attempt,
        completion=Completion(
            message=Message(
                role="assistant", text=text, tool_calls=(ToolCall(id="1", name="f", arguments={"a": argument}),)
            ),
            usage=Usage(input_tokens=3, cost_usd=cost),
            model="m",
            seconds=0.25,
        ),
    )

    assert decode_reply(encode_reply(reply)) == reply


def test_a_torn_last_line_is_dropped():
    lines = [line + b"\n" for line in recorded(["one", "two"], request("a"), request("b"))]

    assert len(read_replies([*lines[:1], lines[1][:40]], path="replies.jsonl")) == 1


def test_every_broken_line_is_told_with_its_place():
    lines = [b"{torn\n", *(line + b"\n" for line in recorded(["one"], request())), b'{"id": 1}\n']

    with pytest.raises(InputError) as found:
        read_replies(lines, path="replies.jsonl")
    assert "replies.jsonl:1:1: no recorded reply: the line is not JSON" in str(found.value)
    assert "replies.jsonl:3:1: no recorded reply: wanted the fields key, attempt and completion, found id" in str(
        found.value
    )


def test_lines_written_by_other_hands_are_read():
    [line] = recorded(["one"], request())
    spaced = line.replace(b'":', b'" : ')

    assert ask(Replayed(read_replies([spaced], path="x"), identity="m"), request()) == ["one"]


def test_the_last_line_for_a_request_holds():
    lines = recorded(["one", "two"], request(), request())

    assert ask(Replayed(read_replies(lines, path="x"), identity="m"), request()) == ["two"]


def test_a_packed_recording_is_read(tmp_path):
    path = tmp_path / "replay.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(recorded(["one"], request()))))

    with gzip.open(path, "rb") as lines:
        assert len(read_replies(lines, path=path.name)) == 1


def test_a_cache_asks_once():
    model = ScriptedModel(["one", "two"])
    kept = []
    cached = Cached(model, identity="m", replies=Replies(), sink=kept.append)

    assert ask(cached, request(), request(), request(attempt=2)) == ["one", "one", "two"]
    assert [reply.attempt for reply in kept] == [1, 2]


def test_a_cache_kept_on_disk_needs_no_model():
    kept = []
    ask(
        Cached(
            ScriptedModel(["one"]), identity="m", replies=Replies(), sink=lambda reply: kept.append(encode_reply(reply))
        ),
        request(),
    )

    later = Cached(ScriptedModel([]), identity="m", replies=read_replies(kept, path="cache.jsonl"), sink=kept.append)

    assert ask(later, request()) == ["one"]


def test_cases_that_ask_the_same_get_their_own_replies_again():
    requests = [Request(messages=request().messages, case_id=case) for case in ("a", 'b "\u00e9\ud800', "c")]
    replies = read_replies(recorded(["one", "two", "three"], *requests), path="replies.jsonl")

    asked = [*requests, Request(messages=request().messages, case_id="unheard")]

    assert ask(Replayed(replies, identity="m"), *asked) == ["one", "two", "three", "three"]


def test_a_recorded_line_that_turns_out_broken_is_an_error():
    [line] = recorded(["one"], request())
    replies = read_replies([line.replace(b'"role":"assistant"', b'"role":"martian"')], path="x")

    with pytest.raises(ModelError, match="the recorded reply cannot be read"):
        ask(Replayed(replies, identity="m"), request())
