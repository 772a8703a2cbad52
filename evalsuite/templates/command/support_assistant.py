"""The assistant under test, as a program. Put your own in its place, in any language."""

import json
import re
import sys
from typing import Any


def answer(request: dict[str, Any]) -> str:
    """What the assistant says next."""
    said = " ".join(message["content"] or "" for message in request["messages"] if message["role"] == "user")
    if "money back" in said:
        return "I am sorry for the trouble. Which order is it, and what went wrong with it?"
    wanted = re.search(r"A-\d{4}", said)
    if wanted is None:
        return "I can look that up for you. What is your order number?"
    for order in request["context"].get("orders", []):
        if order["order_id"] == wanted[0]:
            return f"Your order {wanted[0]} is {order['status']}; the tracking number is {order['tracking']}."
    return f"I cannot find {wanted[0]}. Is that the number on your confirmation?"


if __name__ == "__main__":
    json.dump({"text": answer(json.load(sys.stdin))}, sys.stdout)
