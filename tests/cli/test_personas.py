"""Personas as a team uses them: in the prompt, in grading, learnt from replies, and held equal between siblings."""

import asyncio
import json
import os

import pytest
from shell import evalsuite, workspace, write
from talk import conversation

from evalsuite.assistants.opening import card
from evalsuite.assistants.tools_loop import ToolsLoop
from evalsuite.models.scripted import ScriptedModel
from evalsuite.workspace import open_workspace

PERSONAS = """\
# Ours.
personas:
  base:
    style: Plain.
    limits:
      exclamation_marks: 1  # one is enough
      words: 50
    banned: [no worries]
  enterprise:
    register: formal
    limits:
      exclamation_marks: 0
"""
PROMPTED = "kind: openai\nmodel: m\nprompt: |\n  You are Alex.\n  {{ persona }}\n"
SIBLINGS = """\
- id: refund
  cohorts: [enterprise, press]
  messages: [{user: Refund my order.}]
  tools: {issue_refund: [{result: {ok: true}}]}
"""
UNEQUAL = """\
def reply(conversation):
    if conversation.cohort == "enterprise":
        return {"messages": [
            {"role": "assistant", "tool_calls": [{"id": "1", "type": "function",
             "function": {"name": "issue_refund", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "1", "content": "{\\"ok\\": true}"},
            {"role": "assistant", "content": "It is refunded."}]}
    return "I am here."
"""


def opened(folder):
    return open_workspace(folder, environment=os.environ)


def test_the_prompt_is_told_the_persona_of_the_cohort(tmp_path):
    workspace(tmp_path, graders__personas__yaml="")
    write(tmp_path, {"graders/personas.yaml": PERSONAS, "graders/assistants/alex.yaml": PROMPTED})
    definition = opened(tmp_path).assistant("alex")

    async def system(cohort):
        model = ScriptedModel(["Hello."])
        await ToolsLoop(definition, model).reply(conversation("Hi", cohort=cohort))
        return model.asked[0].messages[0].text

    formal, plain = asyncio.run(system("enterprise")), asyncio.run(system("unheard of"))

    assert "- Formal: no slang, no small talk." in formal
    assert "- No exclamation marks." in formal
    assert "- At most 1 exclamation mark in a reply." in plain
    assert "- Never say: no worries." in formal


def test_the_personas_are_in_the_fingerprint_of_an_assistant_that_is_told_them(tmp_path):
    def fingerprint(personas, prompt):
        write(tmp_path, {"graders/personas.yaml": personas, "graders/assistants/alex.yaml": prompt})
        return card(opened(tmp_path).assistant("alex")).fingerprint

    workspace(tmp_path)
    changed = PERSONAS.replace("Plain.", "Warm.")

    assert fingerprint(PERSONAS, PROMPTED) != fingerprint(changed, PROMPTED)
    assert fingerprint(PERSONAS, PROMPTED.replace("persona", "cohort")) == fingerprint(
        changed, PROMPTED.replace("persona", "cohort")
    )


def test_a_mistake_in_the_file_is_told_with_its_place_before_anything_runs(tmp_path):
    workspace(tmp_path)
    write(tmp_path, {"graders/personas.yaml": "personas:\n  base:\n    limits: {exclamations: 1}\n"})
    ran = evalsuite(tmp_path, "run")

    assert ran.returncode == 2
    assert ran.stderr.startswith("graders/personas.yaml:3:14: persona 'base': limits has no key 'exclamations'.")


def lines(count, reply, **fields):
    said = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": reply}]
    return "".join(json.dumps({"id": str(number), "messages": said, **fields}) + "\n" for number in range(count))


def test_learnt_limits_are_shown_and_not_written(tmp_path):
    workspace(tmp_path)
    write(tmp_path, {"good.jsonl": lines(30, "Hello! It is open today.", cohort="press")})
    ran = evalsuite(tmp_path, "graders", "learn-tone", "good.jsonl")

    assert ran.returncode == 0
    assert ran.stdout.startswith("personas:\n  press:\n    limits:  # learnt from 30 replies\n      apologies: 0\n")
    assert "exclamation_marks: 1" in ran.stdout
    assert "add --write" in ran.stderr
    assert not (tmp_path / "graders/personas.yaml").exists()


def test_learnt_limits_take_their_place_and_leave_all_else_as_it_was(tmp_path):
    workspace(tmp_path)
    replies = lines(30, "It is open today.", cohort="enterprise") + lines(30, "Come in!", cohort="press")
    write(tmp_path, {"graders/personas.yaml": PERSONAS, "good.jsonl": replies})
    ran = evalsuite(tmp_path, "graders", "learn-tone", "good.jsonl", "--write")
    written = (tmp_path / "graders/personas.yaml").read_text()
    found = opened(tmp_path).personas

    assert ran.returncode == 0
    assert written.startswith(PERSONAS[: PERSONAS.index("  enterprise:")])
    assert found["enterprise"].register == "formal"
    assert (found["enterprise"].limits.words, found["press"].limits.words) == (4, 2)
    assert found["base"].limits.words == 50


@pytest.mark.parametrize(
    ("files", "words", "told"),
    [
        ({"few.jsonl": lines(3, "Hello.")}, ["few.jsonl"], "too few replies to learn from (base 3)"),
        ({}, ["none.jsonl"], "no file none.jsonl"),
        ({}, ["20200101"], "no run '20200101'"),
        ({"bad.jsonl": "{\n"}, ["bad.jsonl"], "bad.jsonl:1"),
        (
            {"good.jsonl": lines(30, "Hi."), "graders/personas.yaml": "personas: {base: {limits: {words: 9}}}\n"},
            ["good.jsonl", "--write"],
            "graders/personas.yaml:1: persona 'base' stands on one line",
        ),
    ],
    ids=["few", "no file", "no run", "bad line", "one line"],
)
def test_what_cannot_be_learnt_from_is_told_with_the_mend(tmp_path, files, words, told):
    workspace(tmp_path)
    write(tmp_path, files)
    ran = evalsuite(tmp_path, "graders", "learn-tone", *words)

    assert ran.returncode in {2, 5}
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_siblings_that_are_not_treated_alike_fail_the_run(tmp_path):
    workspace(tmp_path, SIBLINGS)
    write(tmp_path, {"graders/assistants/alex.yaml": "kind: python\nfunction: alex:reply\n", "alex.py": UNEQUAL})
    write(tmp_path, {"evalsuite.toml": 'assistant = "alex"\ngraders = ["tone"]\n'})
    ran = evalsuite(tmp_path, "run", "--json")
    told = json.loads(ran.stdout)

    assert (ran.returncode, told["reason"]) == (1, "siblings_differ")
    assert [(one["kind"], one["what"], one["done_for"]) for one in told["differences"]] == [
        ("calls", "issue_refund()", ["refund[enterprise]"])
    ]


def test_siblings_are_told_of_in_words_and_on_the_page(tmp_path):
    workspace(tmp_path, SIBLINGS)
    write(tmp_path, {"graders/assistants/alex.yaml": "kind: python\nfunction: alex:reply\n", "alex.py": UNEQUAL})
    write(tmp_path, {"evalsuite.toml": 'assistant = "alex"\ngraders = ["tone"]\n'})
    ran = evalsuite(tmp_path, "run")
    [page] = tmp_path.glob("reports/runs/*/report.html")
    told = page.read_text()

    assert "All 2 cases passed, but 1 case did not treat its cohorts alike." in ran.stdout
    assert "Cohorts not treated alike: refund: calls issue_refund() for enterprise, not for press." in ran.stdout
    assert "Cohorts not treated alike" in told
    assert "issue_refund()" in told
