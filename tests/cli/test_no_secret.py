"""Secrets of the environment and of the settings' env file, printed by everything that could print them."""

import json

import pytest
from server import Answer, Server
from shell import evalsuite, write

from evalsuite.flows.surfacing import surface, surfaced
from evalsuite.workspace import open_workspace

SECRETS = {
    "OPENAI_API_KEY": "sk-planted-0001-aaaaaaaa",
    "SHOP_TOKEN": "planted-0002-bbbbbbbbb",
    "DB_PASSWORD": 'planted-0003-"quoted"\\',
}
IN_FILE = {"CRM_API_KEY": "planted-0004-ddddddddd"}
PLANTED = [*SECRETS.values(), *IN_FILE.values()]
SPELT = [form.encode() for one in PLANTED for form in {one, json.dumps(one)[1:-1]}]

SETTINGS = """
assistant = "leaky"
env_file = ".env"
graders = ["ids", "leaky_grader", "leaky_crash"]
preflight = false
"""
CASES = "- id: hello\n  messages: [{user: Hello!}]\n- id: again\n  messages: [{user: 'Hello?'}, {user: And now?}]\n"

GRADERS = """
import os
from evalsuite import Finding, grader, verdict_of

KNOWN = [os.environ[name] for name in ("OPENAI_API_KEY", "SHOP_TOKEN", "DB_PASSWORD")]

@grader
def leaky_grader(context):
    return verdict_of([Finding(code="told", reason=f"It is {KNOWN}.", quote=KNOWN[0], mend=KNOWN[1])])

@grader
def leaky_crash(context):
    raise RuntimeError(f"with {KNOWN}")
"""
TELLS = """
import json, os, sys
request = json.load(sys.stdin)
known = dict(os.environ)
if request["case_id"] == "hello":
    print(json.dumps({"text": f"My environment is {known}", "model": "m-1"}))
else:
    sys.exit(f"crashed with {known}")
"""
FUNCTION = """
import os

def reply(conversation):
    if conversation.case_id == "hello":
        return {"messages": [
            {"role": "assistant", "content": None, "tool_calls": [{"id": os.environ["SHOP_TOKEN"], "type": "function",
             "function": {"name": "look_up", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": os.environ["SHOP_TOKEN"], "content": os.environ["DB_PASSWORD"]},
            {"role": "assistant", "content": "Key: " + os.environ["OPENAI_API_KEY"]},
        ]}
    raise RuntimeError("crashed with " + str(dict(os.environ)))
"""


def echo(asked):
    """A server that tells every header it was sent, in a reply or in an error."""
    told = json.dumps(asked.headers)
    if b"And now" in asked.body:
        return Answer({"error": {"message": told}}, status=500)
    message = {"role": "assistant", "content": told}
    return Answer({"choices": [{"index": 0, "finish_reason": "stop", "message": message}], "text": told})


ASSISTANTS = {
    "openai": "kind: openai\nmodel: m-1\nbase_url: {url}\nprompt: Hello.\nretries: 0\n",
    "http": "kind: http\nurl: {url}\nheaders: {{Authorization: 'Bearer ${{SHOP_TOKEN}}', X-Crm: '${{CRM_API_KEY}}'}}\n",
    "command": "kind: command\ncommand: [python, tells.py]\nretries: 0\n",
    "python": "kind: python\nfunction: function:reply\n",
}


@pytest.fixture(scope="module")
def server():
    with Server(echo) as running:
        yield running


@pytest.mark.parametrize("kind", ASSISTANTS)
def test_no_secret_comes_out_anywhere(tmp_path, server, kind):
    write(
        tmp_path,
        {
            "evalsuite.toml": SETTINGS,
            ".env": "".join(f"{name}={value}\n" for name, value in IN_FILE.items()),
            "cases/cases.yaml": CASES,
            "graders/leaky.py": GRADERS,
            "graders/assistants/leaky.yaml": ASSISTANTS[kind].format(url=server.url),
            "tells.py": TELLS,
            "function.py": FUNCTION,
        },
    )
    printed = [evalsuite(tmp_path, *words, **SECRETS) for words in (["run"], ["report", "latest", "--split"])]

    assert [one.returncode for one in printed] == [1, 0], printed[0].stderr
    assert "[secret]" in printed[0].stdout
    outputs = {" ".join(one.args[3:]): (one.stdout + one.stderr).encode() for one in printed}
    workspace = open_workspace(tmp_path, environment=SECRETS)
    run = surfaced(workspace, workspace.runs().find("latest"), weighed=None)
    outputs |= {form: surface(run, form).encode() for form in ("markdown", "junit", "github")}
    outputs |= {path.name: path.read_bytes() for path in (tmp_path / "reports").rglob("*.*") if path.is_file()}
    assert {"run.json", "transcripts.jsonl", "verdicts.jsonl", "index.html", "0.js"} <= outputs.keys()
    assert [(name, one) for name, text in outputs.items() for one in SPELT if one in _unpacked(text)] == []


def _unpacked(text: bytes) -> bytes:
    """The text with the packed parts of a page beside it, as they are read."""
    import base64
    import re
    import zlib

    parts = re.findall(rb'data-block="\w+">([\w+/=]+)<|^part\("\w+","([\w+/=]+)"\)', text)
    return b"\n".join([text, *(zlib.decompress(base64.b64decode(a or b), -zlib.MAX_WBITS) for a, b in parts)])
