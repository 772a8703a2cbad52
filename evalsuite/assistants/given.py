"""An assistant that makes given calls and gives one given reply."""

from collections.abc import Sequence

from evalsuite.domain.conversation import Message, ToolCall, Usage
from evalsuite.protocols import Conversation, Reply


class GivenAssistant:
    """Says nothing until the customer's last message, and then what it was given; the toolbox answers its calls."""

    def __init__(self, text: str, *, calls: Sequence[ToolCall] = (), after: int) -> None:
        self._text, self._calls, self._after = text, calls, after

    async def reply(self, conversation: Conversation) -> Reply:
        """`after` is how many messages the customer has in all."""
        if sum(message.role == "user" for message in conversation.messages) < self._after:
            return Reply(messages=(), usage=Usage())
        made: list[Message] = []
        for call in self._calls:
            made += [Message(role="assistant", tool_calls=(call,)), await conversation.toolbox.call(call)]
        return Reply(messages=(*made, Message(role="assistant", text=self._text)), usage=Usage())
