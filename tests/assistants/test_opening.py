import asyncio
import subprocess
import sys
from dataclasses import replace

import httpx2
import pytest
from server import Answer, Server, error, text
from talk import conversation

from evalsuite.assistants.opening import card, identity, open_assistant, preflight
from evalsuite.domain.assistant import AssistantDefinition, Prices
from evalsuite.domain.conversation import Message, Tool, Transcript
from evalsuite.errors import ModelError, UsageError
from evalsuite.models.scripted import ScriptedModel

ALEX = AssistantDefinition(name="alex", kind="openai", model="m", prompt="You are Alex.", retries=0)


def opened(definition, work, *, env=None, **given):
    """What `work` gives for the opened assistant."""

    async def run():
        async with await open_assistant(definition, env=env or {}, **given) as found:
            return await work(found)

    return asyncio.run(run())


async def hello(found):
    return (await found.assistant.reply(conversation())).messages[-1].text


def test_a_model_is_opened_with_its_key_from_the_environment():
    with Server(text("Hi")) as server:
        said = opened(replace(ALEX, base_url=server.url, api_key_env="SHOP"), hello, env={"SHOP": "planted-key-123"})

    assert said == "Hi"
    assert server.asked[0].headers["authorization"] == "Bearer planted-key-123"
    assert server.asked[0].json()["messages"][0] == {"role": "system", "content": "You are Alex."}


def test_the_environment_may_name_the_address():
    with Server(text("Hi")) as server:
        assert opened(ALEX, hello, env={"OPENAI_BASE_URL": server.url}) == "Hi"


def test_a_missing_key_stops_before_anything_is_called():
    with pytest.raises(UsageError, match="set OPENAI_API_KEY"):
        opened(ALEX, hello)


def test_retries_follow_the_definition():
    with Server([error(500), error(500), text("Hi")]) as server:
        assert opened(replace(ALEX, base_url=server.url, retries=2), hello, seed=1) == "Hi"
        assert len(server.asked) == 3


def test_a_scheme_may_lead_into_this_process():
    def handle(_):
        return httpx2.Response(200, json=text("from the shop").body)

    said = opened(
        replace(ALEX, base_url="offline://shop/v1"),
        hello,
        transports={"offline": lambda: httpx2.MockTransport(handle)},
    )

    assert said == "from the shop"


def test_a_wrapper_goes_around_the_model():
    with Server(text("Hi")) as server:
        said = opened(replace(ALEX, base_url=server.url), hello, wrap=lambda _: ScriptedModel(["from the recording"]))

        assert said == "from the recording"
        assert not server.asked


def test_a_replay_needs_no_key_and_makes_no_call():
    async def work(found):
        await preflight(found)
        return await hello(found)

    assert opened(ALEX, work, offline=True, wrap=lambda _: ScriptedModel(["again"])) == "again"


def test_a_replay_of_what_makes_no_model_calls_is_refused():
    with pytest.raises(UsageError, match="of kind http: a replay holds model calls"):
        opened(AssistantDefinition(name="x", kind="http", url="http://127.0.0.1:1/"), hello, offline=True)


@pytest.mark.parametrize("name", ["messages", "model", "stream", "tools", "n"])
def test_parameters_may_not_take_over_the_request(name):
    with pytest.raises(UsageError, match=f"parameters may not set {name}"):
        opened(replace(ALEX, base_url="http://127.0.0.1:1", parameters={name: 1}), hello)


def test_every_other_kind_is_opened(tmp_path):
    (tmp_path / "shop_opened.py").write_text("def answer(talk):\n    return 'Hi from Python'\n")
    program = 'print(\'{"text": "Hi from a program"}\')'
    recording = Transcript(
        messages=(Message(role="user", text="Where is my parcel?"), Message(role="assistant", text="Hi again"))
    )
    kinds = {
        "command": {"command": (sys.executable, "-c", program)},
        "python": {"function": "shop_opened:answer"},
        "recorded": {"recording": "x.jsonl"},
    }

    said = [
        opened(
            AssistantDefinition(name="x", kind=kind, **given),
            hello,
            folder=tmp_path,
            recordings={"late-parcel": recording},
        )
        for kind, given in kinds.items()
    ]
    sys.path.remove(str(tmp_path))

    assert said == ["Hi from a program", "Hi from Python", "Hi again"]


