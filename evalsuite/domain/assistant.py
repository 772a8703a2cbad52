"""How an assistant is reached, as its definition file says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from evalsuite.domain.conversation import Tool

AssistantKind = Literal["openai", "http", "python", "command", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """In US dollars for a million tokens."""

    input: float = 0.0
    output: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantDefinition:
    name: str
    """The definition's file name without its ending."""
    kind: AssistantKind
    version: str | None = None
    """Part of the fingerprint; the only word on what is behind an endpoint that has no design here."""
    sees_context: bool = True
    """False where a case's context does not reach the assistant."""
    timeout_seconds: float = 60.0
    """For one model call, or one exchange where that is the unit."""
    idempotent: bool = False
    """True where an exchange over `http`, `command` or `python` may be repeated after a failure."""
    retries: int = 4
    """Repeats after a transport error, a 429 or a 5xx."""
    tools: tuple[Tool, ...] | None = None
    """Tools offered; None for the workspace's catalogue, or else the case's fixtures."""

    # openai
    model: str | None = None
    base_url: str | None = None
    """None for the SDK's own default, which reads OPENAI_BASE_URL."""
    api_key_env: str = "OPENAI_API_KEY"
    """The environment variable that holds the key; the key itself is in no file."""
    prompt: str | None = None
    """The system prompt: a Jinja2 text that may use `context`, `cohort`, `language` and `persona`."""
    prompt_path: str | None = None
    """The file that the prompt was read from, where it was."""
    personas: Mapping[str, str] = field(default_factory=dict)
    """What a prompt that uses `persona` gets, by cohort, `base` for any other; empty where it does not use it."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    max_rounds: int = 12
    """Model calls for one reply, at the most."""
    prices: Prices | None = None
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None

    # http
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """`${NAME}` stands for an environment variable."""
    request_template: str | None = None
    """A Jinja2 text that reshapes the request's JSON; None for the plain form."""

    # command
    command: tuple[str, ...] = ()
    # python
    function: str | None = None
    """`package.module:function`."""
    # recorded
    recording: str | None = None
    """A file of recorded conversations whose replies are given again, by case id."""
