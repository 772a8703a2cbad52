"""Assistant definitions (`graders/assistants/NAME.yaml`) to nouns."""

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any, get_args

from evalsuite.codec.catalogue import read_tool
from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node, Scalar, Sequence, is_null, value_of
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.assistant import AssistantDefinition, AssistantKind, Prices
from evalsuite.domain.conversation import Tool
from evalsuite.errors import EvalsuiteError, InputError


def read_assistant(shown_path: str, data: bytes, *, name: str, read_text: Callable[[str], str]) -> AssistantDefinition:
    """How the assistant is reached.

    `read_text` gives the text of a file of the workspace (`prompt_file`); what it raises as `EvalsuiteError`,
    `OSError` or `ValueError` is told at the place that names the file. Raises `InputError` with
    all mistakes of the file. A secret in it is one of them, and is not repeated in the complaint.
    """
    yaml = read_yaml(shown_path, data)
    reading = Reading(shown_path, yaml.complaints)
    fields: dict[str, Any] = {}
    if yaml.root is not None:
        reading.subject = f"assistant {name!r}: "
        fields = _read(reading, yaml.root, read_text)
    if reading.complaints:
        raise InputError(in_order(reading.complaints))
    return AssistantDefinition(name=name, **fields)


def _read(reading: Reading, node: Node, read_text: Callable[[str], str]) -> dict[str, Any]:
    mend = "Write `kind: openai` and `model: gpt-4.1-mini`."
    secrets = _refuse_secrets(reading, node)
    entries = reading.entries(node, "an assistant's definition", "a mapping", mend)
    if not isinstance(node, MappingNode):
        return {}
    kind = _read_kind(reading, node)
    fields: dict[str, Any] = {"kind": kind}
    for name, (key, value) in entries.items():
        if name in secrets or name == "kind":
            continue
        if name not in _FIELDS:
            reading.unknown(key, "there is no key", name, ["kind", *_FIELDS])
        elif kind is not None and name in _ONLY and kind not in _ONLY[name]:
            reading.complain(key, f"{name!r} means nothing to kind {kind}; it is for {' and '.join(_ONLY[name])}.")
        elif not is_null(value):
            fields[name] = _FIELDS[name](reading, value)
    _read_prompt(reading, entries, fields, read_text)
    needed = _NEEDS.get(kind or "")
    if needed and needed not in entries:
        reading.complain(node, f"kind {kind} needs {needed!r}. Add `{needed}: {_EXAMPLES[needed]}`.")
    return fields


def _read_kind(reading: Reading, node: MappingNode) -> AssistantKind | None:
    if "kind" in node.entries:
        kind: AssistantKind | None = reading.one_of(node.entries["kind"][1], "kind", get_args(AssistantKind))
        return kind
    guesses = [kind for kind, needed in _NEEDS.items() if needed in node.entries]
    known = (
        f"`kind: {guesses[0]}`" if len(guesses) == 1 else f"`kind:` with one of {', '.join(get_args(AssistantKind))}"
    )
    reading.complain(node, f"the definition has no kind. Add {known}.")
    return None


def _read_prompt(
    reading: Reading,
    entries: Mapping[str, tuple[Scalar, Node]],
    fields: dict[str, Any],
    read_text: Callable[[str], str],
) -> None:
    path = fields.pop("prompt_file", None)
    if path is None:
        return
    key, value = entries["prompt_file"]
    if "prompt" in entries:
        reading.complain(key, "prompt and prompt_file stand side by side. Keep one.")
        return
    try:
        fields |= {"prompt": read_text(path), "prompt_path": path}
    except (EvalsuiteError, OSError, ValueError) as error:
        reading.complain(value, f"prompt_file {path!r} cannot be read: {error}")


