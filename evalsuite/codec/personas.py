"""Personas (`graders/personas.yaml`) to nouns: overlays laid over what they extend."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Node, Scalar, Sequence, is_null, shortened
from evalsuite.codec.regex import regex_fault
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.persona import BASE, LIMITS, Limits, Persona, Register
from evalsuite.domain.vocabulary import Severity, ToneCode
from evalsuite.errors import InputError


def read_personas(shown_path: str, data: bytes) -> Mapping[str, Persona]:
    """The file's personas by name, a base always among them. Raises `InputError` with all mistakes of the file.

    A persona lies over the one it `extends` (the base where it names none): texts, numbers and switches take the
    place of what was there, mappings are laid over key by key, and lists add to what was listed.
    """
    yaml = read_yaml(shown_path, data)
    reading = Reading(shown_path, yaml.complaints)
    file = _File(reading)
    if yaml.root is not None:
        mend = "Write `personas:` with `base: {limits: {exclamation_marks: 1}}` under it."
        entries = reading.known_entries(yaml.root, "the file of personas", ("personas",), mend=mend)
        if "personas" in entries:
            file.nodes = reading.entries(entries["personas"][1], "personas", "a mapping by name", mend)
    personas = {name: file.persona(name) for name in file.nodes}
    if reading.complaints:
        raise InputError(in_order(reading.complaints))
    return {BASE: Persona(), **personas}


class _File:
    """The personas of one file, each read once, after what it extends."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.nodes: dict[str, tuple[Scalar, Node]] = {}
        self._read: dict[str, dict[str, Any]] = {}
        self._open: list[str] = []

    def persona(self, name: str) -> Persona:
        fields = dict(self._fields(name))
        return Persona(name=name, **{**fields, "limits": Limits(**fields.get("limits", {}))})

    def _fields(self, name: str) -> dict[str, Any]:
        if name not in self._read:
            self._open.append(name)
            self._read[name] = self._laid_over(name)
            self._open.pop()
        return self._read[name]

    def _laid_over(self, name: str) -> dict[str, Any]:
        node = self.nodes[name][1]
        before, self.reading.subject = self.reading.subject, f"persona {name!r}: "
        entries = {} if is_null(node) else self.reading.known_entries(node, "a persona", ("extends", *_FIELDS))
        under = self._under(name, entries)
        below = dict(self._fields(under)) if under else {}
        self.reading.subject = f"persona {name!r}: "
        for key, (_, value) in entries.items():
            if key != "extends" and not is_null(value):
                below[key] = _over(below.get(key), _FIELDS[key](self, value))
        self.reading.subject = before
        return below

    def _under(self, name: str, entries: Mapping[str, tuple[Scalar, Node]]) -> str | None:
        """The persona this one lies over; None for the base itself, and for what is wrong."""
        if "extends" not in entries:
            return BASE if name != BASE and BASE in self.nodes else None
        node = entries["extends"][1]
        wanted = self.reading.line(node, "extends", "extends: base")
        if wanted is None or (wanted == BASE and BASE not in self.nodes):
            return None
        if wanted not in self.nodes:
            self.reading.unknown(node, "extends: there is no persona", wanted, list(self.nodes))
            return None
        if wanted in self._open:
            chain = " → ".join([*self._open[self._open.index(wanted) :], wanted])
            self.reading.complain(node, f"extends itself ({chain}). Let one of them extend base.")
            return None
        return wanted

    def limits(self, node: Node) -> dict[str, int | None]:
        mend = "Write `{exclamation_marks: 1, words: 120}`."
        entries = self.reading.known_entries(node, "limits", LIMITS, mend=mend)
        return {
            name: None if is_null(value) else self.reading.count(value, f"limits.{name}")
            for name, (_, value) in entries.items()
        }

    def severities(self, node: Node) -> dict[str, Any]:
        reading = self.reading
        what, mend = "severity", "Write `{shouting: error, filler: off}`."
        entries = reading.known_entries(node, what, get_args(ToneCode), mend=mend)
        known = (*get_args(Severity), "off")
        return {code: reading.one_of(value, f"{what}.{code}", known) for code, (_, value) in entries.items()}

    def phrases(self, node: Node, what: str) -> tuple[str, ...]:
        """Phrases to look for; those between slashes must be regular expressions."""
        items = node.items if isinstance(node, Sequence) else [node]
        found = self.reading.texts(node, what, f"{what}: [no worries, /super \\w+/]")
        for item in items:
            source = item.text if isinstance(item, Scalar) else ""
            if len(source) > 2 and source.startswith("/") and source.rstrip("i").endswith("/"):
                fault = regex_fault(source.rstrip("i")[1:-1])
                if fault:
                    self.reading.complain(item, f"{what} {fault}. Found {shortened(source)!r}.")
        return found


def _over(below: Any, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys((*(below or ()), *value)))
    return {**(below or {}), **value} if isinstance(value, dict) else value


def _phrases(name: str) -> Callable[[_File, Node], Any]:
    return lambda file, node: file.phrases(node, name)


_FIELDS: Mapping[str, Callable[[_File, Node], Any]] = {
    "style": lambda file, node: file.reading.text(node, "style", "style: Plain and friendly. Answer first."),
    "guidelines": lambda file, node: file.reading.texts(node, "guidelines", "guidelines: [Name the order first.]"),
    "register": lambda file, node: file.reading.one_of(node, "register", get_args(Register)),
    "contractions": lambda file, node: file.reading.flag(node, "contractions"),
    "half_sentences": lambda file, node: file.reading.flag(node, "half_sentences"),
    "limits": _File.limits,
    "severity": _File.severities,
    **{name: _phrases(name) for name in ("banned", "required", "forbidden_topics", "escalation", "citation")},
}
