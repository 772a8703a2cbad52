"""Messages of help desks as plain text: markup read, quoted replies and signatures taken off."""

import re
from collections.abc import Set as AbstractSet
from html import unescape
from html.parser import HTMLParser

LONGEST_MARKUP = 200_000
"""Characters; markup longer than that is read by a plainer way that takes no more than linear time."""

LONGEST_SIGNATURE = 8
"""Lines; where more follows, the two dashes were a line drawn by hand."""
Words = tuple[str, ...]


def from_html(markup: str) -> str:
    """The text that markup shows: a line for each block, `- ` before items, and where links lead behind their words."""
    if "<" not in markup and "&" not in markup:
        return markup
    if len(markup) > LONGEST_MARKUP:
        return _tidy(unescape(_TAG.sub("", _END.sub("\n", markup))))
    reader = _Reader()
    reader.feed(_closed(markup))
    reader.close()
    return _tidy("".join(reader.parts))


def own_words(text: str, earlier: AbstractSet[Words]) -> str:
    """The text without its signature, and without the reply it quotes at its end where that is said in `earlier`
    (`runs_of_words`) already; what is quoted from elsewhere is news, and stays."""
    lines = text.strip().split("\n")
    at = _quote_at(lines)
    own, quote = "\n".join(_before_signature(lines[:at])).strip(), lines[at:]
    quoted = runs_of_words("\n".join([line for line in quote if line.startswith(">")] or quote[1:]))
    known = not quoted or len(quoted & earlier) >= _KNOWN * len(quoted)
    kept = own if known else "\n\n".join(filter(None, (own, "\n".join(quote).strip())))
    return kept.strip() or text.strip()


def runs_of_words(text: str) -> set[Words]:
    """Every three words that follow each other: what a quotation shares with its source, however it is wrapped."""
    words = tuple(_WORD.findall(text.casefold()))
    return {words[at : at + 3] for at in range(max(1, len(words) - 2))} if words else set()


def _closed(markup: str) -> str:
    """The markup without comments, each `<` that opens no tag written out: one left open costs the parser a search
    through all that follows, again and again."""
    first, *others = markup.split("<!--")
    kept = [first]
    for other in others:
        _, ended, behind = other.partition("-->")
        kept.append(behind if ended else f"&lt;!--{other}")
    return _OPEN.sub("&lt;", "".join(kept))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._links: list[tuple[str, int]] = []
        self._lists: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "a":
            self._links = [(dict(attrs).get("href") or "", len(self.parts))]  # HTML has no link in a link
        elif tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._item()
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "blockquote":
            self.parts.append(_QUOTE)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  - overrides
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._links:
            target, start = self._links.pop()
            shown = "".join(self.parts[start:]).strip()
            if target.startswith(("http://", "https://")) and shown.rstrip("/") not in target:
                self.parts.append(f" ({target})")
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self.parts.append("\n")
        elif tag == "blockquote":
            self.parts.append(_UNQUOTE)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(_SPACES.sub(" ", data))

    def _item(self) -> None:
        mark = "- "
        if self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            mark = f"{self._lists[-1]}. "
        self.parts.append(f"\n{mark}")


def _tidy(text: str) -> str:
    """Lines without spaces around them, at most one empty one between; quoted ones begin with `> `."""
    lines: list[str] = []
    depth = 0
    for line in text.replace(_QUOTE, f"\n{_QUOTE}\n").replace(_UNQUOTE, f"\n{_UNQUOTE}\n").split("\n"):
        if line in (_QUOTE, _UNQUOTE):
            depth = max(0, depth + (1 if line == _QUOTE else -1))
            continue
        clean = line.strip(" \t\xa0")
        if clean or (lines and lines[-1]):
            lines.append("> " * min(depth, 1) + clean if clean else "")
    return "\n".join(lines).strip()


def _quote_at(lines: list[str]) -> int:
    """The line at which what is quoted at the end begins; behind the last one where nothing is."""
    for index, line in enumerate(lines):
        if len(line) < 300 and index and _starts_quote(line, lines[index + 1] if index + 1 < len(lines) else ""):
            return index
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    return end or len(lines)


def _starts_quote(line: str, following: str) -> bool:
    if _DIVIDER.match(line):
        return True
    both = f"{line} {following}" if len(following) < 300 else line
    return bool(_WROTE.match(line) or (not line.rstrip().endswith((".", "?", "!")) and _WROTE.match(both)))


def _before_signature(lines: list[str]) -> list[str]:
    for index in range(max(1, len(lines) - LONGEST_SIGNATURE - 1), len(lines)):
        if lines[index].rstrip() == "--":
            return lines[:index]
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or _DEVICE.match(lines[end - 1])):
        end -= 1
    return lines[:end]


_KNOWN = 0.6  # the rest is what a mail program puts between: names, dates, addresses
_WORD = re.compile(r"\w+")
_QUOTE, _UNQUOTE = "\ue000", "\ue001"
_HIDDEN = {"script", "style", "head", "title", "template", "noscript"}
_BLOCKS = {
    *("p", "div", "br", "hr", "tr", "table", "section", "article", "header", "footer", "pre", "address"),
    *("dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_END = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_OPEN = re.compile(r"<(?!/?[A-Za-z][^<>]{0,1000}>)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,5000}>")
_WROTE = re.compile(
    r"\s*(?:On|Am|Le|El|Il|Op|Em|Den|Dnia|W dniu)\b.{6,250}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał)[^:]{0,80}:\s*$"
)
_DIVIDER = re.compile(
    r"\s*(?:-{3,} ?(?:Original|Forwarded|Ursprüngliche|Message)\b.{0,40}-{3,}"
    r"|##- .{0,80}-##|_{20,})\s*$",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\s*(?:Sent from (?:my|Mail|Yahoo|Outlook)\b.{0,60}|Get Outlook for .{0,40}|Von meinem .{0,30} gesendet)$"
)
