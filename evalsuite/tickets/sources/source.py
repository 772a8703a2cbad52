"""What every help desk here has: a client, and settings that say which tickets are wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from evalsuite.codec.exports import SHAPES
from evalsuite.codec.exports_values import a_text
from evalsuite.domain.ticket import Batch, RawTicket
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed
from evalsuite.tickets.identity import matches
from evalsuite.tickets.sources.client import Client, each


class Source:
    """A `TicketSource` to be used in an `async with`."""

    def __init__(self, client: Client, settings: SourceSettings) -> None:
        self.client, self.kind, self._settings = client, settings.kind, settings

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.__aexit__(kind, error, trace)

    def batches(self, since: Mapping[str, Any]) -> AsyncIterator[Batch]:
        raise NotImplementedError

    def _asked_for(self, item: Mapping[str, Any]) -> bool:
        """Whether the settings ask for a ticket of a list: each costs a request or more."""
        of_tags, of_channels = self._settings.tags, self._settings.channels
        if not of_tags and not of_channels:
            return True
        ticket = SHAPES[self.kind].read(item)
        return (not of_tags or any(matches(tag, of_tags) for tag in ticket.tags)) and (
            not of_channels or matches(ticket.channel, of_channels)
        )


async def batch_of(
    source: str,
    items: Sequence[Mapping[str, Any]],
    whole: Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]],
    *,
    gone: Iterable[str] = (),
    checkpoint: Mapping[str, Any],
) -> Batch:
    """The tickets of a list, each with all that belongs to it: with nothing where it has been deleted since.

    One that the help desk does not give holds up no other; where it gives none of them, that is raised.
    """

    async def tried(item: Mapping[str, Any]) -> Mapping[str, Any] | ModelError | None:
        try:
            return await whole(item)
        except ModelError as error:
            if error.failure.kind not in {"bad_request", "too_large"}:
                raise  # the others would meet that too
            return error

    bodies = await each(items, tried)
    refused = [body for body in bodies if isinstance(body, ModelError)]
    if refused and len(refused) == len(bodies):
        raise refused[0]
    pairs = [(a_text(item.get("id")), body) for item, body in zip(items, bodies, strict=True)]
    return Batch(
        tickets=tuple(
            RawTicket(id=name, source=source, body=body) for name, body in pairs if isinstance(body, Mapping)
        ),
        gone=(*gone, *(name for name, body in pairs if body is None)),
        missed={name: str(body) for name, body in pairs if isinstance(body, ModelError)},
        checkpoint=checkpoint,
    )


def path_part(ticket_id: Any) -> str:
    """A ticket's id as a part of an address. Raises `ModelError` where it would lead elsewhere."""
    name = a_text(ticket_id)
    if not name.isalnum() or not name.isascii():
        raise failed("bad_request", "a ticket has an id that no help desk gives: is the url in the settings right?")
    return name
