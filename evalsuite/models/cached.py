"""A model that is not asked again what it has answered before."""

from collections.abc import Callable
from dataclasses import replace

from evalsuite.models.keys import request_key
from evalsuite.models.replies import RecordedReply, Replies
from evalsuite.protocols import Completion, Model, Request


class Cached:
    """Answers from `replies` where it can; else asks the model, remembers the answer and gives it to `sink`."""

    def __init__(self, model: Model, *, identity: str, replies: Replies, sink: Callable[[RecordedReply], None]) -> None:
        self._model, self._identity = model, identity
        self._replies, self._sink = replies, sink

    async def complete(self, request: Request) -> Completion:
        """The answer; one that is remembered is as it was the first time, its usage what it cost then."""
        key = request_key(request, self._identity)
        known = self._replies.get(key, request.attempt, request.case_id)
        if known is not None:
            return replace(known, remembered=True)
        completion = await self._model.complete(request)
        reply = RecordedReply(key=key, attempt=request.attempt, case=request.case_id, completion=completion)
        self._replies.put(reply)
        self._sink(reply)
        return completion
