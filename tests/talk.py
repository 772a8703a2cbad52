"""Conversations with assistants, for their tests."""

import asyncio

from evalsuite.assistants.toolbox import FixtureToolbox
from evalsuite.domain.conversation import Message, Tool
from evalsuite.errors import ModelError
from evalsuite.protocols import Conversation

TOOLS = (Tool(name="track", description="Where a parcel is"), Tool(name="refund"))


def conversation(*said, seconds=30.0, toolbox=None, **given):
    """A conversation that a running loop's clock ends."""
    messages = tuple(each if isinstance(each, Message) else Message(role="user", text=each) for each in said)
    return Conversation(
        **{
            "case_id": "late-parcel",
            "attempt": 1,
            "messages": messages or (Message(role="user", text="Where is my parcel?"),),
            "tools": TOOLS,
            "toolbox": toolbox or FixtureToolbox({}),
            "deadline": asyncio.get_running_loop().time() + seconds,
            **given,
        }
    )


def reply(make, *said, **given):
    """The reply of the assistant that `make` gives; a failure is raised."""

    async def run():
        assistant = make()
        try:
            return await assistant.reply(conversation(*said, **given))
        finally:
            if hasattr(assistant, "aclose"):
                await assistant.aclose()

    return asyncio.run(run())


def failure(make, *said, **given):
    """The failure of the assistant that `make` gives."""
    try:
        found = reply(make, *said, **given)
    except ModelError as error:
        return error.failure
    raise AssertionError(f"replied: {found}")
