"""The assistant under test. Call your own code inside `reply`."""

import json
import re
from typing import Any

from evalsuite import Conversation, Message, ToolCall


async def reply(conversation: Conversation) -> str | dict[str, Any]:
    """One reply: a text, or the messages of an exchange with tool calls, their results and what is said at last."""
    said = " ".join(message.text or "" for message in conversation.messages if message.role == "user")
    if "money back" in said:
        return "I am sorry for the trouble. Which order is it, and what went wrong with it?"
    wanted = re.search(r"A-\d{4}", said)
    if wanted is None:
        return "I can look that up for you. What is your order number?"
    call = ToolCall(id="call-1", name="get_order_status", arguments={"order_id": wanted[0]})
    result = await conversation.toolbox.call(call)  # answered by the case's own `tools:`
    calling = Message(role="assistant", tool_calls=(call,))
    return {"messages": [calling, result, Message(role="assistant", text=_told(result))]}


def _told(result: Message) -> str:
    if result.is_error:
        return "I cannot find that order. Is that the number on your confirmation?"
    order = json.loads(result.text or "{}")
    return f"Your order {order['order_id']} is {order['status']}; the tracking number is {order['tracking']}."
