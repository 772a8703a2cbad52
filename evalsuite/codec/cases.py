"""Case files to cases, with all their mistakes told at once."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from evalsuite.codec.case_parts import read_calls, read_fixtures, read_messages, read_seen, read_switches
from evalsuite.codec.customers import read_customer
from evalsuite.codec.expectations import Marker, read_expectations
from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Mapping, Node, Scalar, Sequence, is_null, resolved, shortened, value_of
from evalsuite.codec.yaml_text import gc_paused, read_yaml
from evalsuite.domain.case import Case, GraderSpec, LocatedCase, Mark, Step
from evalsuite.domain.vocabulary import CaseSeverity, Difficulty, Origin
from evalsuite.errors import Complaint, InputError


def read_case_file(
    shown_path: str, data: bytes, *, known_tools: Collection[str] | None = None
) -> tuple[list[LocatedCase], list[Complaint]]:
    """The file's sound cases and all its complaints, both in file order. Raises nothing.

    Cohort siblings (`cohorts: [a, b]`) are cases of their own, `id[a]` and `id[b]`, in one cluster.
    With `known_tools`, a fixture for any other tool is a mistake.
    """
    read = _read(shown_path, data, known_tools)
    return read.cases, read.complaints


def read_cases(files: Iterable[tuple[str, bytes]], *, known_tools: Collection[str] | None = None) -> list[LocatedCase]:
    """All cases of the files, given as shown path and bytes. Raises one `InputError` with the mistakes of all."""
    cases: list[LocatedCase] = []
    complaints: list[Complaint] = []
    first: dict[str, Mark] = {}
    with gc_paused():
        for shown_path, data in files:
            read = _read(shown_path, data, known_tools)
            cases += read.cases
            twice = [_twice(name, mark, first[name]) for name, mark in read.ids.items() if name in first]
            complaints += in_order([*read.complaints, *twice])
            first = {**read.ids, **first}
    if complaints:
        raise InputError(complaints)
    return cases


@dataclass(slots=True)
class _File:
    cases: list[LocatedCase] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    ids: dict[str, Mark] = field(default_factory=dict)
    """Of unsound cases too, so that a clash with one is told the first time."""


def _read(shown_path: str, data: bytes, known_tools: Collection[str] | None) -> _File:
    file = _File()
    with gc_paused():
        yaml = read_yaml(shown_path, data)
        reading = Reading(shown_path, yaml.complaints)
        if isinstance(yaml.root, Sequence):
            for node in yaml.root.items:
                file.cases += _read_case(reading, node, known_tools, file.ids)
                reading.subject = ""
        elif yaml.root is not None:
            reading.wants(yaml.root, "a case file", "a list of cases", "Start each with `- id: some-name`.")
    file.complaints = in_order(reading.complaints)
    return file


def _read_case(
    reading: Reading, node: Node, known_tools: Collection[str] | None, ids: dict[str, Mark]
) -> list[LocatedCase]:
    """The case, or its cohort siblings; nothing where it is not sound."""
    if not isinstance(node, Mapping):
        reading.wants(node, "a case", "a mapping", "Start it with `- id: some-name`.")
        return []
    before = len(reading.complaints)
    marks: dict[tuple[Step, ...], Mark] = {}

    def mark(path: tuple[Step, ...], part: Node) -> None:
        marks[path] = Mark(path=reading.path, line=part.line, column=part.column)

    name = _read_id(reading, node)
    fields = _read_fields(reading, node, mark, known_tools)
    cohorts = fields.pop("cohorts", None)
    names = [name] if cohorts is None else [f"{name}[{cohort}]" for cohort in cohorts]
    if name is not None:
        _register(reading, node, names, ids)
    if len(reading.complaints) > before or name is None:
        return []
    located = LocatedCase(case=Case(id=name, **fields), mark=reading.mark(node), marks=marks)
    return [located] if cohorts is None else [_sibling(located, *pair) for pair in enumerate(cohorts)]


def _read_id(reading: Reading, node: Mapping) -> str | None:
    """The case's id; from here on it stands in the complaints about the case."""
    if "id" not in node.entries:
        first = node.entries.get("title")
        named = f" {shortened(first[1].text)!r}" if first and isinstance(first[1], Scalar) else ""
        reading.complain(node, f"the case{named} has no id. Add `id: some-name`.")
        return None
    value = node.entries["id"][1]
    name = resolved(value) if isinstance(value, Scalar) else None
    if not isinstance(name, str):
        source = value.text if isinstance(value, Scalar) and value.text else "late-parcel"
        reading.wants(value, "id", "a text", f'Quote it: `id: "{source}"`.' if source.isprintable() else "")
        return None
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > _LONGEST_ID:
        reading.complain(
            value, f"id wants one line of 1 to {_LONGEST_ID} visible characters; found {shortened(name)!r}."
        )
        return None
    if _UNFIT.intersection(name) or "::" in name:
        reading.complain(
            value, f"id cannot hold '[', ']' or '::', which name cohorts and tests; found {shortened(name)!r}."
        )
        return None
    reading.subject = f"case {name!r}: "
    return name


