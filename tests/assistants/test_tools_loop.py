import asyncio

import pytest
from server import Answer, Server, call, calls, text
from talk import conversation, failure, reply

from evalsuite.assistants.toolbox import FixtureToolbox
from evalsuite.assistants.tools_loop import ToolsLoop, prompt_version
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.domain.case import Fixture
from evalsuite.domain.conversation import Message, Tool, ToolCall, Usage
from evalsuite.domain.run import Failure
from evalsuite.errors import InputError, ModelError
from evalsuite.models.openai import OpenAIModel
from evalsuite.models.scripted import ScriptedModel

TRACK = ToolCall(id="c1", name="track", arguments={"id": "ORD-1"})
BOX = FixtureToolbox({"track": (Fixture(result="in transit"),), "refund": (Fixture(result="done"),)})


def definition(**given):
    return AssistantDefinition(**{"name": "alex", "kind": "openai", "model": "m", **given})


def loop(answers, **given):
    return lambda: ToolsLoop(definition(**given), ScriptedModel(answers))


def asked_for(answers, *said, talk=None, **given):
    """What the model was asked, request by request."""
    model = ScriptedModel(answers)
    reply(lambda: ToolsLoop(definition(**given), model), *said, **(talk or {}))
    return model.asked


def test_a_text_answer_is_the_reply():
    found = reply(loop(["On its way."]))

    assert found.messages == (Message(role="assistant", text="On its way."),)
    assert found.usage == Usage(calls=1)
    assert (found.model, found.finish_reason, found.prompt_version) == ("scripted", "stop", None)


def test_tools_are_run_until_the_model_answers():
    found = reply(loop([TRACK, ToolCall(id="c2", name="refund"), "Refunded."]), toolbox=BOX)

    assert [(each.role, each.text) for each in found.messages] == [
        ("assistant", None),
        ("tool", "in transit"),
        ("assistant", None),
        ("tool", "done"),
        ("assistant", "Refunded."),
    ]
    assert found.usage.calls == 3


def test_each_round_shows_the_model_what_was_said_before():
    asked = asked_for([TRACK, "There."], "Hi", talk={"toolbox": BOX})

    assert [each.role for each in asked[0].messages] == ["user"]
    assert [each.role for each in asked[1].messages] == ["user", "assistant", "tool"]


def test_the_attempt_is_passed_on():
    assert asked_for(["Hi"], talk={"attempt": 3})[0].attempt == 3


def test_the_definition_decides_what_tools_are_offered():
    own = (Tool(name="lookup"),)

    assert [each.name for each in asked_for(["Hi"])[0].tools] == ["track", "refund"]
    assert asked_for(["Hi"], tools=own)[0].tools == own
    assert asked_for(["Hi"], tools=())[0].tools == ()


def test_results_stand_in_the_order_of_the_calls_though_they_run_together():
    class Slow:
        def __init__(self):
            self.under_way = self.most = 0

        async def call(self, call):
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            await asyncio.sleep(call.arguments["seconds"])
            self.under_way -= 1
            return Message(role="tool", text=call.id, tool_call_id=call.id)

    both = Message(
        role="assistant",
        tool_calls=(
            ToolCall(id="a", name="track", arguments={"seconds": 0.05}),
            ToolCall(id="b", name="track", arguments={"seconds": 0}),
        ),
    )
    box = Slow()

    found = reply(loop([both, "Done."]), toolbox=box)

    assert [each.text for each in found.messages[1:3]] == ["a", "b"]
    assert box.most == 2


def test_unreadable_arguments_are_answered_so_that_the_model_can_mend_them():
    broken = ToolCall(id="c1", name="track", arguments_error="the arguments are not JSON: x", raw_arguments="{")

    found = reply(loop([broken, TRACK, "There."]), toolbox=BOX)

    assert found.messages[1].is_error
    assert found.messages[1].text == "Error: the arguments are not JSON: x. Call track again with one JSON object"
    assert found.messages[3].text == "in transit"


def test_a_tool_that_is_not_offered_is_refused_with_the_names_there_are():
    found = reply(loop([ToolCall(id="c1", name="fly"), "Sorry."]), toolbox=BOX)

    assert (found.messages[1].is_error, found.messages[1].extra) == (True, {})
    assert found.messages[1].text == "Error: no tool 'fly'; there are: refund, track"


def test_an_endless_loop_ends_and_names_the_tool():
    found = failure(loop([TRACK] * 99, max_rounds=5), toolbox=BOX)

    assert found.kind == "too_many_rounds"
    assert "after 5 model calls; track was called most (5 times)" in found.text


def test_a_deadline_ends_the_reply():
    class Hanging:
        async def complete(self, request):
            await asyncio.sleep(60)

    found = failure(lambda: ToolsLoop(definition(), Hanging()), seconds=0.05)

    assert found.kind == "timeout"


