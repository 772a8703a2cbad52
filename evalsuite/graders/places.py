"""Where values stand, and where they were looked for, in words."""

from evalsuite.domain.reading import Value
from evalsuite.protocols import GradingContext


def place_of(value: Value) -> str:
    """Where a value stands, in words."""
    if value.source == "result":
        tool = f", result of {value.tool}" if value.tool else ""
        return f"message {value.message}{tool}{', ' + value.pointer if value.pointer else ''}"
    if value.source == "user":
        return f"message {value.message}, the customer's words"
    return {"system": "the system text", "context": f"the context, {value.pointer}", "document": "a document"}[
        value.source
    ]


def looked_in(context: GradingContext, index: int) -> str:
    """Where a fact of message `index` was looked for, in words."""
    results = sum(1 for message in context.messages[:index] if message.role == "tool")
    places = [f"{results} tool result{'s' if results != 1 else ''}", "the customer's messages"]
    if context.case.context and context.knowledge.sees_context:
        places.append("the context")
    if context.transcript.system or context.knowledge.prompt:
        places.append("the system text")
    if context.transcript.documents:
        places.append(f"{len(context.transcript.documents)} documents")
    return ", ".join(places)
