"""What every help desk here has: a client, and settings that say which tickets are wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from evalsuite.domain.ticket import Batch
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.tickets.identity import matches
from evalsuite.tickets.sources.client import Client


class Source:
    """A `TicketSource` to be used in an `async with`."""

    def __init__(self, client: Client, settings: SourceSettings) -> None:
        self._client, self._settings = client, settings

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    def batches(self, since: Mapping[str, Any]) -> AsyncIterator[Batch]:
        raise NotImplementedError

    def _wanted(self, *, tags: Iterable[str], channel: str) -> bool:
        """Whether the settings ask for it: each ticket costs a request or more."""
        of_tags, of_channels = self._settings.tags, self._settings.channels
        return (not of_tags or any(matches(tag, of_tags) for tag in tags)) and (
            not of_channels or matches(channel, of_channels)
        )