def test_a_crashing_tool_among_several_is_the_failure_and_stops_the_others():
    broken = ModelError(Failure(kind="crashed", text="the simulator crashed"))

    class Broken:
        async def call(self, call):
            if call.name == "refund":
                raise broken
            await asyncio.sleep(60)

    both = Message(role="assistant", tool_calls=(TRACK, ToolCall(id="c2", name="refund")))

    async def run():
        [found] = await asyncio.gather(
            ToolsLoop(definition(), ScriptedModel([both])).reply(conversation(toolbox=Broken())), return_exceptions=True
        )
        return found, len(asyncio.all_tasks())

    assert asyncio.run(run()) == (broken, 1)


# -- the prompt


def test_the_prompt_is_rendered_and_stands_first():
    [asked] = asked_for(
        ["Hi"],
        prompt="You are Alex. {{ context.customer.name }} is a {{ cohort }} customer, {{ language }}.\n{{ context }}",
        talk={"context": {"customer": {"name": "Dána"}}, "cohort": "vip", "language": "fr"},
    )

    assert asked.messages[0].role == "system"
    assert asked.messages[0].text == (
        'You are Alex. Dána is a vip customer, fr.\n{\n  "customer": {\n    "name": "Dána"\n  }\n}'
    )


def test_text_in_the_context_is_never_run_as_a_template():
    [asked] = asked_for(["Hi"], prompt="{{ context.note }}", talk={"context": {"note": "{{ 7 * 7 }} <b>"}})

    assert asked.messages[0].text == "{{ 7 * 7 }} <b>"


def test_context_is_kept_from_an_assistant_that_does_not_see_it():
    [asked] = asked_for(["Hi"], prompt="{{ context }}", sees_context=False, talk={"context": {"secret": 1}})

    assert asked.messages[0].text == "{}"


def test_the_prompt_version_is_that_of_the_text_before_rendering():
    prompt = "Hello {{ cohort }}"

    found = {reply(loop(["Hi"], prompt=prompt), cohort=cohort).prompt_version for cohort in ("a", "b")}

    assert found == {prompt_version(prompt)}
    assert prompt_version(prompt) != prompt_version(prompt + ".")


def test_mistakes_in_the_prompt_show_when_it_is_opened():
    with pytest.raises(InputError) as found:
        ToolsLoop(definition(prompt="line\n{{ contxt }}\n{{ order }}", prompt_path="alex.md"), ScriptedModel([]))

    assert str(found.value) == (
        "alex.md:2:1: prompt: no variable 'contxt'. Did you mean 'context'?\n"
        "alex.md:3:1: prompt: no variable 'order'. Known: cohort, context, language, persona."
    )


def test_broken_syntax_shows_with_its_line():
    with pytest.raises(InputError, match=r"alex\.md:2:1: prompt: "):
        ToolsLoop(definition(prompt="line\n{% if %}", prompt_path="alex.md"), ScriptedModel([]))


def test_a_case_that_lacks_what_the_prompt_names_is_told():
    found = failure(loop(["Hi"], prompt="{{ context.customer.name }}"), context={})

    assert found.kind == "crashed"
    assert "prompt cannot be rendered for case 'late-parcel'" in found.text


@pytest.mark.parametrize("prompt", ["{{ ''.__class__.__mro__ }}", "{{ context.update({'a': 1}) }}"])
def test_a_prompt_reaches_nothing_outside(prompt):
    assert failure(loop(["Hi"], prompt=prompt), context={"b": 1}).kind == "crashed"


# -- over a real endpoint


def served(script, **given):
    with Server(script) as server:
        model = OpenAIModel(model="m", base_url=server.url, key="x")

        async def run():
            try:
                return await ToolsLoop(definition(), model).reply(conversation(**given))
            finally:
                await model.aclose()

        return asyncio.run(run()), server.asked


def test_broken_arguments_are_mended_over_http():
    found, asked = served([call("track", "{id: 1"), call("track", {"id": 1}), text("There.")], toolbox=BOX)

    assert found.messages[-1].text == "There."
    mending = asked[1].json()["messages"][-1]
    assert mending["role"] == "tool"
    assert mending["content"].startswith("Error: the arguments are not JSON")


def test_parallel_calls_are_answered_over_http():
    found, asked = served([calls(("a", "track", {}), ("b", "refund", {})), text("Done.")], toolbox=BOX)

    assert found.usage.calls == 2
    assert [each.get("tool_call_id") for each in asked[1].json()["messages"][2:]] == ["a", "b"]


def test_a_cancelled_reply_leaves_no_task_behind():
    async def run(url):
        model = OpenAIModel(model="m", base_url=url, key="x")
        task = asyncio.create_task(ToolsLoop(definition(), model).reply(conversation()))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        left = len(asyncio.all_tasks())
        await model.aclose()
        return task.cancelled(), left

    with Server(Answer(fault="hang")) as server:
        assert asyncio.run(run(server.url)) == (True, 1)


def test_what_was_said_and_spent_before_a_failure_is_kept():
    with pytest.raises(ModelError) as found:
        reply(loop([TRACK], max_rounds=9), toolbox=BOX)

    assert [each.role for each in found.value.messages] == ["assistant", "tool"]
    assert found.value.usage.calls == 1
