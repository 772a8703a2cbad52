"""An assistant that replies again what recorded conversations say it replied."""

from collections.abc import Mapping, Sequence

from evalsuite.domain.conversation import Message, Transcript, Usage
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed, quoted
from evalsuite.protocols import Conversation, Reply


class RecordedAssistant:
    """Finds the recording by case id; several of one id are its attempts, in order."""

    def __init__(self, recordings: Mapping[str, Transcript | Sequence[Transcript]]) -> None:
        self._recordings = {
            case_id: (found,) if isinstance(found, Transcript) else tuple(found)
            for case_id, found in recordings.items()
        }

    async def reply(self, conversation: Conversation) -> Reply:
        """What was replied to this customer message.

        Raises `ModelError` (no_recording) where the recording has no such attempt or message, or where the customer
        says something else in it.
        """
        transcript = self._transcript(conversation)
        asked = [message for message in conversation.messages if message.role == "user"]
        places = [index for index, message in enumerate(transcript.messages) if message.role == "user"]
        turn = len(asked) - 1
        if turn >= len(places):
            raise _missing(conversation, f"ends before customer message {turn + 1}")
        recorded = transcript.messages[places[turn]]
        if _words(recorded) != _words(asked[-1]):
            raise _missing(conversation, f"has another customer message {turn + 1}: {quoted(_words(recorded), 60)}")
        end = places[turn + 1] if turn + 1 < len(places) else len(transcript.messages)
        messages = transcript.messages[places[turn] + 1 : end]
        if not any(message.role == "assistant" for message in messages):
            raise _missing(conversation, f"has no reply to customer message {turn + 1}")
        return Reply(
            messages=messages,
            usage=transcript.usage if turn == len(places) - 1 else Usage(),  # known for the whole only; counted once
            model=transcript.model,
            prompt_version=transcript.prompt_version,
            finish_reason=transcript.finish_reason,
        )

    def _transcript(self, conversation: Conversation) -> Transcript:
        attempts = self._recordings.get(conversation.case_id, ())
        if not attempts:
            raise _missing(conversation, "does not hold this case")
        if conversation.attempt > len(attempts):
            raise _missing(conversation, f"holds {len(attempts)} attempts, not {conversation.attempt}")
        return attempts[conversation.attempt - 1]


def _words(message: Message) -> str:
    return " ".join((message.text or "").split())


def _missing(conversation: Conversation, why: str) -> ModelError:
    return failed("no_recording", f"case {quoted(conversation.case_id, 80)}: the recording {why}")