def _refuse_secrets(reading: Reading, node: Node) -> set[str]:
    """Keys of the definition that hold a secret; each is complained of without being shown."""
    if not isinstance(node, MappingNode):
        return set()
    refused: set[str] = set()
    for name, (key, value) in node.entries.items():
        if _SECRET_KEY.fullmatch(name) and name not in _FIELDS:
            mend = f"Name the environment variable that holds it: `api_key_env: {_variable(name)}`."
            reading.complain(key, f"{name!r} does not belong in a file. {mend}")
            refused.add(name)
        elif name == "headers" and isinstance(value, MappingNode):
            _refuse_secret_headers(reading, value)
        elif name not in ("prompt", "request_template") and _holds_secret(value):
            reading.complain(value, f"{name!r} holds what looks like a secret. Keep it in an environment variable.")
            refused.add(name)
    return refused


def _refuse_secret_headers(reading: Reading, node: MappingNode) -> None:
    for name, (_, value) in node.entries.items():
        written_out = isinstance(value, Scalar) and value.text and "${" not in value.text
        if written_out and (_SECRET_HEADER.search(name) or _holds_secret(value)):
            mend = f'Write `{name}: "${{SUPPORT_TOKEN}}"`, with the name of an environment variable.'
            reading.complain(value, f"headers.{name} holds what looks like a secret. {mend}")


def _holds_secret(node: Node) -> bool:
    if isinstance(node, Scalar):
        return bool(_SECRET_VALUE.search(node.text))
    if isinstance(node, Sequence):
        return any(_holds_secret(item) for item in node.items)
    return any(_holds_secret(value) for _, value in node.entries.values())


def _variable(name: str) -> str:
    return "OPENAI_API_KEY" if name.lower() in ("api_key", "apikey", "key") else re.sub(r"\W+", "_", name).upper()


def _command(reading: Reading, node: Node) -> tuple[str, ...]:
    """A list of words, or one text that is split as a shell would."""
    if isinstance(node, Sequence):
        words = [reading.text(item, f"command[{index}]") or "" for index, item in enumerate(node.items)]
    else:
        text = reading.line(node, "command", "command: python assistant.py")
        try:
            words = shlex.split(text or "")
        except ValueError as error:
            reading.complain(node, f"command cannot be split into words: {error}. Write it as a list.")
            return ()
        if text is None:
            return ()
    if not words or not words[0]:
        reading.wants(node, "command", "a program and its arguments", "Write `command: [python, assistant.py]`.")
    return tuple(words)


def _function(reading: Reading, node: Node) -> str | None:
    text = reading.line(node, "function", "function: shop.assistant:reply")
    if text is not None and not _FUNCTION.fullmatch(text):
        reading.wants(node, "function", "a module and a function", "Write `function: shop.assistant:reply`.")
    return text


def _url(reading: Reading, node: Node, what: str) -> str | None:
    text = reading.line(node, what, f"{what}: https://example.com/reply")
    if text is not None and not _URL.match(text):
        reading.wants(node, what, "an address", f"Write `{what}: https://example.com/reply`.")
    elif text is not None and _URL_USER.match(text):
        reading.complain(node, f"{what} holds a user or password. Use `headers:` with `${{NAME}}` for what is secret.")
    return text


def _environment(reading: Reading, node: Node) -> str | None:
    text = reading.text(node, "api_key_env", "api_key_env: OPENAI_API_KEY")
    if text is not None and not _VARIABLE.fullmatch(text):
        # What stands here may be the key itself, so it is not shown.
        reading.complain(
            node, "api_key_env wants the name of an environment variable. Write `api_key_env: OPENAI_API_KEY`."
        )
    return text


def _texts_by_name(reading: Reading, node: Node, what: str) -> dict[str, str | None]:
    entries = reading.entries(node, what, "a mapping of texts")
    return {name: reading.text(value, f"{what}.{name}") for name, (_, value) in entries.items()}


def _prices(reading: Reading, node: Node) -> Prices:
    mend = "Write `{input: 0.4, output: 1.6}`, in US dollars for a million tokens."
    entries = reading.known_entries(node, "prices", ("input", "output"), mend=mend)
    read = {name: reading.number(value, f"prices.{name}", least=0) or 0.0 for name, (_, value) in entries.items()}
    return Prices(**read)


