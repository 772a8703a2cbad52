"""Runs whose replies are judged by a model: what that costs, how they are replayed, and who is warned of the judge."""

import gzip
import json
from collections import Counter

import pytest
import server
from judge import RUBRIC, answer, criterion_of
from shell import ROOT, evalsuite, workspace, write
from shell import pytest as run_pytest

from evalsuite.store import Runs

CASES = """\
- id: lamp
  customer: {goal: Get the broken lamp replaced, knows: [the order is ORD-100217], opens: My lamp came broken.}
  expect: [{rubric: house}]
- id: late
  messages: [{user: Where is my parcel?}]
  expect: [{rubric: house}, {says: on its way}]
"""
SETTINGS = 'assistant = "alex"\ncustomer = "kim"\njudge = "careful"\npreflight = false\n'
MODELS = {"alex": "shop-1", "kim": "kim-1", "careful": "strict-1"}
KEY = {"MODEL_KEY": "k"}


def replied(asked):
    """What each of the three models says, and what that takes."""
    body = asked.json()
    if body["model"] == "shop-1":
        return server.text("A new one is on its way.", tokens=(100, 10))
    if body["model"] == "kim-1":
        done = sum(message["role"] == "assistant" for message in body["messages"]) > 1
        said = {"say": "" if done else "It is ORD-100217.", "done": done}
        return server.text(json.dumps(said), tokens=(200, 20))
    return server.text(answer(criterion_of(asked), "pass"), tokens=(1000, 100))


def shop(folder, url, *, settings=SETTINGS, prices="prices: {input: 1, output: 10}\n", cases=CASES):
    """A workspace whose assistant, customer and judge are models of the server."""
    kind = f"kind: openai\nbase_url: {url}\nretries: 0\napi_key_env: MODEL_KEY\n{prices}"
    models = {f"graders/assistants/{name}.yaml": f"{kind}model: {model}\n" for name, model in MODELS.items()}
    files = {"evalsuite.toml": settings, "graders/rubrics/house.md": RUBRIC, **models}
    return workspace(folder, cases, **files)


def asked(endpoint):
    return dict(Counter(one.json()["model"] for one in endpoint.asked))


def ran(folder, *words, **variables):
    done = evalsuite(folder, "run", "--no-html", "--json", *words, **variables)
    return done.returncode, json.loads(done.stdout)


def test_what_judges_and_customers_cost_is_told_apart_from_the_assistants(tmp_path):
    with server.Server(replied) as endpoint:
        done = evalsuite(shop(tmp_path, endpoint.url), "run", **KEY)

    page = (Runs(tmp_path / "reports/runs").find("latest").path / "report.html").read_text()
    assert asked(endpoint) == {"shop-1": 3, "kim-1": 2, "strict-1": 8}  # two criteria of two cases, two votes each
    assert "\n  3 model calls, 300 tokens in, 30 out, 0.0006 USD\n" in done.stdout
    for line in (
        "judge strict-1: 8 model calls, 8,000 tokens in, 800 out, 0.0160 USD",
        "simulated customer: 2 model calls, 400 tokens in, 40 out, 0.0008 USD",
    ):
        assert f"\n  {line}\n" in done.stdout
        assert line in page


def test_answers_that_were_known_cost_nothing_and_are_recorded_all_the_same(tmp_path):
    with server.Server(replied) as endpoint:
        ran(shop(tmp_path, endpoint.url), **KEY)
        code, told = ran(tmp_path, **KEY)
    (tmp_path / ".evalsuite/private/judges.jsonl").unlink()

    assert code == 0
    assert asked(endpoint) == {"shop-1": 6, "kim-1": 4, "strict-1": 8}
    assert (told["usage"]["calls"], told["customer"]["calls"], told["judging"]) == (3, 2, {"strict-1": {}})
    assert ran(tmp_path, "--replay", "latest")[0] == 0


@pytest.mark.parametrize(
    ("limit", "calls"),
    [
        (0.0005, {"shop-1": 1, "kim-1": 1}),
        (0.0013, {"shop-1": 2, "kim-1": 2, "strict-1": 1}),
    ],
    ids=["spent by the customer", "spent by the judge"],
)
def test_one_limit_on_costs_holds_for_all_models(tmp_path, limit, calls):
    with server.Server(replied) as endpoint:
        here = shop(tmp_path, endpoint.url, settings=f"{SETTINGS}concurrency = 1\n")
        code, told = ran(here, "--max-cost", limit, **KEY)

    assert asked(endpoint) == calls  # a call costs 0.0002, 0.0004 and 0.002 dollars
    assert code == 4
    assert told["errors"]["spend_limit"] >= 1


