"""A help desk as the settings name it, with its keys out of the environment."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping

import httpx2

from evalsuite.codec.exports_values import a_text
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.errors import UsageError
from evalsuite.models.failures import failed
from evalsuite.models.retried import Patience
from evalsuite.tickets.sources.client import Client, Login
from evalsuite.tickets.sources.listed import Freshdesk, HelpScout, Intercom
from evalsuite.tickets.sources.source import Source
from evalsuite.tickets.sources.zendesk import Zendesk

INTERCOM_VERSION = "2.16"
USUAL = {
    "zendesk": ("ZENDESK_EMAIL", "ZENDESK_TOKEN", ""),
    "intercom": ("", "INTERCOM_TOKEN", "https://api.intercom.io"),
    "freshdesk": ("", "FRESHDESK_KEY", ""),
    "helpscout": ("HELPSCOUT_ID", "HELPSCOUT_SECRET", "https://api.helpscout.net"),
}
"""The environment's usual names for user and token, and the address that all accounts share."""
_KINDS: Mapping[str, type[Source]] = {
    "zendesk": Zendesk,
    "intercom": Intercom,
    "freshdesk": Freshdesk,
    "helpscout": HelpScout,
}


def open_source(
    settings: SourceSettings,
    *,
    environment: Mapping[str, str],
    now: Callable[[], float],
    patience: Patience,
) -> Source:
    """The help desk, ready to be asked; an async context manager. Raises `UsageError` where a key is missing."""
    user_env, token_env, shared = USUAL[settings.kind]
    user_env, token_env = settings.user_env or user_env, settings.token_env or token_env
    token = environment.get(token_env, "").strip()
    user = environment.get(user_env, "").strip() if user_env else ""
    missing = [name for name, value in ((user_env, user), (token_env, token)) if name and not value]
    if settings.kind == "zendesk" and token:
        missing = []  # without an e-mail, it is a token of OAuth
    if missing:
        raise UsageError(f"set {' and '.join(missing)} in the environment: {settings.kind} lets nobody in without")
    if not (token + user).isascii() or not (token + user).isprintable():
        raise UsageError(f"{token_env} holds line breaks or characters that no key has; set it again")
    headers, login = _headers(settings.kind, user, token)
    client = Client(
        settings.url or shared,
        headers={"accept": "application/json", **headers},
        secrets=(token, user),
        key_names=" and ".join(filter(None, (user_env, token_env))),
        patience=patience,
        now=now,
        login=login,
        transport=_transport(settings, user, token),
    )
    return _KINDS[settings.kind](client, settings)


def _headers(kind: str, user: str, token: str) -> tuple[dict[str, str], Login | None]:
    if kind == "intercom":
        return {"authorization": f"Bearer {token}", "intercom-version": INTERCOM_VERSION}, None
    if kind == "freshdesk":
        return {"authorization": _basic(token, "X")}, None
    if kind == "helpscout":
        return {}, _helpscout_login(user, token)
    return {"authorization": _basic(f"{user}/token", token) if user else f"Bearer {token}"}, None


def _helpscout_login(user: str, token: str) -> Login:
    async def login(client: Client) -> Mapping[str, str]:
        form = {"grant_type": "client_credentials", "client_id": user, "client_secret": token}
        answer = await client.ask("POST", "/v2/oauth2/token", form=form)
        given = a_text(answer.table.get("access_token"))
        if not given:
            raise failed("bad_reply", "helpscout gives no access token: is the url in the settings right?")
        return {"authorization": f"Bearer {given}"}

    return login


def _basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def _transport(settings: SourceSettings, user: str, token: str) -> httpx2.AsyncBaseTransport | None:
    if settings.client != "zenpy":
        return None
    from evalsuite.tickets.sources.zenpy_session import ZenpyTransport  # noqa: PLC0415  - an extra

    return ZenpyTransport(user=user, token=token)