def _read_fields(reading: Reading, node: Mapping, mark: Marker, known_tools: Collection[str] | None) -> dict[str, Any]:
    entries = reading.known_entries(node, "a case", CASE_KEYS)
    fields: dict[str, Any] = {}
    for name, (_, value) in entries.items():
        mark((name,), value)
        if name == "tools":
            fields[name] = read_fixtures(reading, value, mark, known_tools)
        elif name in _SHAPED:
            fields[name] = _SHAPED[name](reading, value, mark)
        elif name in _SIMPLE and not is_null(value):
            fields[name] = _SIMPLE[name](reading, value)
        if name in ("tags", "failure") and isinstance(value, Sequence):
            for index, item in enumerate(value.items):
                mark((name, index), item)
    if "messages" not in node.entries and "customer" not in node.entries:
        reading.complain(node, "messages is missing. Add `messages: [{user: Where is my parcel?}]`.")
    if "messages" in entries and "customer" in entries:
        reading.complain(entries["customer"][0], "messages and customer stand side by side. Keep one.")
    if "cohorts" in entries:
        fields["cohorts"] = _read_cohorts(reading, entries, mark)
    _refuse_equal_labels(reading, node, fields)
    return fields


def _read_cohorts(reading: Reading, entries: dict[str, tuple[Scalar, Node]], mark: Marker) -> tuple[str, ...]:
    key, value = entries["cohorts"]
    if "cohort" in entries:
        reading.complain(key, "cohort and cohorts stand side by side. Keep one.")
    if "cluster" in entries:
        reading.complain(entries["cluster"][0], "cohort siblings make a cluster of their own. Remove `cluster:`.")
    cohorts = reading.texts(value, "cohorts", "cohorts: [self_serve, vip]")
    if isinstance(value, Sequence) and not value.items:
        reading.wants(value, "cohorts", "at least one cohort", "Write `cohorts: [self_serve, vip]`.")
    for index, item in enumerate(value.items if isinstance(value, Sequence) else [value]):
        mark(("cohorts", index), item)
        if isinstance(item, Scalar) and _UNFIT.intersection(item.text):
            reading.complain(item, f"a cohort cannot hold '[' or ']'; found {shortened(item.text)!r}.")
    if len(set(cohorts)) < len(cohorts):
        reading.complain(value, "cohorts names one twice. Keep each once.")
    return cohorts


def _sibling(located: LocatedCase, index: int, cohort: str) -> LocatedCase:
    case = replace(located.case, id=f"{located.case.id}[{cohort}]", cohort=cohort, cluster=located.case.id)
    place = located.marks.get(("cohorts", index), located.at("cohorts"))
    return replace(located, case=case, marks={**located.marks, ("cohort",): place})