def test_an_exchange_is_repeated_only_where_the_definition_allows_it():
    async def work(found):
        try:
            return await hello(found)
        except ModelError as failed:
            return failed.failure.kind

    for idempotent, outcome, requests in ((False, "server_error", 1), (True, "Hi", 2)):
        with Server([error(503), Answer({"text": "Hi"})]) as server:
            definition = AssistantDefinition(name="x", kind="http", url=server.url, idempotent=idempotent)

            assert opened(definition, work, seed=1) == outcome
            assert len(server.asked) == requests


# -- preflight


def test_preflight_makes_one_tiny_call_without_retries():
    with Server(text("Hi")) as server:
        opened(replace(ALEX, base_url=server.url, parameters={"seed": 1}), preflight)

    assert [asked.json() for asked in server.asked] == [
        {"model": "m", "messages": [{"role": "user", "content": "Hello"}], "seed": 1}
    ]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error(401), "unauthorized"),
        (error(404, code="model_not_found"), "unknown_model"),
        (error(400), "bad_request"),
        (Answer("<html>"), "bad_reply"),
        (Answer(fault="drop"), "unreachable"),
    ],
)
def test_preflight_tells_what_no_case_could_survive(answer, kind):
    with Server(answer) as server, pytest.raises(ModelError) as found:
        opened(replace(ALEX, base_url=server.url), preflight)

    assert found.value.failure.kind == kind
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_preflight_lets_a_busy_endpoint_pass(status):
    with Server(error(status)) as server:
        opened(replace(ALEX, base_url=server.url), preflight)

        assert len(server.asked) == 1


def test_preflight_calls_nothing_where_the_assistant_is_no_model():
    with Server(Answer({"text": "Hi"})) as server:
        opened(AssistantDefinition(name="x", kind="http", url=server.url), preflight)

        assert server.asked == []


# -- the card


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "You are Sam."},
        {"model": "m2"},
        {"tools": (Tool(name="track"),)},
        {"parameters": {"temperature": 1}},
        {"version": "2"},
        {"max_rounds": 3},
        {"kind": "http"},
        {"url": "https://other.example"},
        {"command": ("./run",)},
        {"function": "a:b"},
    ],
    ids=str,
)
def test_the_fingerprint_covers_what_bears_on_replies(change):
    assert card(replace(ALEX, **change)).fingerprint != card(ALEX).fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"base_url": "https://proxy.example"},
        {"api_key_env": "OTHER"},
        {"timeout_seconds": 5.0},
        {"retries": 1},
        {"prices": Prices(input=1.0)},
        {"requests_per_minute": 10.0},
        {"prompt_path": "moved.md"},
        {"name": "renamed"},
    ],
    ids=str,
)
def test_the_fingerprint_leaves_out_where_and_how_it_is_reached(change):
    assert card(replace(ALEX, **change)).fingerprint == card(ALEX).fingerprint


def test_the_card_says_what_the_assistant_is():
    found = card(replace(ALEX, sees_context=False, version="7"))

    assert (found.name, found.kind, found.model, found.version) == ("alex", "openai", "m", "7")
    assert (found.prompt, found.sees_context, found.tools) == ("You are Alex.", False, None)


def test_a_version_tells_models_of_one_name_apart():
    assert identity(ALEX) == "m"
    assert identity(replace(ALEX, version="7")) != identity(ALEX)


def test_the_sdk_is_loaded_only_where_a_model_is_called():
    program = (
        "import sys, evalsuite.assistants.opening, evalsuite.assistants.tools_loop, evalsuite.models.recorded\n"
        "print([name for name in ('openai', 'aiohttp', 'httpx2') if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"


@pytest.mark.parametrize("url", ["shop.example/v1", "http:///v1", "http://[bad/v1", "offline2://shop"])
def test_an_address_no_one_can_go_to_is_refused(url):
    with pytest.raises(UsageError, match="address"):
        opened(replace(ALEX, base_url=url), hello, env={"OPENAI_API_KEY": "x" * 20})
