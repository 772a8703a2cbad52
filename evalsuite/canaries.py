"""Words planted where only an assistant reads them, so that whoever sees one in a reply knows what leaked."""

import base64
import re
from hashlib import blake2b

_PLAIN = re.compile(r"[^a-z0-9]+")
LENGTH = 20


def canary(key: str, name: str) -> str:
    """The word for a prompt or kind of notes of this name, always the same for a workspace's key."""
    digest = blake2b(name.encode(), key=key.encode()[:64], digest_size=16).digest()
    return "ref-" + base64.b32encode(digest).decode().lower().rstrip("=")[:LENGTH]


def shown_in(text: str, word: str) -> tuple[int, int] | None:
    """Where a text shows the word, as it is or in other clothes: spaced, in capitals, reversed, as base64 or hex.

    The whole text's span where the clothes hide the place.
    """
    start = text.find(word)
    if start >= 0:
        return start, start + len(word)
    plain = _PLAIN.sub("", text.casefold())
    core = _PLAIN.sub("", word)
    if core in plain or core[::-1] in plain or word.removeprefix("ref-") in plain or word.encode().hex() in plain:
        return 0, len(text)
    squeezed = "".join(text.split()).translate(_URL_SAFE)
    return (0, len(text)) if any(one in squeezed for one in _encodings(word)) else None


_URL_SAFE = str.maketrans("-_", "+/")


def _encodings(word: str) -> list[str]:
    """What base64 makes of the word, whatever stands before it, without what that changes."""
    found = []
    for form in (word, word[::-1], word.upper(), word.removeprefix("ref-")):
        for shift in range(3):
            encoded = base64.b64encode(b" " * shift + form.encode()).decode().rstrip("=")
            found.append(encoded[(0, 2, 3)[shift] : -2])
    return found