def test_a_limit_on_costs_wants_the_prices_of_all(tmp_path):
    settings = SETTINGS.replace('judge = "careful"\n', "")
    cases = CASES.replace("{rubric: house}", "{min_words: 1}")
    with server.Server(replied) as endpoint:
        here = shop(tmp_path, endpoint.url, settings=settings, cases=cases)
        kim = here / "graders/assistants/kim.yaml"
        kim.write_text(kim.read_text().replace("prices", "# prices"))
        done = evalsuite(here, "run", "--max-cost", 1, **KEY)

    assert (done.returncode, endpoint.asked) == (2, [])
    assert "'kim' has no prices" in done.stderr


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A workspace with a run, the server gone, and what it kept of its judges deleted: nobody can be asked, and nothing
    is known but what the run recorded."""
    folder = tmp_path_factory.mktemp("recorded")
    with server.Server(replied) as endpoint:
        code, _ = ran(shop(folder, endpoint.url), **KEY)
    (folder / ".evalsuite/private/judges.jsonl").unlink()
    assert code == 0
    first = Runs(folder / "reports/runs").find("latest").path
    with gzip.open(folder / "replay.jsonl.gz", "wb") as packed:
        packed.write((first / "replies.jsonl").read_bytes())
    return folder


@pytest.fixture
def listening(recorded):
    """The same, with a server in the place of the one that was recorded, that counts who comes."""
    port = int((recorded / "graders/assistants/alex.yaml").read_text().partition("127.0.0.1:")[2].partition("/")[0])
    with server.Server(replied, port=port) as endpoint:
        yield endpoint


def test_a_replay_asks_nobody_and_gives_the_same_conversations_and_verdicts(recorded, listening):
    code, told = ran(recorded, "--replay", "replay.jsonl.gz", "--no-workspace-code")

    first, last = (
        {entry.id: (trial.transcript.messages, trial.judgement.verdicts) for entry, trial in run.trials()}
        for run in Runs(recorded / "reports/runs").folders()[:2]
    )
    assert (code, told["judging"]) == (0, {"strict-1": {}})
    assert not listening.asked
    assert first == last


def test_a_question_never_put_is_an_error_where_rubrics_are_optional_too_until_it_is_put(recorded, listening):
    optional = SETTINGS.replace('judge = "careful"', "") + '[judge]\njudges = ["careful"]\noptional = true\n'
    other = CASES.replace("{rubric: house}, {says", "{rubric: clear}, {says")
    write(recorded, {"cases/cases.yaml": other, "evalsuite.toml": optional})
    done = evalsuite(recorded, "run", "--replay", "replay.jsonl.gz", "--no-html")
    while_replaying = asked(listening)
    again = evalsuite(recorded, "regrade", "latest", "--no-html", **KEY)

    said = "case 'late', clear: judge 'careful' is not asked in a replay, and its answer to this was not recorded"
    assert (done.returncode, while_replaying) == (3, {})
    assert f"{said}: run it again without --replay" in done.stdout
    assert "evalsuite regrade RUN" in done.stdout
    assert "1 could not be judged" in done.stdout
    assert (again.returncode, set(asked(listening))) == (0, {"strict-1"})


def test_the_limit_on_costs_holds_under_pytest_too(tmp_path):
    with server.Server(replied) as endpoint:
        here = shop(tmp_path, endpoint.url, settings=f"{SETTINGS}concurrency = 1\nmax_cost_usd = 0.0013\n")
        (here / "conftest.py").write_text((ROOT / "conftest.py").read_text())
        (here / "pytest.ini").write_text("[pytest]\nevalsuite_cases = cases\n")
        done = run_pytest(here, "cases", **KEY)

    assert done.returncode == 1
    assert "the limit is $0.00: raise" in done.stdout
    assert asked(endpoint) == {"shop-1": 2, "kim-1": 2, "strict-1": 1}
