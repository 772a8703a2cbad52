import asyncio
import sys
import threading
import time

import pytest
from talk import failure, reply

from evalsuite.assistants.python import PythonAssistant, load_function
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.domain.conversation import Message, Usage
from evalsuite.errors import ModelError, UsageError
from evalsuite.models.failures import failed
from evalsuite.protocols import Reply


def calling(function, **given):
    definition = AssistantDefinition(name="alex", kind="python", function="shop:answer", **given)
    return lambda: PythonAssistant(definition, function)


def test_a_text_is_the_reply():
    assert reply(calling(lambda talk: talk.messages[-1].text + "!"), "Hi").messages[0].text == "Hi!"


def test_a_coroutine_may_use_the_toolbox():
    async def answer(talk):
        await asyncio.sleep(0)
        return {"text": talk.case_id, "usage": {"calls": 2}}

    found = reply(calling(answer))

    assert (found.messages[0].text, found.usage) == ("late-parcel", Usage(calls=2))


def test_a_reply_is_passed_on():
    given = Reply(messages=(Message(role="assistant", text="Hi"),), usage=Usage())

    assert reply(calling(lambda _: given)) is given


def test_plain_functions_run_beside_each_other():
    both = threading.Barrier(2, timeout=5)

    async def run():
        assistant = calling(lambda _: (both.wait() and "a") or "b")()
        from talk import conversation

        return await asyncio.gather(assistant.reply(conversation()), assistant.reply(conversation()))

    assert sorted(found.messages[0].text for found in asyncio.run(run())) == ["a", "b"]


@pytest.mark.parametrize("given", [None, 7, [], {}, {"reply": "Hi"}, ""])
def test_another_shape_is_told(given):
    found = failure(calling(lambda _: given))

    assert found.kind == "bad_reply"
    assert "the reply of function shop:answer" in found.text


@pytest.mark.parametrize("crash", [ZeroDivisionError("by\x1b zero"), StopIteration("x"), TimeoutError("own")])
def test_a_crash_is_an_error_that_names_the_function(crash):
    def answer(_):
        raise crash

    found = failure(calling(answer))

    assert found.kind == "crashed"
    assert "function shop:answer crashed: " in found.text
    assert found.text.isprintable()


def test_its_own_failures_are_passed_on():
    def answer(_):
        raise failed("rate_limited", "later", retry_after=3)

    with pytest.raises(ModelError) as found:
        reply(calling(answer))
    assert (found.value.failure.kind, found.value.retry_after) == ("rate_limited", 3)


def test_a_function_that_hangs_is_left_behind_and_holds_nothing_up():
    started = time.monotonic()
    free = threading.Event()

    found = failure(calling(lambda _: free.wait(30), timeout_seconds=0.2))
    free.set()

    assert found.kind == "timeout"
    assert time.monotonic() - started < 5


def test_a_coroutine_that_hangs_is_cancelled():
    async def answer(_):
        await asyncio.sleep(60)

    assert failure(calling(answer, timeout_seconds=0.1)).kind == "timeout"


def test_a_function_is_found_by_its_path(tmp_path, request):
    (tmp_path / "shop_found.py").write_text("def answer(talk):\n    return 'Hi'\n")
    request.addfinalizer(lambda: sys.path.remove(str(tmp_path)))

    function = load_function("shop_found:answer", folder=tmp_path)

    assert reply(calling(function)).messages[0].text == "Hi"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("shop", "write it as package.module:function"),
        ("no_such_module_here:answer", "importing no_such_module_here fails: ModuleNotFoundError"),
        ("evalsuite.models.failures:visble", "has no function 'visble'. Did you mean 'visible'?"),
        ("evalsuite.models.failures:SHOWN", "has no function 'SHOWN'"),
    ],
)
def test_a_path_that_leads_nowhere_is_told(path, said):
    with pytest.raises(UsageError) as found:
        load_function(path)

    assert said in str(found.value)
