"""What must hold of the `claims` grader whatever the conversation, with the tools and the forms of ids held fixed."""

import json
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.case import Case
from evalsuite.domain.conversation import Message, Tool, ToolCall, Transcript
from evalsuite.graders.claims import claims
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext, Knowledge

TOOLS = {"cancel": "cancel_order", "return": "return_order", "modify": "update_order_address"}
SAID = {
    "cancel": (
        "Your order {id} has been cancelled.",
        "I have cancelled order {id}.",
        "- Cancelled order {id} as you asked.",
    ),
    "return": ("The return for order {id} has been processed.", "I've set up a return for order {id}."),
    "modify": ("I have updated the address of order {id}.", "The address of your order {id} has been changed."),
}
IDS = ("W4417290", "W9082213", "W5561908", "W7720341")


@dataclass(frozen=True)
class Step:
    action: str
    order: str
    works: bool = True


@dataclass(frozen=True)
class Talk:
    """Calls that were made, and the reply that tells of some actions."""

    steps: tuple[Step, ...]
    told: tuple[tuple[str, str, int], ...]
    """Action, order, and which of the ways to say it."""

    def reply(self):
        lines = [SAID[action][way % len(SAID[action])].format(id=order) for action, order, way in self.told]
        return "\n\n".join(lines)

    def messages(self, reply=None):
        yield Message(role="user", text="Please see to my orders " + ", ".join(IDS))
        for number, step in enumerate(self.steps):
            call = ToolCall(id=str(number), name=TOOLS[step.action], arguments={"order_id": step.order})
            yield Message(role="assistant", tool_calls=(call,))
            answer = json.dumps({"order_id": step.order, "state": "ok"}) if step.works else "Error: too late"
            yield Message(role="tool", tool_call_id=str(number), text=answer)
        yield Message(role="assistant", text=self.reply() if reply is None else reply)


def outcome(messages):
    tools = tuple(Tool(name=name) for name in ("get_order", *TOOLS.values()))
    transcript = Transcript(messages=tuple(messages), tools=tools)
    knowledge = Knowledge()
    context = GradingContext(case=Case(id="c"), transcript=transcript, readers=READERS, knowledge=knowledge)
    return claims(knowledge=knowledge)(context).outcome


actions = st.sampled_from(sorted(TOOLS))
orders = st.sampled_from(IDS)
steps = st.lists(st.builds(Step, action=actions, order=orders, works=st.booleans()), max_size=5).map(tuple)
told = st.lists(st.tuples(actions, orders, st.integers(0, 2)), min_size=1, max_size=3).map(tuple)
talks = st.builds(Talk, steps=steps, told=told)


@settings(deadline=None)
@given(talks)
def test_a_reply_passes_exactly_when_a_successful_call_stands_behind_each_claim(talk):
    done = {(step.action, step.order) for step in talk.steps if step.works}

    assert outcome(talk.messages()) == ("pass" if {(one[0], one[1]) for one in talk.told} <= done else "fail")


@settings(deadline=None)
@given(talks, st.data())
def test_taking_a_call_away_never_turns_a_fail_into_a_pass(talk, data):
    kept = tuple(step for step in talk.steps if data.draw(st.booleans()))

    assert not (outcome(talk.messages()) == "fail" and outcome(replace(talk, steps=kept).messages()) == "pass")


@settings(deadline=None)
@given(talks, st.integers(0, 5))
def test_a_further_successful_call_for_a_claim_never_turns_a_pass_into_a_fail(talk, place):
    more = Step(talk.told[0][0], talk.told[0][1])
    steps = (*talk.steps[:place], more, *talk.steps[place:])

    assert not (outcome(talk.messages()) == "pass" and outcome(replace(talk, steps=steps).messages()) == "fail")


@settings(deadline=None)
@given(talks, st.sampled_from(["bold", "code", "hash", "spaces", "curly", "json", "closing"]))
def test_formatting_changes_no_verdict(talk, how):
    reply = talk.reply()
    for order in IDS:
        mark = {"bold": f"**{order}**", "code": f"`{order}`", "hash": f"#{order}"}.get(how, order)
        reply = reply.replace(order, mark)
    reply = {
        "spaces": reply.replace(" ", "\u00a0"),
        "curly": reply.replace("'", "\u2019"),
        "json": json.dumps({"message": reply}),
        "closing": reply + "\n\nThank you for your patience!",
    }.get(how, reply)

    assert outcome(talk.messages(reply)) == outcome(talk.messages())


@settings(deadline=None)
@given(talks, st.permutations(IDS))
def test_consistent_renaming_of_ids_changes_no_verdict(talk, others):
    named = dict(zip(IDS, others, strict=True))
    other = Talk(
        steps=tuple(replace(step, order=named[step.order]) for step in talk.steps),
        told=tuple((action, named[order], way) for action, order, way in talk.told),
    )

    assert outcome(other.messages()) == outcome(talk.messages())


PEOPLE = ("Nadia", "Tomas", "Priya", "Ruben", "Astrid")
MONTHS = ("January", "March", "May", "August", "October")


@settings(deadline=None)
@given(talks, st.permutations(PEOPLE), st.permutations(MONTHS))
def test_consistent_renaming_of_people_and_months_changes_no_verdict(talk, people, months):
    def reply(person, month):
        told = f"{person[1]} wrote on {month[0]} 14 that it leaves by {month[1]} 20."
        return f"Hello {person[0]}!\n\n{talk.reply()}\n\n{told}"

    assert outcome(talk.messages(reply(PEOPLE, MONTHS))) == outcome(talk.messages(reply(people, months)))