def _tools(reading: Reading, node: Node) -> tuple[Tool, ...]:
    mend = "Write `- {name: get_order, parameters: {order_id: string}}`."
    items = reading.sequence(node, "tools", "a list of tools", mend)
    read = [read_tool(reading, item, f"tools[{index}]") for index, item in enumerate(items)]
    names = [tool.name for tool in read if tool]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        reading.complain(node, f"the tool {name!r} stands twice. Remove one.")
    return tuple(tool for tool in read if tool)


def _parameters(reading: Reading, node: Node) -> Any:
    reading.entries(node, "parameters", "a mapping", "Write `{temperature: 0.2}`.")
    return value_of(node)


_Field = Callable[[Reading, Node], Any]


def _positive(name: str) -> _Field:
    return lambda reading, node: reading.number(node, name, above=0)


def _line(name: str, example: str) -> _Field:
    return lambda reading, node: reading.line(node, name, f"{name}: {example}")


_FIELDS: dict[str, _Field] = {
    "version": _line("version", "2026-03-02"),
    "sees_context": lambda reading, node: reading.flag(node, "sees_context"),
    "timeout_seconds": _positive("timeout_seconds"),
    "idempotent": lambda reading, node: reading.flag(node, "idempotent"),
    "retries": lambda reading, node: reading.count(node, "retries"),
    "tools": _tools,
    "model": _line("model", "gpt-4.1-mini"),
    "base_url": lambda reading, node: _url(reading, node, "base_url"),
    "api_key_env": _environment,
    "prompt": lambda reading, node: reading.text(node, "prompt", "prompt: You are Alex."),
    "prompt_file": _line("prompt_file", "prompts/alex.md"),
    "parameters": _parameters,
    "max_rounds": lambda reading, node: reading.count(node, "max_rounds", least=1),
    "prices": _prices,
    "requests_per_minute": _positive("requests_per_minute"),
    "tokens_per_minute": _positive("tokens_per_minute"),
    "url": lambda reading, node: _url(reading, node, "url"),
    "headers": lambda reading, node: _texts_by_name(reading, node, "headers"),
    "request_template": lambda reading, node: reading.text(node, "request_template"),
    "command": _command,
    "function": _function,
    "recording": _line("recording", "recordings/alex.jsonl"),
}

_NEEDS = {"openai": "model", "http": "url", "python": "function", "command": "command", "recorded": "recording"}
_EXAMPLES = {
    "model": "gpt-4.1-mini",
    "url": "https://example.com/reply",
    "function": "shop.assistant:reply",
    "command": "[python, assistant.py]",
    "recording": "recordings/alex.jsonl",
}
_ONLY: dict[str, tuple[AssistantKind, ...]] = {
    **dict.fromkeys(("model", "base_url", "api_key_env", "parameters", "max_rounds"), ("openai",)),
    **dict.fromkeys(("url", "headers"), ("http",)),
    "tokens_per_minute": ("openai",),
    "request_template": ("http", "command"),
    "idempotent": ("http", "command", "python"),
    "command": ("command",),
    "function": ("python",),
    "recording": ("recorded",),
}
"""Keys that mean something to some kinds only."""

_FUNCTION = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*:[^\W\d]\w*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_URL = re.compile(r"(?:https?|offline)://[^\s/]+")
_URL_USER = re.compile(r"https?://[^\s/]*@")
_SECRET_KEY = re.compile(r"(?i)(?:.*[_-])?(?:api[_-]?key|key|secret|password|passwd|token|authorization|credentials?)")
_SECRET_HEADER = re.compile(r"(?i)authorization|api[_-]?key|token|secret|cookie|password")
_SECRET_VALUE = re.compile(
    r"\bsk-[A-Za-z0-9_-]{16,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bAKIA[0-9A-Z]{16}|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\bBearer\s+[A-Za-z0-9._-]{12,}|\beyJ[\w-]{10,}\.eyJ"
)
