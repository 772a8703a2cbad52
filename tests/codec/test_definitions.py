"""Assistant definitions."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.definitions import read_assistant
from evalsuite.domain.assistant import AssistantDefinition, Prices
from evalsuite.domain.conversation import Tool
from evalsuite.errors import InputError, UsageError


def no_files(path):
    raise UsageError(f"{path} lies outside of the workspace")


def read(text, read_text=no_files):
    return read_assistant("alex.yaml", text.encode(), name="alex", read_text=read_text)


def told(text, read_text=no_files):
    with pytest.raises(InputError) as raised:
        read(text, read_text)
    return [str(complaint).removeprefix("alex.yaml:") for complaint in raised.value.complaints]


def test_an_openai_assistant_is_read():
    text = """\
kind: openai
version: 4.10
model: gpt-4.1-mini
base_url: http://127.0.0.1:8000/v1
api_key_env: SHOP_KEY
prompt: You are Alex.
parameters: {temperature: 0.2, stop: [END]}
max_rounds: 5
prices: {input: 0.4, output: 1.6}
requests_per_minute: 60
tokens_per_minute: 1000.5
timeout_seconds: 30
retries: 0
sees_context: false
tools: [ping, {name: get, description: Gets., parameters: {id: string}}, {type: function, function: {name: put}}]
"""
    schema = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}

    assert read(text) == AssistantDefinition(
        name="alex",
        kind="openai",
        version="4.10",
        model="gpt-4.1-mini",
        base_url="http://127.0.0.1:8000/v1",
        api_key_env="SHOP_KEY",
        prompt="You are Alex.",
        parameters={"temperature": 0.2, "stop": ["END"]},
        max_rounds=5,
        prices=Prices(input=0.4, output=1.6),
        requests_per_minute=60,
        tokens_per_minute=1000.5,
        timeout_seconds=30,
        retries=0,
        sees_context=False,
        tools=(Tool(name="ping"), Tool(name="get", description="Gets.", parameters=schema), Tool(name="put")),
    )


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("kind: http\nurl: https://x.example/reply\nheaders: {Authorization: 'Bearer ${TOKEN}', X-Team: shop}", {"url": "https://x.example/reply", "headers": {"Authorization": "Bearer ${TOKEN}", "X-Team": "shop"}}),
        ("kind: http\nurl: http://x\nidempotent: true\nrequest_template: '{}'", {"url": "http://x", "idempotent": True, "request_template": "{}"}),
        ("kind: command\ncommand: python 'my bot.py' -x", {"command": ("python", "my bot.py", "-x")}),
        ("kind: command\ncommand: [python, bot.py, 5]", {"command": ("python", "bot.py", "5")}),
        ("kind: python\nfunction: shop.bot:reply", {"function": "shop.bot:reply"}),
        ("kind: recorded\nrecording: alex.jsonl\nprompt:", {"recording": "alex.jsonl"}),
    ],
    ids=lambda value: value.split("\n")[0] if isinstance(value, str) else None,
)  # fmt: skip
def test_the_other_kinds_are_read(text, fields):
    definition = read(text)

    assert {name: getattr(definition, name) for name in fields} == fields


def test_a_prompt_may_stand_in_a_file_of_its_own(tmp_path):
    (tmp_path / "alex.md").write_text("You are Alex.")
    definition = read("kind: openai\nmodel: m\nprompt_file: alex.md", lambda path: (tmp_path / path).read_text())

    assert (definition.prompt, definition.prompt_path) == ("You are Alex.", "alex.md")


def test_a_prompt_file_that_cannot_be_read_is_told_at_its_place(tmp_path):
    text = "kind: openai\nmodel: m\nprompt_file: ../x.md"

    assert told(text) == [
        "3:14: assistant 'alex': prompt_file '../x.md' cannot be read: ../x.md lies outside of the workspace"
    ]
    assert "No such file" in told(text, lambda path: (tmp_path / path).read_text())[0]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("kind: htp", "1:7: assistant 'alex': kind is one of openai, http, python, command, recorded; found 'htp'. Did you mean 'http'?"),
        ("model: x", "1:1: assistant 'alex': the definition has no kind. Add `kind: openai`."),
        ("version: x", "1:1: assistant 'alex': the definition has no kind. Add `kind:` with one of openai, http, python, command, recorded."),
        ("kind: openai", "1:1: assistant 'alex': kind openai needs 'model'. Add `model: gpt-4.1-mini`."),
        ("kind: http", "1:1: assistant 'alex': kind http needs 'url'. Add `url: https://example.com/reply`."),
        ("kind: http\nurl: http://x\nmodel: y", "3:1: assistant 'alex': 'model' means nothing to kind http; it is for openai."),
        ("kind: http\nurl: ftp://x", "2:6: assistant 'alex': url wants an address; found the text 'ftp://x'. Write `url: https://example.com/reply`."),
        ("kind: openai\nmodel: m\nmodle: m", "3:1: assistant 'alex': there is no key 'modle'. Did you mean 'model'?"),
        ("kind: openai\nmodel: m\ntimeout_seconds: 0", "3:18: assistant 'alex': timeout_seconds wants a number over 0; found the number 0."),
        ("kind: openai\nmodel: m\nretries: 1.5", "3:10: assistant 'alex': retries wants a whole number of at least 0; found the number 1.5."),
        ("kind: openai\nmodel: m\nprices: {input: -1}", "3:17: assistant 'alex': prices.input wants a number of at least 0; found the number -1."),
        ("kind: openai\nmodel: m\nprompt: a\nprompt_file: b", "4:1: assistant 'alex': prompt and prompt_file stand side by side. Keep one."),
        ("kind: command\ncommand: \"python 'a\"", "2:10: assistant 'alex': command cannot be split into words: No closing quotation. Write it as a list."),
        ("kind: command\ncommand: []", "2:10: assistant 'alex': command wants a program and its arguments; found an empty list. Write `command: [python, assistant.py]`."),
        ("kind: python\nfunction: a.b", "2:11: assistant 'alex': function wants a module and a function; found the text 'a.b'. Write `function: shop.assistant:reply`."),
        ("kind: openai\nmodel: m\ntools: [a, a]", "3:8: assistant 'alex': the tool 'a' stands twice. Remove one."),
        ("[a]", "1:1: assistant 'alex': an assistant's definition wants a mapping; found a list. Write `kind: openai` and `model: gpt-4.1-mini`."),
        ("", "1:1: the file holds nothing."),
    ],
    ids=lambda value: value.replace("\n", " ")[:40],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_mend(text, complaint):
    assert told(text) == [complaint]


def test_all_mistakes_come_at_once():
    assert len(told("kind: openai\ntimeout_seconds: 0\nretries: x\nmodle: y\nkind: http")) == 5


SECRET = "sk-" + "proj1234567890abcdefghij"


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        (f"api_key: {SECRET}", "Name the environment variable that holds it: `api_key_env: OPENAI_API_KEY`."),
        ("api_key: anything at all", "Name the environment variable that holds it: `api_key_env: OPENAI_API_KEY`."),
        (f"shop_token: {SECRET}", "Name the environment variable that holds it: `api_key_env: SHOP_TOKEN`."),
        (f"api_key_env: {SECRET}", "Keep it in an environment variable."),
        ("api_key_env: not a name", "Write `api_key_env: OPENAI_API_KEY`."),
        (f"parameters: {{extra: [{SECRET}]}}", "Keep it in an environment variable."),
    ],
    ids=lambda value: value[:14],
)
def test_a_secret_is_refused_and_not_repeated(line, mend):
    (complaint,) = told(f"kind: openai\nmodel: m\n{line}")

    assert complaint.startswith("3:")
    assert complaint.endswith(mend)
    assert line.partition(": ")[2].strip("{[]}") not in complaint


@pytest.mark.parametrize("header", ["Authorization: Bearer abc", "X-Api-Key: abc", "Cookie: abc", f"X: {SECRET}"])
def test_a_header_takes_its_secret_from_the_environment(header):
    (complaint,) = told(f"kind: http\nurl: http://x\nheaders:\n  {header}")

    assert '"${SUPPORT_TOKEN}"`, with the name of an environment variable.' in complaint
    assert header.partition(": ")[2] not in complaint


def test_a_password_in_an_address_is_refused():
    (complaint,) = told("kind: http\nurl: https://me:secret@x.example/")

    assert "url holds a user or password" in complaint
    assert "secret@" not in complaint


@given(st.dictionaries(st.sampled_from(["kind", "model", "url", "command", "function", "recording", "prompt", "prompt_file", "tools", "headers", "prices", "parameters", "retries"]), st.sampled_from(["openai", "http", "x", "[a]", "{name: x}", "5", "true", "", "'", "[{}]", "{x: [y]}"])))  # fmt: skip
def test_no_definition_makes_it_raise_anything_but_complaints(entries):
    text = "".join(f"{name}: {value}\n" for name, value in entries.items())
    try:
        definition = read(text)
    except InputError:
        return

    assert definition.kind == entries["kind"]
