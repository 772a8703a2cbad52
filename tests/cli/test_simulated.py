"""`evalsuite run` with a customer that a model plays, against a server on loopback."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
import server
from shell import ROOT, evalsuite, workspace
from shell import pytest as run_pytest

from evalsuite.errors import UsageError
from evalsuite.flows.running import Selection, begin, carry_out, resume
from evalsuite.store import Runs
from evalsuite.workspace import open_workspace

CASES = """\
- id: lamp
  customer:
    goal: Get the broken lamp replaced
    knows: [the order is ORD-100217]
    opens: My lamp came broken.
    patience: 3
  expect: [{says: on its way}]
"""
KEY = {"OPENAI_API_KEY": "k"}


def plays(*customer):
    """What answers for both: the assistant, and the customer with these answers by what it has written so far."""

    def answer(asked):
        body = asked.json()
        if body["model"] == "shop":
            return server.text("A new one is on its way.")
        written = sum(message["role"] == "assistant" for message in body["messages"])
        said = customer[written - 1]
        return said if isinstance(said, server.Answer) else server.text(json.dumps(said))

    return server.Server(answer)


SETTINGS = 'assistant = "alex"\ncustomer = "kim"\npreflight = false\n'


def shop(folder, url, settings=SETTINGS):
    kind = f"kind: openai\nbase_url: {url}\nretries: 0\n"
    files = {
        "evalsuite.toml": settings,
        "graders/assistants/alex.yaml": f"{kind}model: shop\n",
        "graders/assistants/kim.yaml": f"{kind}model: customer\n",
    }
    return workspace(folder, CASES, **files)


def ran(folder, url, name=None):
    """The one trial of a run begun, or of one continued, without a process of its own."""
    here = open_workspace(shop(folder, url) if name is None else folder, environment=KEY)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    prepared = resume(here, name) if name else begin(here, Selection(), assistant=None, now=now)
    with prepared.folder:
        asyncio.run(carry_out(here, prepared, saw=lambda _: None))
    return trial(folder)


def trial(folder):
    [(_, only)] = Runs(folder / "reports" / "runs").find("latest").trials()
    return only


SAYS, DONE = {"say": "It is ORD-100217.", "done": False}, {"say": "", "done": True}


def test_a_model_plays_the_customer_until_it_is_done(tmp_path):
    with plays(SAYS, DONE) as endpoint:
        made = ran(tmp_path, endpoint.url)

    said = [message.text for message in made.transcript.messages if message.role == "user"]
    assert made.outcome == "pass"
    assert said == ["My lamp came broken.", "It is ORD-100217."]


def test_its_patience_ends_the_conversation(tmp_path):
    with plays(SAYS, {**SAYS, "say": "Please hurry."}) as endpoint:
        made = ran(tmp_path, endpoint.url)

    assert len(made.transcript.messages) == 6


def test_what_the_customer_cost_is_not_the_assistants(tmp_path):
    with plays(DONE) as endpoint:
        made = ran(tmp_path, endpoint.url)

    assert len(endpoint.asked) == 2
    assert (made.transcript.usage.calls, made.transcript.customer.calls) == (1, 1)


def test_a_replay_plays_the_same_conversation_without_a_call(tmp_path):
    with plays(SAYS, DONE) as endpoint:
        evalsuite(shop(tmp_path, endpoint.url), "run", **KEY)
    first = trial(tmp_path).transcript.messages

    done = evalsuite(tmp_path, "run", "--replay", "latest")

    assert done.returncode == 0, done.stderr
    assert len(Runs(tmp_path / "reports" / "runs").folders()) == 2
    assert trial(tmp_path).transcript.messages == first


def test_a_bad_simulation_voids_the_attempt_and_is_counted_apart(tmp_path):
    with plays({"say": "It is ORD-999111.", "done": False}) as endpoint:
        done = evalsuite(shop(tmp_path, endpoint.url), "run", "--json", **KEY)

    told = json.loads(done.stdout)
    assert (done.returncode, told["errors"]) == (4, {"bad_simulation": 1})
    assert told["customer"]["calls"] == 2
    assert "'ORD-999111', which it was never told" in trial(tmp_path).error.text


def test_a_void_attempt_is_made_again_by_resume(tmp_path):
    with plays({"say": "It is ORD-999111.", "done": False}) as endpoint:
        assert ran(tmp_path, endpoint.url).outcome == "error"
    with plays(SAYS, DONE) as again:
        shop(tmp_path, again.url)

        assert ran(tmp_path, again.url, "latest").outcome == "pass"


def test_a_customer_that_cannot_be_reached_is_an_error_that_says_whose(tmp_path):
    with plays(server.error(401, "no such key")) as endpoint:
        made = ran(tmp_path, endpoint.url)

    assert made.error.kind == "unauthorized"
    assert made.error.text.startswith("the simulated customer: ")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('assistant = "alex"\n', "no model plays it: name an assistant definition"),
        ('assistant = "alex"\ncustomer = "kin"\n', "Did you mean 'kim'?"),
        ('assistant = "alex"\ncustomer = "robot"\n', "customer = 'robot' is of kind python"),
    ],
    ids=["nobody", "typo", "no model"],
)
def test_a_customer_nobody_can_play_is_told_before_anything_is_paid_for(tmp_path, settings, told):
    here = shop(tmp_path, "http://127.0.0.1:9/v1", settings)
    (here / "graders/assistants/robot.yaml").write_text("kind: python\nfunction: robot:reply\n")
    opened = open_workspace(here, environment=KEY)

    with pytest.raises(UsageError, match=told):
        begin(opened, Selection(), assistant=None, now=datetime(2026, 3, 2, tzinfo=UTC))


def test_a_run_with_another_customer_is_not_continued(tmp_path):
    with plays(SAYS, DONE) as endpoint:
        ran(tmp_path, endpoint.url)
    path = tmp_path / "graders/assistants/kim.yaml"
    path.write_text(path.read_text().replace("model: customer", "model: other"))

    with pytest.raises(UsageError, match="'kim', who plays the customers, has changed"):
        resume(open_workspace(tmp_path, environment=KEY), "latest")


def test_a_case_under_pytest_is_played_too(tmp_path):
    with plays(SAYS, DONE) as endpoint:
        here = shop(tmp_path, endpoint.url)
        (here / "conftest.py").write_text((ROOT / "conftest.py").read_text())
        (here / "pytest.ini").write_text("[pytest]\nevalsuite_cases = cases\n")
        done = run_pytest(here, "cases", **KEY)

    assert "1 passed" in done.stdout, done.stdout
