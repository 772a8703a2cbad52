"""Other digits for an id in the same form, by a key: equal stays equal, different stays different."""

import hmac
from hashlib import sha256

_PLACES = 32
_CONSTANT = ("1Z",)
"""Prefixes that say whose form it is, and so are no part of the number."""


class DigitMap:
    """Turns every digit but 0 by an amount that hangs on the key and on its place, counted from the right.

    So an id's last digits become the last digits of its stand-in, ids that differ in one place go on doing so, and
    no id becomes itself. 0 stays 0: a number keeps its length, padding stays padding.
    """

    def __init__(self, key: str) -> None:
        stream = hmac.new(key.encode("utf-8", "surrogatepass"), b"digits", sha256).digest()
        self._turns = [1 + byte % 8 for byte in stream[:_PLACES]]

    def shift(self, text: str) -> str:
        """The id's stand-in: letters and separators stay. Only ASCII digits turn."""
        fixed = next((len(one) for one in _CONSTANT if text.startswith(one)), 0)
        out = list(text)
        place = 0
        for index in range(len(text) - 1, fixed - 1, -1):
            character = text[index]
            if character in "123456789":
                out[index] = str((int(character) - 1 + self._turns[place % _PLACES]) % 9 + 1)
            place += character.isalnum()
        return "".join(out)
