"""A model whose request marks data with tags that nobody who wrote the data can know."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from evalsuite.models.keys import request_key
from evalsuite.protocols import Completion, Model, Request

_PLACE = "-@fence@>"


def fenced(name: str, text: str) -> str:
    """Data between tags of a name; `text` may hold neither `<` nor `>`."""
    if "<" in text or ">" in text:
        raise ValueError("data between tags holds a tag's own characters; escape them")
    return f"<{name}{_PLACE}\n{text}\n</{name}{_PLACE}"


class Fenced:
    """Asks the model with a word of this very request in every tag.

    It stands inside caches and recordings, whose keys are of the request without the word: what was recorded answers
    still, whatever the workspace's key. The word is the same for the same request, so that asking again asks alike.
    """

    def __init__(self, model: Model, *, key: Callable[[], str]) -> None:
        self._model, self._key = model, key

    async def complete(self, request: Request) -> Completion:
        of = f"{request.attempt} {request_key(request, '')}"
        word = blake2b(of.encode(), digest_size=8, key=self._key().encode()[:64]).hexdigest()
        messages = tuple(
            replace(message, text=message.text.replace(_PLACE, f"-{word}>")) if message.text else message
            for message in request.messages
        )
        return await self._model.complete(replace(request, messages=messages))