def _register(reading: Reading, node: Mapping, names: Iterable[str | None], ids: dict[str, Mark]) -> None:
    mark = reading.mark(node.entries["id"][1])
    for name in dict.fromkeys(names):
        if name in ids:
            reading.complaints.append(_twice(name, mark, ids[name]))
        elif name is not None:
            ids[name] = mark


def _twice(name: str, mark: Mark, first: Mark) -> Complaint:
    return Complaint(text=f"case {name!r}: the id is taken, first at {first}. Rename one of the two.", mark=mark)


def _refuse_equal_labels(reading: Reading, node: Mapping, fields: dict[str, Any]) -> None:
    specs: list[GraderSpec] = [*(fields.get("expect") or ())]
    for message in fields.get("messages") or ():
        specs += message.expect
    labels = [spec.label for spec in specs if spec.label is not None]
    for label in dict.fromkeys(labels):
        if labels.count(label) > 1:
            reading.complain(node, f"the label {label!r} stands {labels.count(label)} times. Give each its own.")


def _enum(words: Any, name: str) -> Callable[[Reading, Node], Any]:
    known = get_args(words)
    return lambda reading, node: reading.one_of(node, name, known)


def _line(name: str, example: str) -> Callable[[Reading, Node], Any]:
    return lambda reading, node: reading.line(node, name, f"{name}: {example}")


def _context(reading: Reading, node: Node) -> Any:
    reading.entries(node, "context", "a mapping", "Write `{customer: {id: C-1001}, now: 2026-03-02}`.")
    return value_of(node)


def _patterns(reading: Reading, node: Node) -> dict[str, Any]:
    entries = reading.entries(node, "id_patterns", "a mapping", "Write `{order: 'ORD-[0-9]{6}'}`.")
    return {kind: reading.regex(value, f"id_patterns.{kind}") for kind, (_, value) in entries.items()}


_LONGEST_ID = 200
_UNFIT = frozenset("[]")

_SHAPED: dict[str, Callable[[Reading, Node, Marker], Any]] = {
    "messages": read_messages,
    "customer": read_customer,
    "expect": lambda reading, node, mark: read_expectations(reading, node, "expect", ("expect",), mark),
    "graders": read_switches,
}
# Where one of these is left blank, as in `owner:`, it counts as not given.
_SIMPLE: dict[str, Callable[[Reading, Node], Any]] = {
    "title": lambda reading, node: reading.text(node, "title", "title: Late parcel"),
    "tags": lambda reading, node: reading.texts(node, "tags", "tags: [refund, smoke]"),
    "cohort": _line("cohort", "self_serve"),
    "difficulty": _enum(Difficulty, "difficulty"),
    "severity": _enum(CaseSeverity, "severity"),
    "owner": _line("owner", "returns-team"),
    "origin": _enum(Origin, "origin"),
    "source": _line("source", "6f1c0d2a"),
    "cluster": _line("cluster", "late-parcels"),
    "context": _context,
    "language": _line("language", "en"),
    "review_by": lambda reading, node: reading.day(node, "review_by"),
    "train_ok": lambda reading, node: reading.flag(node, "train_ok"),
    "failure": lambda reading, node: reading.texts(node, "failure", "failure: [invented_id]"),
    "seen": read_seen,
    "bad_reply": lambda reading, node: reading.text(node, "bad_reply"),
    "blamed": lambda reading, node: reading.text(node, "blamed"),
    "bad_calls": lambda reading, node: read_calls(reading, node, "bad_calls"),
    "good_reply": lambda reading, node: reading.text(node, "good_reply"),
    "good_calls": lambda reading, node: read_calls(reading, node, "good_calls"),
    "id_patterns": _patterns,
}

CASE_KEYS = ("id", *_SIMPLE, "cohorts", "messages", "customer", "tools", "expect", "graders")
"""What a case in a file may hold."""
