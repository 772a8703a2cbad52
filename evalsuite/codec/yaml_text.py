"""YAML bytes to nodes with places, with every surprise of YAML refused in plain words."""

import codecs
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its stubs name only the loaders

from evalsuite.codec.nodes import Mapping, Node, Scalar, Sequence, is_null, shortened
from evalsuite.codec.yaml_errors import syntax_complaint
from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint

MAX_BYTES = 5_000_000
MAX_DEPTH = 100
MAX_ALIASED = 100_000
"""Nodes that aliases may add to those written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    root: Node | None
    """None where the text could not be read to its end, or holds nothing."""
    complaints: tuple[Complaint, ...] = ()
    """In file order. There is at least one where `root` is None."""


def read_yaml(shown_path: str, data: bytes, *, max_bytes: int = MAX_BYTES) -> YamlFile:
    """The one document of a YAML file. Raises nothing: whatever is wrong with the bytes becomes a complaint."""
    wrong = _unreadable(shown_path, data, max_bytes)
    if wrong:
        return YamlFile(root=None, complaints=(wrong,))
    data = data.removeprefix(codecs.BOM_UTF8)
    hidden = _hide_breaks(data)
    builder = _Builder(shown_path)
    try:
        with gc_paused():
            builder.read(CParser(hidden or data))
    except yaml.YAMLError as error:
        builder.complaints.append(syntax_complaint(shown_path, error))
        builder.root = None
    except _Stop:
        builder.root = None
    else:
        if not builder.complaints and (builder.root is None or is_null(builder.root)):
            builder.root = None
            builder.complaints.append(Complaint(text="the file holds nothing.", mark=Mark(path=shown_path, line=1)))
    if hidden and builder.root:
        _show_breaks(builder.root)
    return YamlFile(root=builder.root, complaints=tuple(builder.complaints))


@contextmanager
def gc_paused() -> Iterator[None]:
    """Without the cyclic collector, which makes loading many small objects take quadratic time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class _Stop(Exception):  # noqa: N818  - ends the reading; the complaint is told already
    pass


class _Builder:
    """Puts parser events together to nodes, without recursion: depth is the file's choice."""

    def __init__(self, shown_path: str) -> None:
        self.root: Node | None = None
        self.complaints: list[Complaint] = []
        self._path = shown_path
        self._open: list[tuple[Sequence | Mapping, Scalar | None, str | None, int]] = []
        self._key: Scalar | None = None
        self._anchors: dict[str, tuple[Node | None, int]] = {}
        self._weight = 0
        self._aliased = 0
        self._documents = 0

    def read(self, parser: Any) -> None:
        handlers: dict[type, Any] = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceEndEvent: self._end,
            yaml.MappingEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        get = parser.get_event
        while True:
            event = get()
            kind = type(event)
            if kind in handlers:
                handlers[kind](event)
            elif kind is yaml.StreamEndEvent:
                return

    def _scalar(self, event: Any) -> None:
        mark, text = event.start_mark, event.value
        node = Scalar(text, not event.style, mark.line + 1, mark.column + 1)
        if event.tag is not None:
            self._complain_of_tag(event.tag, node)
        self._weight += 1 + len(text) // 64
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, 1 + len(text) // 64)
        if self._key is None and self._open and isinstance(self._open[-1][0], Mapping):
            self._take_key(node, self._open[-1][0])
        else:
            self._take(node)

    def _take_key(self, key: Scalar, mapping: Mapping) -> None:
        self._key = key
        if key.text in mapping.entries:
            first = mapping.entries[key.text][0].line
            self._complain(
                key,
                f"the key {shortened(key.text)!r} stands twice in one mapping, first on line {first}. "
                "Keep one; where both are meant, write one list.",
            )
        elif key.plain and key.text == "<<":
            self._complain(key, "'<<' merges nothing here. Write the fields out.")
        elif key.plain and not key.text:
            self._complain(key, "there is no key before this ':'. Write one, or quote the text.")

    def _take(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1][0]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self._key is not None:
            parent.entries.setdefault(self._key.text, (self._key, node))
            self._key = None

    def _start_sequence(self, event: Any) -> None:
        mark = event.start_mark
        self._start(Sequence([], mark.line + 1, mark.column + 1), event)

    def _start_mapping(self, event: Any) -> None:
        mark = event.start_mark
        self._start(Mapping({}, mark.line + 1, mark.column + 1), event)

    def _start(self, node: Sequence | Mapping, event: Any) -> None:
        if event.tag is not None:
            self._complain_of_tag(event.tag, node)
        self._refuse_as_key(node)
        if len(self._open) >= MAX_DEPTH:
            self._stop(node, f"nested deeper than {MAX_DEPTH} levels. Flatten it, or quote it as text.")
        if event.anchor is not None:
            self._anchors[event.anchor] = (None, 0)
        self._open.append((node, self._key, event.anchor, self._weight))
        self._weight += 1
        self._key = None

    def _end(self, _: Any) -> None:
        node, self._key, anchor, weight = self._open.pop()
        if anchor is not None:
            self._anchors[anchor] = (node, self._weight - weight)
        self._take(node)

    def _alias(self, event: Any) -> None:
        mark = event.start_mark
        here = Scalar("", False, mark.line + 1, mark.column + 1)
        if event.anchor not in self._anchors:
            self._stop(here, f"no '&{event.anchor}' stands before this '*{event.anchor}'. Quote the text if it is one.")
        node, weight = self._anchors[event.anchor]
        if node is None:
            self._stop(here, f"'*{event.anchor}' holds itself. Write the part out.")
        self._weight += weight
        self._aliased += weight
        if self._aliased > MAX_ALIASED:
            self._stop(here, f"aliases ('*{event.anchor}') make more than {MAX_ALIASED:,} values. Write the parts out.")
        if self._key is None and self._open and isinstance(self._open[-1][0], Mapping):
            if not isinstance(node, Scalar):
                self._refuse_as_key(here)
            else:
                self._take_key(Scalar(node.text, node.plain, here.line, here.column), self._open[-1][0])
        elif node is not None:
            self._take(node)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            mark = event.start_mark
            here = Scalar("", False, mark.line + 1, mark.column + 1)
            self._stop(here, "a second document starts here. Remove the '---', or make it a file of its own.")

    def _refuse_as_key(self, node: Node) -> None:
        if self._key is None and self._open and isinstance(self._open[-1][0], Mapping):
            self._stop(node, "a list or mapping cannot be a key. Quote a text that starts with '[' or '{'.")

    def _complain_of_tag(self, tag: str, node: Node) -> None:
        name = "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org,2002:") else tag
        self._complain(
            node, f"tags such as {shortened(name)!r} are not read. Remove it, and quote the value if it is text."
        )

    def _complain(self, node: Node, text: str) -> None:
        mark = Mark(path=self._path, line=node.line, column=node.column)
        self.complaints.append(Complaint(text=text, mark=mark))

    def _stop(self, node: Node, text: str) -> None:
        self._complain(node, text)
        raise _Stop


