"""A judge for tests: a scripted model behind the server of `server.py`, and workspaces that ask it."""

import json
import re
from collections.abc import Callable

from server import Answer, Asked, Server, text
from shell import write

RUBRIC = """\
---
id: house
version: 1
---
Judge what is said, not how.

## outcome_not_shown
A judged reply says that something was done, and no tool result shows it.

## rude
A judged reply is rude.
"""


def answer(criterion, verdict, *quotes, reasoning="It is as it is.", shown=None, **more):
    """A judge's answer as JSON text; quotes are (message, text)."""
    told = {"pass": "no", "fail": "yes"}.get(verdict, verdict)
    return json.dumps(
        {
            "criterion": criterion,
            "evidence": [{"message": message, "quote": quote} for message, quote in quotes],
            "reasoning": reasoning,
            "failure_shown": shown or told,
            "verdict": verdict,
            **more,
        }
    )


def prompt_of(asked: Asked) -> str:
    return asked.json()["messages"][-1]["content"]


def criterion_of(asked: Asked) -> str:
    """The criterion that a request is about, by what stands outside its tags."""
    return re.search(r"^# Criterion: (\S+)$", outside(prompt_of(asked)), re.MULTILINE)[1]


def outside(prompt: str) -> str:
    """A prompt without what stands between its tags."""
    return re.sub(r"(?s)<(\w+-[0-9a-f]+)>.*?</\1>", "", prompt)


def data_of(asked: Asked, name: str = "conversation"):
    """What stands between the tags of a name."""
    return json.loads(re.search(rf"(?s)<({name}-[0-9a-f]+)>\n(.*?)\n</\1>", prompt_of(asked))[2])


def judging(verdicts: Callable[[Asked], str] | dict[str, str]) -> Callable[[Asked], Answer]:
    """A script: the text that a function, or a table by criterion, gives for a request; criteria without one pass."""

    def script(asked: Asked) -> Answer:
        name = criterion_of(asked)
        said = verdicts(asked) if callable(verdicts) else verdicts.get(name)
        return text(said if said is not None else answer(name, "pass"))

    return script


def judged_workspace(folder, server: Server, *, judge='judge = "careful"\n', definition="", rubric=RUBRIC, more=None):
    """A workspace whose judge is the server's model, with the rubric `house` and one conversation to grade."""
    conversation = {
        "id": "late",
        "messages": [
            {"role": "user", "content": "Please cancel ORD-100217."},
            {"role": "assistant", "content": "I’ve **cancelled** order ORD-100217 for you."},
        ],
    }
    lines = f"kind: openai\nmodel: strict-1\nbase_url: {server.url}\nretries: 0\n{definition}"
    return write(
        folder,
        {
            "evalsuite.toml": f'graders = [{{rubric = "house"}}]\n{judge}',
            "graders/assistants/careful.yaml": lines,
            "graders/rubrics/house.md": rubric,
            "talks.jsonl": json.dumps(conversation) + "\n",
            **(more or {}),
        },
    )
