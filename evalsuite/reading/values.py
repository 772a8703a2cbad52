"""Values as they stand in texts and in JSON, each with its first place, and what ids look like by them."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar, overload

from evalsuite.domain.reading import Value
from evalsuite.reading.tokens import groups, has_digit, is_code, normal, shape, tokens, with_segments

T = TypeVar("T")
Source = Literal["system", "context", "document", "user", "result"]

ID_KEY = re.compile(
    r"(?:^|_)(?:id|ids|number|no|num|code|ref|reference|sku|tracking|key|pnr|locator|serial|iban|imei|rma)s?\Z"
    r"|(?:Id|Ids|Number|Code|Ref)\Z"
)
_NO_ID_KEY = re.compile(
    r"(?:^|_)(?:zip|postal|phone|house|room|country|currency|error|status|area|dial)_?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where values come from."""

    source: Source
    message: int | None = None
    tool: str | None = None


_Path = tuple["_Path", str] | None
"""The last step of a JSON pointer behind those before it."""


class Values(Mapping[str, Value]):
    """Values by normalised text, made when they are asked for: of all that is known, a reply names little."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, Origin, _Path]] = {}

    def learn(self, key: str, text: str, origin: Origin, path: _Path = None) -> None:
        """Keep the first place of a value."""
        if key not in self._found:
            self._found[key] = (text, origin, path)

    def __getitem__(self, key: str) -> Value:
        text, origin, path = self._found[key]
        return Value(text=text, source=origin.source, message=origin.message, tool=origin.tool, pointer=_pointer(path))

    @overload
    def get(self, key: str, /) -> Value | None: ...
    @overload
    def get(self, key: str, /, default: Value | T) -> Value | T: ...
    def get(self, key: str, /, default: Any = None) -> Any:
        return self[key] if key in self._found else default  # an exception for each miss costs more than all hits

    def __contains__(self, key: object) -> bool:
        return key in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _pointer(path: _Path) -> str:
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append("/" + step.replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(steps))


class Learnt:
    """What texts and JSON values have told so far; of each value its first place."""

    def __init__(self) -> None:
        self.known = Values()
        self.said = Values()
        """The customer's words, which are no firm knowledge."""
        self.shapes: dict[str, str] = {}
        """Forms of ids, each with where it was learnt."""
        self._codes: dict[int, set[str]] = {}

    def code_lengths(self) -> frozenset[int]:
        """Lengths of codes in capitals that may hold no digit at all."""
        found = self._codes.items()
        return frozenset(length for length, forms in found if len(forms) > 1 or any(map(is_code, forms)))

    def read_prose(self, text: str, origin: Origin, *, without: Container[str] = ()) -> None:
        """The ids of a text, but those that it says there are not."""
        into = self.said if origin.source == "user" else self.known
        found = _prose_tokens(text) if len(text) < 100_000 else _prose_tokens.__wrapped__(text)
        for key, token in found:
            if not (without and normal(token) in without):
                into.learn(key, token, origin)
        if origin.source == "user":
            self._learn_codes(token for _, token in found)
        if origin.source == "result" and len(text) < 64:
            self.learn_shape("result_id", text.strip(), origin.tool)

    def read_values(self, root: Any, origin: Origin, *, without: Container[str] = ()) -> None:
        """Every string and whole number of JSON values, but those that it says there are not; ids' shapes are learnt
        under keys that name ids."""
        stack: list[tuple[str, _Path, Any]] = [("", None, root)]
        while stack:
            key, path, value = stack.pop()
            if isinstance(value, str):
                if not value.isalpha() or value.isupper() or len(value) > 63 or _key_names(key)[0]:
                    self._leaf(value, key, path, origin, without)
            elif isinstance(value, dict):
                for name, inner in value.items():
                    named = str(name)
                    if has_digit(named):
                        self._leaf(named, key, (path, named), origin)
                    stack.append((named, (path, named), inner))
            elif isinstance(value, list | tuple):
                self._learn_siblings(value)
                stack.extend((key, (path, str(place)), inner) for place, inner in enumerate(value))
            elif isinstance(value, int) and not isinstance(value, bool) and value > 99:
                self.known.learn(str(value), str(value), origin, path)
                self.learn_shape(key, str(value), origin.tool)

    def _leaf(self, text: str, key: str, path: _Path, origin: Origin, without: Container[str] = ()) -> None:
        if text.isalnum() and len(text) < 64:  # the most of them, so without a detour
            self.learn_shape(key, text, origin.tool)
            self.known.learn(text.casefold(), text, origin, path)
            return
        if len(text) > 200 or " " in text or "\n" in text:
            pairs = spoken(text)
        else:
            pairs = with_segments(text)
            self.learn_shape(key, text, origin.tool)
        for norm, token in pairs:
            if norm not in without:
                self.known.learn(norm, token, origin, path)

    def learn_shape(self, key: str, text: str, tool: str | None) -> None:
        """Learn an id's form from a value under a key that names ids, and the length of codes from any value."""
        if not key or not 4 <= len(text) <= 40 or " " in text:
            return
        named = _key_names(key)[1]
        if len(text) > 4 and text.isupper() and text.isalnum() and (named or has_digit(text)):
            self._codes.setdefault(len(text), set()).add(shape(text) or text)
        if named and (form := shape(text)) is not None and form not in self.shapes:
            self.shapes[form] = f"shaped like {text}, a value under {key}" + (f" of {tool}" if tool else "")

    def _learn_codes(self, texts: Iterable[str]) -> None:
        for text in texts:
            if is_code(text.upper()) and (text.isupper() or (len(text) > 5 and text.islower())):
                self._codes.setdefault(len(text), set()).add(shape(text.upper()) or text)

    def _learn_siblings(self, values: Sequence[Any]) -> None:
        """Where a list holds one code, what looks alike beside it is one too, though it be all letters."""
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) > 1 and any(map(is_code, texts)) and len(set(map(len, texts))) == 1 and all(map(_capital, texts)):
            self._codes.setdefault(len(texts[0]), set()).update(shape(text) or text for text in texts)


@lru_cache(maxsize=256)
def _prose_tokens(text: str) -> tuple[tuple[str, str], ...]:
    """The ids of a prose text, normalised and as written. Cached: conversations share their prompts."""
    return tuple(spoken(text))


def spoken(text: str) -> Iterator[tuple[str, str]]:
    """The ids of a prose text, normalised and as written."""
    if text.isascii() and not _PERHAPS_ID.search(text):
        return
    for token in tokens(text):
        yield from with_segments(token)
    for start, end in groups(text):
        yield normal(text[start:end]), text[start:end]


_PERHAPS_ID = re.compile(r"[0-9_A-Z](?:(?<=[0-9_])|(?![a-z]))")
"""What every id of an ASCII text holds: a digit, an underscore, or a capital that no small letter follows."""


def _capital(text: str) -> bool:
    return text.isalnum() and text.isupper()


@lru_cache(maxsize=4096)
def _key_names(key: str) -> tuple[bool, bool]:
    """Whether a key names ids, and whether those are ids of records."""
    named = ID_KEY.search(key) is not None
    return named, named and not _NO_ID_KEY.search(key)


def leaves(value: Any) -> Iterator[Any]:
    """The values of nested JSON values, the last ones first."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            stack.extend(one.values())
        elif isinstance(one, list | tuple):
            stack.extend(one)
        else:
            yield one


def texts(value: Any) -> Iterator[str]:
    """The strings and whole numbers of JSON values, as texts."""
    for one in leaves(value):
        if isinstance(one, str):
            yield one
        elif isinstance(one, int) and not isinstance(one, bool):
            yield str(one)
