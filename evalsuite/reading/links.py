"""The links and e-mail addresses a text names."""

import re
from collections.abc import Iterator

from evalsuite.domain.reading import Fact, TextView

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'`|)\]}]{3,400}|(?<![\w.@/-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
_TAIL = ".,;:!?*_"
_EXAMPLE = re.compile(
    r"\b(?:your|you|name|user|email|someone|example|xxx+|usuario|correo)[\w.+-]{0,20}@|@(?:[\w-]{1,63}\.)?(?:email|example|domain|mail)\.\w+\Z|[{<\[]",
    re.IGNORECASE,
)


def links(view: TextView) -> Iterator[Fact]:
    """The links and addresses of a view, in order; those that only show a form are none."""
    text = view.text
    if "://" not in text and "www." not in text and "@" not in text:
        return
    for match in _LINK.finditer(text):
        found = match.group().rstrip(_TAIL)
        if "://" in found or not _EXAMPLE.search(found):
            start, end = view.raw_span(match.start(), match.start() + len(found))
            yield Fact(kind="link", text=found, start=start, end=end, forms=_forms(found), at=match.start())


def _forms(link: str) -> tuple[str, ...]:
    """The link without what does not matter, and what stands behind its host where that holds an id."""
    bare = re.sub(r"\A(?:https?://)?(?:www\.)?", "", link.casefold()).rstrip("/")
    _, slash, behind = bare.partition("/")
    return (bare, behind) if slash and re.search(r"\d", behind) and len(behind) > 7 and "@" not in link else (bare,)
