"""Which words of a ticket are the assistant's, by what a team says of it."""

from dataclasses import replace
from fnmatch import fnmatchcase

from evalsuite.domain.ticket import BotIdentity, Person, Ticket


def recognised(ticket: Ticket, identity: BotIdentity) -> Ticket:
    """The ticket with the assistant's words under role `bot`; the very same where nothing tells."""
    if identity == BotIdentity():
        return ticket
    bots = {person.ref for person in ticket.people if _is(person, identity)}
    if not bots and not any(message.role == "bot" for message in ticket.messages) and _marked(ticket, identity):
        bots = _first_of_staff(ticket)
    if not bots:
        return ticket
    return replace(
        ticket,
        people=tuple(replace(one, role="bot") if one.ref in bots else one for one in ticket.people),
        messages=tuple(
            replace(one, role="bot") if one.author in bots and one.kind == "message" and one.role != "tool" else one
            for one in ticket.messages
        ),
    )


def matches(text: str, patterns: tuple[str, ...]) -> bool:
    """Whether a text is one of these; `*` stands for any characters, and case does not matter."""
    return any(fnmatchcase(text.casefold(), pattern.casefold()) for pattern in patterns)


def _is(person: Person, identity: BotIdentity) -> bool:
    return (
        any(one in identity.user_ids for one in person.ids)
        or any(matches(one, identity.emails) for one in person.emails)
        or any(matches(one, identity.names) for one in person.names)
    )


def _marked(ticket: Ticket, identity: BotIdentity) -> bool:
    return matches(ticket.channel, identity.channels) or any(matches(tag, identity.tags) for tag in ticket.tags)


def _first_of_staff(ticket: Ticket) -> set[str]:
    for message in ticket.messages:
        if message.role == "human_agent" and message.public and message.kind == "message" and message.author:
            return {message.author}
    return set()
