"""An assistant whose replies and failures hold no secret of the environment, whatever it was that printed one."""

from dataclasses import replace

from evalsuite.codec.secrets import Secrets
from evalsuite.domain.run import Failure
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed
from evalsuite.protocols import Assistant, Conversation, Reply


class HushedAssistant:
    """The same assistant. What it says is changed before it is judged, so that findings point at what is kept."""

    def __init__(self, inner: Assistant, secrets: Secrets) -> None:
        self._inner, self._secrets = inner, secrets

    async def reply(self, conversation: Conversation) -> Reply:
        try:
            reply = await self._inner.reply(conversation)
        except ModelError as error:
            raise self._quiet(error) from None
        except Exception as crash:
            said = f"{type(crash).__name__}: {crash}"
            quiet = self._secrets.text(said)
            if quiet == said:
                raise
            raise failed("crashed", f"the assistant crashed: {quiet}"[:500]) from None
        return replace(reply, messages=tuple(self._secrets.noun(message) for message in reply.messages))

    def _quiet(self, error: ModelError) -> ModelError:
        failure = error.failure
        quiet = ModelError(
            Failure(kind=failure.kind, text=self._secrets.text(failure.text)), retry_after=error.retry_after
        )
        quiet.messages = tuple(self._secrets.noun(message) for message in error.messages)
        quiet.usage = error.usage
        return quiet
