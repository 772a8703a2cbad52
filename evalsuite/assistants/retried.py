"""An assistant asked again after failures that pass."""

from evalsuite.models.retried import Patience, patiently
from evalsuite.protocols import Assistant, Conversation, Reply


class RetriedAssistant:
    """For assistants whose exchanges may be repeated: those defined as `idempotent`."""

    def __init__(self, assistant: Assistant, patience: Patience) -> None:
        self._assistant = assistant
        self._patience = patience

    async def reply(self, conversation: Conversation) -> Reply:
        return await patiently(lambda: self._assistant.reply(conversation), self._patience)
