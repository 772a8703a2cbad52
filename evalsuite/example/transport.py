"""The offline model as an HTTP transport: what an OpenAI-compatible endpoint answers, without a network."""

import json
from typing import Any

import httpx2

from evalsuite.example.alex import CREATED, complete
from evalsuite.example.alex_voice import VERSIONS


def transport() -> httpx2.AsyncBaseTransport:
    """A transport that answers `POST …/chat/completions` and `GET …/models` for any host; it holds no state."""
    return OfflineTransport()


class OfflineTransport(httpx2.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        status, answer = _answer(request.method, request.url.path, content)
        # Plain ASCII, since a text may hold lone surrogates, which UTF-8 cannot carry.
        return httpx2.Response(
            status, headers={"content-type": "application/json"}, content=json.dumps(answer).encode(), request=request
        )


def _answer(method: str, path: str, content: bytes) -> tuple[int, dict[str, Any]]:
    if path.endswith("/models"):
        return (200, _models()) if method == "GET" else _error(405, f"{method} is not allowed here. Use GET.")
    if not path.endswith("/chat/completions"):
        return _error(404, f"There is nothing at {path!r}.", code="unknown_url")
    if method != "POST":
        return _error(405, f"{method} is not allowed here. Use POST.")
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return _error(400, "The request's body could not be read as JSON.")
    return _completion(body)


def _completion(body: object) -> tuple[int, dict[str, Any]]:
    if not isinstance(body, dict):
        return _error(400, "The request's body must be a JSON object.")
    model = body.get("model")
    if not isinstance(model, str):
        return _error(400, "You must provide a model parameter.", param="model")
    if model not in VERSIONS:
        known = ", ".join(VERSIONS)
        text = f"The model {model[:100]!r} does not exist. This endpoint has: {known}."
        return _error(404, text, param="model", code="model_not_found")
    if body.get("stream"):
        return _error(400, "This endpoint does not stream. Leave 'stream' away.", param="stream")
    try:
        return 200, complete(body, VERSIONS[model])
    except ValueError as problem:
        return _error(400, str(problem), param="messages")


def _models() -> dict[str, Any]:
    models = [{"id": name, "object": "model", "created": CREATED, "owned_by": "techgadgets"} for name in VERSIONS]
    return {"object": "list", "data": models}


def _error(
    status: int, message: str, *, param: str | None = None, code: str | None = None
) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}