def _unreadable(shown_path: str, data: bytes, max_bytes: int) -> Complaint | None:
    """Why the bytes are no text YAML can hold, or None."""
    start = Mark(path=shown_path, line=1)
    if len(data) > max_bytes:
        megabytes = f"{len(data) / 1e6:.1f} MB, over the limit of {max_bytes / 1e6:.1f} MB"
        return Complaint(text=f"the file has {megabytes}. Split it.", mark=start)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Complaint(text="the file is UTF-16 (or UTF-32). Save it as UTF-8.", mark=start)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        offset = error.start + len(data) - len(error.object)
        mark = _place(shown_path, error.object[: error.start].decode())
        text = f"not UTF-8: byte 0x{data[offset]:02x} at offset {offset}. Save the file as UTF-8."
        return Complaint(text=text, mark=mark)
    bad = _FORBIDDEN.search(text)
    if bad:
        word = "a NUL" if bad[0] == "\0" else f"the control character U+{ord(bad[0]):04X}"
        mark = _place(shown_path, text[: bad.start()])
        return Complaint(
            text=f'{word} stands here. Remove it, or write "\\x{ord(bad[0]):02X}" in double quotes.', mark=mark
        )
    return None


def _place(shown_path: str, before: str) -> Mark:
    line = before.count("\n")
    return Mark(path=shown_path, line=line + 1, column=len(before) - before.rfind("\n"))


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")

# The parser takes these for line breaks, as YAML 1.1 did; in 1.2, and in what customers paste, they are text.
_BREAKS = "\u0085\u2028\u2029"
_STAND_INS = "\U0010fff1\U0010fff2\U0010fff3"


def _hide_breaks(data: bytes) -> bytes | None:
    """The text with old line breaks replaced by characters nobody uses; None where it has none."""
    if b"\xc2\x85" not in data and b"\xe2\x80\xa8" not in data and b"\xe2\x80\xa9" not in data:
        return None
    text = data.decode()
    if any(stand_in in text for stand_in in _STAND_INS):
        return None
    return text.translate(str.maketrans(_BREAKS, _STAND_INS)).encode()


def _show_breaks(root: Node) -> None:
    table = str.maketrans(_STAND_INS, _BREAKS)
    seen: set[int] = set()
    todo: list[Node] = [root]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Scalar):
            node.text = node.text.translate(table)
        elif isinstance(node, Sequence):
            todo += node.items
        else:
            node.entries = {key.translate(table): entry for key, entry in node.entries.items()}
            todo += [part for entry in node.entries.values() for part in entry]
