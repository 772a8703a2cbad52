"""Typed fields out of YAML nodes, with every mistake gathered instead of raised."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from evalsuite.codec.nodes import Mapping, Node, Scalar, Sequence, found, is_null, resolved, shortened
from evalsuite.codec.regex import regex_fault
from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint, did_you_mean


class Reading:
    """One file being read: its mistakes so far, and whose they are.

    Its readers return None for what they complained of, so that reading goes on to the next mistake.
    """

    def __init__(self, shown_path: str, complaints: Iterable[Complaint] = ()) -> None:
        self.path = shown_path
        self.complaints: list[Complaint] = list(complaints)
        self.subject = ""
        """Stands before each complaint: "case 'late': "."""

    def mark(self, node: Node) -> Mark:
        return Mark(path=self.path, line=node.line, column=node.column)

    def complain(self, node: Node, text: str) -> None:
        self.complaints.append(Complaint(text=self.subject + text, mark=self.mark(node)))

    def wants(self, node: Node, what: str, wanted: str, mend: str = "") -> None:
        """Complain that a field holds something of another kind than is wanted."""
        self.complain(node, f"{what} wants {wanted}; found {found(node)}.{mend and ' '}{mend}")

    # ---- what a field may hold

    def text(self, node: Node, what: str, example: str = "") -> str | None:
        """A text; an unquoted number or boolean counts as the text it was written as."""
        if isinstance(node, Scalar) and not is_null(node):
            return node.text
        self.wants(node, what, "a text", example and f"Write `{example}`.")
        return None

    def line(self, node: Node, what: str, example: str = "") -> str | None:
        """A text on one line that is not blank."""
        text = self.text(node, what, example)
        if text is not None and (not text.strip() or not text.isprintable()):
            self.complain(node, f"{what} wants a line of text; found {shortened(text)!r}.")
            return None
        return text

    def texts(self, node: Node, what: str, example: str = "") -> tuple[str, ...]:
        """Texts of a list, or the one text that stands in its place."""
        if isinstance(node, Sequence):
            read = [self.line(item, f"{what}[{index}]") for index, item in enumerate(node.items)]
            return tuple(text for text in read if text is not None)
        if isinstance(node, Mapping) or is_null(node):
            self.wants(node, what, "a text or a list of texts", example and f"Write `{example}`.")
            return ()
        text = self.line(node, what)
        return () if text is None else (text,)

    def one_of(self, node: Node, what: str, known: Collection[str]) -> Any:
        """One of some words."""
        text = self.text(node, what)
        if text is not None and text not in known:
            near = did_you_mean(text, list(known))
            hint = near if near.startswith(" Did") else ""
            self.complain(node, f"{what} is one of {', '.join(known)}; found {shortened(text)!r}.{hint}")
            return None
        return text

    def flag(self, node: Node, what: str) -> bool | None:
        value = resolved(node) if isinstance(node, Scalar) else None
        if isinstance(value, bool):
            return value
        self.wants(node, what, "true or false")
        return None

    def number(self, node: Node, what: str, *, above: float | None = None, least: float | None = None) -> float | None:
        """A number, over `above` or at least `least`."""
        value = resolved(node) if isinstance(node, Scalar) else None
        bounds = f" over {above:g}" if above is not None else f" of at least {least:g}" if least is not None else ""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wants(node, what, f"a number{bounds}")
            return None
        if (above is not None and value <= above) or (least is not None and value < least):
            self.wants(node, what, f"a number{bounds}")
            return None
        return value

    def count(self, node: Node, what: str, *, least: int = 0) -> int | None:
        """A whole number."""
        value = resolved(node) if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wants(node, what, f"a whole number of at least {least}")
            return None
        return value

    def day(self, node: Node, what: str) -> str | None:
        """A date as text: `2026-03-02`."""
        text = self.text(node, what, f"{what}: 2026-03-02")
        if text is None:
            return None
        try:
            date.fromisoformat(text)
        except ValueError:
            self.complain(node, f"{what} wants a date such as 2026-03-02; found {shortened(text)!r}.")
            return None
        return text

    def regex(self, node: Node, what: str) -> str | None:
        """A regular expression that can be compiled and does not match nothing at all."""
        text = self.text(node, what)
        fault = regex_fault(text) if text is not None else None
        if fault:
            self.complain(node, f"{what} {fault}. Found {shortened(text or '')!r}.")
            return None
        return text

    def sequence(self, node: Node, what: str, wanted: str, mend: str = "") -> list[Node]:
        """The items of a list; nothing where it is none."""
        if isinstance(node, Sequence):
            return node.items
        self.wants(node, what, wanted, mend)
        return []

    def entries(self, node: Node, what: str, wanted: str, mend: str = "") -> dict[str, tuple[Scalar, Node]]:
        """The keys of a mapping with their values; nothing where it is none."""
        if isinstance(node, Mapping):
            return node.entries
        self.wants(node, what, wanted, mend)
        return {}

    def known_entries(
        self, node: Node, what: str, known: Collection[str], wanted: str = "a mapping", mend: str = ""
    ) -> dict[str, tuple[Scalar, Node]]:
        """Like `entries`; keys that are not among the known ones are complained of and left out."""
        entries = self.entries(node, what, wanted, mend)
        if entries.keys() <= set(known):
            return entries
        for name, (key, _) in entries.items():
            if name not in known:
                self.unknown(key, f"{what} has no key", name, known)
        return {name: entry for name, entry in entries.items() if name in known}

    def unknown(self, node: Node, what: str, word: str, known: Collection[str]) -> None:
        self.complain(node, f"{what} {shortened(word)!r}.{did_you_mean(word, list(known))}")


def in_order(complaints: Iterable[Complaint]) -> list[Complaint]:
    """The complaints in file order, each once."""

    def place(complaint: Complaint) -> tuple[int, int]:
        return (complaint.mark.line, complaint.mark.column) if complaint.mark else (0, 0)

    return sorted(dict.fromkeys(complaints), key=place)


Reader = Callable[[Reading, Node, str], Any]
"""Reads a node that is called so in complaints."""
