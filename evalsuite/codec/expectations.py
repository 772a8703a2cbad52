"""Graders named in YAML, in their short and long forms."""

from collections.abc import Callable
from typing import Any

from evalsuite.codec.fields import Reading
from evalsuite.codec.nodes import Mapping, Node, Scalar, Sequence, as_written, is_null, value_of
from evalsuite.domain.case import GraderSpec, Step

Marker = Callable[[tuple[Step, ...], Node], None]

_FORMS = "Write `- says: RF-7781`, `- calls: {name: issue_refund}`, or a name alone."


def read_expectations(
    reading: Reading, node: Node, what: str, path: tuple[Step, ...], mark: Marker
) -> tuple[GraderSpec, ...]:
    """One spec an entry: a name alone, `{name: argument}` or `{name: {parameter: value}}`, a `label:` beside either.

    A number stays a number only where it is written the way it would be written back (4421, 99.5); any other form
    (100.50, 0x1F) is kept as its author's text, since only the grader knows whether it wants a number or a text.
    """
    if not isinstance(node, Sequence):
        reading.wants(node, what, "a list of graders", _FORMS)
        return ()
    specs: list[GraderSpec] = []
    for index, item in enumerate(node.items):
        mark((*path, index), item)
        spec = _spec(reading, item, f"{what}[{index}]", (*path, index), mark)
        if spec is not None:
            specs.append(spec)
    return tuple(specs)


def authored(node: Node) -> Any:
    """A node's plain values as a grader is given them: see `read_expectations`."""
    return value_of(node, as_written)


def _spec(reading: Reading, node: Node, what: str, path: tuple[Step, ...], mark: Marker) -> GraderSpec | None:
    if isinstance(node, Scalar):
        name = authored(node)
        if isinstance(name, str) and name.strip() and name.isprintable():
            mark((*path, name), node)
            return GraderSpec(name=name, bare=True)
        reading.wants(node, what, "a grader", _FORMS)
        return None
    if not isinstance(node, Mapping):
        reading.wants(node, what, "a grader", _FORMS)
        return None
    named = {name: entry for name, entry in node.entries.items() if name != "label"}
    if len(named) != 1:
        mend = f"found {', '.join(named)}. Start each with a '- ' of its own." if named else f"found none. {_FORMS}"
        reading.complain(node, f"{what} names one grader; {mend}")
        return None
    label = None
    if "label" in node.entries:
        label = reading.line(node.entries["label"][1], f"{what}.label", "label: names-the-refund")
        mark((*path, "label"), node.entries["label"][1])
    name, (key, value) = next(iter(named.items()))
    mark((*path, name), key)
    if isinstance(value, Mapping):
        for parameter, (parameter_key, _) in value.entries.items():
            mark((*path, name, parameter), parameter_key)
        return GraderSpec(name=name, label=label, parameters=authored(value))
    if is_null(value):
        # `- polite:` is how a name with nothing behind it looks in YAML.
        return GraderSpec(name=name, label=label, bare=True)
    return GraderSpec(name=name, label=label, argument=authored(value))
