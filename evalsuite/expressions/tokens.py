"""The words and signs of an expression, each with its place."""

import re
from dataclasses import dataclass


class ExpressionError(ValueError):
    """An expression that cannot be followed."""

    def __init__(self, text: str, offset: int) -> None:
        super().__init__(text)
        self.offset = offset
        """Code points into the expression."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    offset: int


_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\n]*'|\"[^\"\n]*\")|(?P<number>\d{1,30}(?:\.\d{1,12})?(?![\w.]))"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-!<>+*/%?:()\[\],]))"
)
_WORDS = {"&&": "and", "||": "or", "!": "not"}
_KEYWORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
_HINTS = {"=": "Write == to compare.", "&": "Write && or and.", "|": "Write || or or.", "**": "There are no powers."}


def tokens(source: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    end = len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at)
        if match is None or match.end() == at:
            start = at + len(source[at:]) - len(source[at:].lstrip())
            raise ExpressionError(_odd(source, start), start)
        kind = str(match.lastgroup)
        text = match[kind]
        word = _WORDS.get(text, text.lower() if text.lower() in {"and", "or", "not", "in"} else text)
        kind = "sign" if word in _KEYWORDS - {"true", "false", "null"} else kind
        found.append(Token(kind, word, match.start(str(match.lastgroup))))
        at = match.end()
    return found


def _odd(source: str, at: int) -> str:
    character = source[at]
    if character in "'\"":
        return f"the text that begins with {character} has no end. Close it with {character}"
    if character.isdigit():
        return f"{source[at : at + 12]!r} is no number, name or text. Put texts and dates in quotes"
    hint = _HINTS.get(character, "")
    return f"{character!r} means nothing here.{hint and ' '}{hint}"
