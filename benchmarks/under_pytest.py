"""How long cases take under pytest, beside `evalsuite run` and other ways to test a model with pytest.

    python benchmarks/under_pytest.py --cases 200 --latency-ms 200
    python benchmarks/under_pytest.py --deepeval PATH/TO/PYTHON     # an environment with deepeval, openai and pytest

It needs a chat-completions mock server (`--server`, see run.py). Each way runs once a round, all in turn; wall
times are medians, ratios are to `evalsuite run` in the same invocation.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from run import SERVER, interleaved, serving

CASE = """
- id: case-{0}
  messages:
    - user: Hello, where is my order ORD-{1}?
  expect:
    - never_says: [guarantee, lawsuit]
"""
CONFTEST = """
import pytest

import evalsuite


@pytest.fixture(scope="session")
def assistant():
    return evalsuite.assistant()
"""
PLAIN = """
import openai
import pytest

client = openai.OpenAI(base_url="{url}", api_key="none")


@pytest.mark.parametrize("number", range({cases}))
def test_reply(number):
    messages = [
        {{"role": "system", "content": "You are a support assistant."}},
        {{"role": "user", "content": f"Hello, where is my order ORD-{{100000 + number}}?"}},
    ]
    reply = client.chat.completions.create(model="bench", messages=messages)
    assert "lawsuit" not in reply.choices[0].message.content
"""
DEEPEVAL = """
import openai
import pytest
from deepeval import assert_test
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

client = openai.OpenAI(base_url="{url}", api_key="none")


class NeverSays(BaseMetric):
    threshold = 1.0
    async_mode = False

    def measure(self, test_case, *args, **kwargs):
        self.score = float("lawsuit" not in test_case.actual_output)
        self.success = bool(self.score)
        return self.score

    async def a_measure(self, test_case, *args, **kwargs):
        return self.measure(test_case)

    def is_successful(self):
        return self.success


@pytest.mark.parametrize("number", range({cases}))
def test_reply(number):
    text = f"Hello, where is my order ORD-{{100000 + number}}?"
    messages = [
        {{"role": "system", "content": "You are a support assistant."}},
        {{"role": "user", "content": text}},
    ]
    reply = client.chat.completions.create(model="bench", messages=messages)
    case = LLMTestCase(input=text, actual_output=reply.choices[0].message.content)
    assert_test(case, [NeverSays()], run_async=False)
"""


def main() -> None:
    arguments = parse()
    if not arguments.server.is_file():
        sys.exit(f"no mock server at {arguments.server}; name one with --server")
    with tempfile.TemporaryDirectory() as name, serving(arguments.server, arguments.latency_ms) as url:
        folder = Path(name)
        prepare(folder, arguments.cases, url)
        show(
            interleaved(jobs(folder, arguments.deepeval and arguments.deepeval.absolute()), arguments.rounds), arguments
        )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--latency-ms", type=float, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--deepeval", type=os.path.abspath, help="the Python of an environment with deepeval, openai and pytest"
    )
    parser.add_argument("--server", type=Path, default=SERVER)
    return parser.parse_args()


def prepare(folder: Path, cases: int, url: str) -> None:
    files = {
        "evalsuite.toml": 'assistant = "bench"\n',
        "pytest.ini": "[pytest]\nevalsuite_cases = cases\n",
        "conftest.py": CONFTEST,
        "graders/assistants/bench.yaml": (
            f"kind: openai\nmodel: bench\nbase_url: {url}\nprompt: You are a support assistant.\n"
        ),
        "cases/bench.yaml": "".join(CASE.format(number, 100000 + number) for number in range(cases)),
        "plain/test_plain.py": PLAIN.format(url=url, cases=cases),
        "deep/test_deep.py": DEEPEVAL.format(url=url, cases=cases),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def jobs(folder: Path, deepeval: str | None) -> dict[str, dict]:
    # Plugins that only a development environment has would be counted as the cost of what is measured.
    lean = [sys.executable, "-m", "pytest", "-q"]
    lean += [
        word for plugin in ("cacheprovider", "hypothesispytest", "anyio", "faker") for word in ("-p", f"no:{plugin}")
    ]
    commands = {
        "evalsuite run": [sys.executable, "-m", "evalsuite", "run", "--no-preflight"],
        "pytest cases": [*lean, "cases"],
        "pytest cases -n 2": [*lean, "-n", "2", "cases"],
        "pytest + openai": [*lean, "--noconftest", "plain"],
        "pytest + openai -n 2": [*lean, "--noconftest", "-n", "2", "plain"],
    }
    if deepeval:
        commands["deepeval assert_test"] = [
            deepeval,
            "-m",
            "pytest",
            "-q",
            "--noconftest",
            "-p",
            "no:cacheprovider",
            "deep",
        ]
    return {name: {"command": command, "cwd": folder, "fails": True} for name, command in commands.items()}


def show(figures: dict[str, list[dict]], arguments: argparse.Namespace) -> None:
    ideal = arguments.latency_ms / 1000 * -(-arguments.cases // 50)
    print(f"{arguments.cases} cases of one message, {arguments.latency_ms:g} ms a reply, 50 under way at once: "
          f"{ideal:.1f} s at the least")  # fmt: skip
    base = statistics.median(row["wall"] for row in figures["evalsuite run"])
    print(f"{'':24}{'wall s':>8}{'x run':>8}{'CPU s':>8}{'peak MB':>9}")
    for name, rows in figures.items():
        middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        ratio = middle["wall"] / base
        print(f"{name:24}{middle['wall']:>8.1f}{ratio:>8.2f}{middle['cpu']:>8.2f}{middle['peak_mb']:>9.0f}")


if __name__ == "__main__":
    main()
