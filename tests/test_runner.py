import asyncio

import pytest

from evalsuite.assistants.toolbox import FixtureToolbox
from evalsuite.domain.case import Case, ScriptedMessage
from evalsuite.domain.conversation import Message, Usage
from evalsuite.domain.run import Failure
from evalsuite.errors import ModelError
from evalsuite.graders.registry import Registry
from evalsuite.protocols import Knowledge, Reply
from evalsuite.runner import Plan, converse, run_trials
from evalsuite.suite import Binder


class Assistant:
    """Answers with a function of the conversation; counts how many are under way at once."""

    def __init__(self, answer=lambda conversation: f"You said: {conversation.messages[-1].text}"):
        self.answer = answer
        self.seen = []
        self.under_way = self.most_under_way = 0

    async def reply(self, conversation):
        self.seen.append(conversation)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        text = self.answer(conversation)
        return Reply(messages=(Message(role="assistant", text=text),), usage=Usage(calls=1, output_tokens=2), model="m")


class Sink:
    def __init__(self):
        self.events = []

    def append_transcript(self, trial):
        self.events.append(("transcript", trial.case_id, trial.attempt))

    def append_verdicts(self, case_id, attempt, judgement):
        self.events.append(("verdicts", case_id, attempt))


def bound(name="case", *lines, **fields):
    messages = tuple(
        line if isinstance(line, ScriptedMessage) else ScriptedMessage(role="user", text=line)
        for line in lines or ("Hello",)
    )
    case = Case(id=name, messages=messages, **fields)
    return Binder(registry=Registry(), knowledge=Knowledge()).case(case)


def plan(assistant, **fields):
    return Plan(
        assistant=assistant,
        toolbox=lambda bound, attempt: FixtureToolbox(bound.case.tools, None),
        knowledge=Knowledge(),
        **fields,
    )


def tried(one, assistant, **fields):
    return asyncio.run(converse(one, 1, plan=plan(assistant, **fields)))


def ran(todo, assistant, **fields):
    sink, seen = Sink(), []
    finished = asyncio.run(run_trials(todo, plan=plan(assistant, **fields), sink=sink, saw=seen.append))
    return finished, sink, seen


def fails(kind, text="no"):
    def answer(conversation):
        raise ModelError(Failure(kind=kind, text=text))

    return Assistant(answer)


def test_each_customer_message_is_answered_with_all_that_came_before():
    assistant = Assistant()

    trial = tried(bound("case", "Hello", "And now?"), assistant)

    assert [message.text for message in trial.transcript.messages] == [
        "Hello",
        "You said: Hello",
        "And now?",
        "You said: And now?",
    ]
    assert [len(conversation.messages) for conversation in assistant.seen] == [1, 3]


def test_usage_is_added_up_over_replies():
    assert tried(bound("case", "a", "b"), Assistant()).transcript.usage == Usage(calls=2, output_tokens=4)


def test_a_scripted_reply_is_given_and_not_asked_for():
    scripted = ScriptedMessage(role="assistant", text="Which order?")
    assistant = Assistant()

    trial = tried(bound("case", "Where is it?", scripted, "ORD-1"), assistant)

    assert [message.text for message in trial.transcript.messages][1] == "Which order?"
    assert trial.transcript.scripted == (1,)
    assert len(assistant.seen) == 1


def test_a_failing_assistant_makes_an_error_and_keeps_what_was_said():
    def answer(conversation):
        if len(conversation.messages) > 1:
            raise ModelError(Failure(kind="server_error", text="500"))
        return "One moment."

    trial = tried(bound("case", "Hello", "And?"), Assistant(answer))

    assert trial.outcome == "error"
    assert trial.error.kind == "server_error"
    assert [message.text for message in trial.transcript.messages] == ["Hello", "One moment.", "And?"]


def test_a_crashing_assistant_costs_its_own_trial_only():
    def answer(conversation):
        if conversation.case_id == "b":
            raise ZeroDivisionError("oops")
        return "fine"

    _, sink, seen = ran([(bound(name), 1) for name in "abc"], Assistant(answer))

    assert {trial.case_id: trial.error and trial.error.kind for trial in seen} == {"a": None, "b": "crashed", "c": None}
    assert ("transcript", "b", 1) in sink.events


def test_a_conversation_that_takes_too_long_ends_as_an_error():
    class Slow(Assistant):
        async def reply(self, conversation):
            await asyncio.sleep(60)

    trial = tried(bound(), Slow(), case_seconds=0.01)

    assert trial.error.kind == "timeout"
    assert "case_timeout_seconds" in trial.error.text


def test_a_transcript_is_kept_before_its_verdicts():
    _, sink, _ = ran([(bound("a"), 1)], Assistant())

    assert sink.events == [("transcript", "a", 1), ("verdicts", "a", 1)]


def test_a_trial_that_ended_in_error_is_not_graded():
    _, sink, _ = ran([(bound("a"), 1)], fails("timeout"))

    assert sink.events == [("transcript", "a", 1)]


def test_no_more_conversations_than_allowed_are_under_way():
    assistant = Assistant()

    _, _, seen = ran([(bound(f"case-{number}"), 1) for number in range(40)], assistant, concurrency=3)

    assert len(seen) == 40
    assert assistant.most_under_way == 3


def test_the_same_fatal_failure_in_a_row_stops_the_run():
    todo = [(bound(f"case-{number}"), 1) for number in range(30)]

    finished, _, seen = ran(todo, fails("unauthorized", "401"), concurrency=1, give_up_after=5)

    assert finished.stopped == Failure(kind="unauthorized", text="401")
    assert len(seen) == 5
    assert finished.left == 25


@pytest.mark.parametrize("kind", ["timeout", "bad_reply", "server_error", "too_many_rounds"])
def test_failures_that_are_a_case_s_own_stop_nothing(kind):
    finished, _, seen = ran([(bound(f"c{number}"), 1) for number in range(12)], fails(kind), give_up_after=3)

    assert finished.stopped is None
    assert len(seen) == 12


def test_a_success_between_fatal_failures_starts_the_count_anew():
    def answer(conversation):
        if int(conversation.case_id) % 3:
            raise ModelError(Failure(kind="unreachable", text="down"))
        return "fine"

    finished, _, seen = ran([(bound(str(number)), 1) for number in range(12)], Assistant(answer), concurrency=1,
                            give_up_after=3)  # fmt: skip

    assert finished.stopped is None
    assert len(seen) == 12


def test_each_attempt_is_told_apart():
    assistant = Assistant()

    ran([(bound("a"), 1), (bound("a"), 2)], assistant, concurrency=1)

    assert [conversation.attempt for conversation in assistant.seen] == [1, 2]


def test_what_was_said_and_spent_before_a_failure_is_kept():
    def answer(conversation):
        failed = ModelError(Failure(kind="too_many_rounds", text="no end"))
        failed.messages, failed.usage = (Message(role="assistant", text="Let me look."),), Usage(calls=3)
        raise failed

    trial = tried(bound(), Assistant(answer))

    assert [message.text for message in trial.transcript.messages] == ["Hello", "Let me look."]
    assert trial.transcript.usage.calls == 3
