"""The key that a request has in caches and recordings."""

import json
from hashlib import blake2b

from evalsuite.models.chat import chat_message, tools_json
from evalsuite.protocols import Request

_dumps = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=str).encode


def request_key(request: Request, identity: str) -> str:
    """32 hexadecimal digits of everything that bears on the answer; `attempt` is kept apart.

    The same in every process. `identity` says which model is asked: its name, and what else tells it from others.
    """
    text = _dumps(
        (
            identity,
            [chat_message(message) for message in request.messages],
            request.response_schema,
            request.parameters,
        )
    )
    digest = blake2b(text.encode("ascii"), digest_size=16)
    if request.tools:
        digest.update(tools_json(request.tools).encode("ascii"))
    return digest.hexdigest()
