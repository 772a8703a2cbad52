"""An assistant behind an HTTP endpoint: one POST for one exchange."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping

import httpx2

from evalsuite.assistants.exchange import REQUEST_NAMES, decoded, encoded, reply_of, request_of
from evalsuite.assistants.templates import Template
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.errors import UsageError
from evalsuite.models.failures import REPLY_LIMIT, failed, shown_url, status_failure, visible
from evalsuite.models.wire import Wire
from evalsuite.protocols import Conversation, Reply


class HttpAssistant:
    """Posts the conversation as JSON and reads the reply. Close it when done.

    Raises `UsageError` where a header names an environment variable that is not set, and `InputError` where the
    request's template is none.
    """

    def __init__(
        self,
        definition: AssistantDefinition,
        *,
        env: Mapping[str, str],
        concurrency: int = 50,
        reply_limit: int = REPLY_LIMIT,
        transport: httpx2.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        if not definition.url:
            raise UsageError(f"assistant {definition.name!r}: kind http needs `url`")
        self._url, self._where = definition.url, shown_url(definition.url)
        self._definition, self._now = definition, now
        self._headers, self._secrets = _expanded(definition, env)
        template = definition.request_template
        self._template = Template(template, names=REQUEST_NAMES, what="request_template") if template else None
        self._wire = Wire(connections=concurrency + 1, reply_limit=reply_limit, transport=transport)

    async def reply(self, conversation: Conversation) -> Reply:
        """The endpoint's reply. Raises `ModelError` where it gives none, or one of another shape."""
        seconds = self._definition.timeout_seconds
        until = min(conversation.deadline, asyncio.get_running_loop().time() + seconds)
        request = self._wire.build_request("POST", self._url, headers=self._headers, content=self._body(conversation))
        try:
            async with asyncio.timeout_at(until):
                answer = await self._wire.send(request)
        except TimeoutError:
            raise failed(
                "timeout", f"no reply of {self._where} within {seconds:g} s: raise timeout_seconds if it is slow"
            ) from None
        if answer.status_code not in {200, 201, 202}:
            raise status_failure(
                answer.status_code,
                url=self._url,
                body=_json_or_text(answer.content),
                headers=answer.headers,
                key_name=None,
                model=None,
                secrets=self._secrets,
                now=self._now(),
            )
        return reply_of(decoded(self._masked(answer.content), where=self._where), where=self._where)

    async def aclose(self) -> None:
        await self._wire.aclose()

    def _body(self, conversation: Conversation) -> bytes:
        request = request_of(conversation, sees_context=self._definition.sees_context)
        if self._template is None:
            return encoded(request)
        text = self._template.render(request, case_id=conversation.case_id)
        try:
            return encoded(json.loads(text))
        except ValueError as error:
            raise failed(
                "crashed", f"request_template gives no JSON: {visible(str(error))}. Write `{{{{ value | tojson }}}}`"
            ) from None

    def _masked(self, content: bytes) -> bytes:
        for secret in self._secrets:
            content = content.replace(secret.encode(), b"[secret]")
        return content


def _expanded(definition: AssistantDefinition, env: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Headers with `${NAME}` replaced, and the values that must be shown nowhere."""
    missing = sorted(
        {name for value in definition.headers.values() for name in _VARIABLE.findall(value) if not env.get(name)}
    )
    if missing:
        raise UsageError(f"set {', '.join(missing)}: assistant {definition.name!r} sends it in a header")
    headers = {"content-type": "application/json", "accept": "application/json"}
    secrets: list[str] = []
    for header, value in definition.headers.items():
        sent = headers[header.lower()] = _VARIABLE.sub(lambda found: env[found[1]].strip(), value)
        if not sent.isascii() or not sent.isprintable():
            raise UsageError(
                f"assistant {definition.name!r}: header {header!r} holds line breaks or characters no header may have"
            )
        secrets += [env[name].strip() for name in _VARIABLE.findall(value)]
    return headers, [secret for secret in secrets if len(secret) >= 8]


def _json_or_text(content: bytes) -> object:
    try:
        found: object = json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")
    return found


_VARIABLE = re.compile(r"\$\{(\w+)\}")
