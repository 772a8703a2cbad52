"""Rubrics (`graders/rubrics/ID.md`) to nouns, and the ones that come bundled."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from jinja2 import TemplateError

from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Mapping, Node
from evalsuite.codec.sandbox import compiled
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.case import Mark
from evalsuite.domain.rubric import RUBRIC_NAMES, Criterion, Need, Rubric
from evalsuite.errors import Complaint, InputError

ID = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_FRONT = re.compile(r"---[ \t]*\n(?:.*\n)*?(?=---[ \t]*(?:\n|\Z))")
_HEADING = re.compile(r"## *(?P<id>.*?) *#* *")
_EXAMPLE = "Begin the file with `---`, `id: {id}`, `version: 1`, `---`."


def read_rubric(shown_path: str, data: bytes, *, name: str) -> Rubric:
    """The rubric that a Markdown file holds: front matter, then what goes for all, then a `## heading` a criterion.

    `name` is the file's, without its ending. Raises `InputError` with all mistakes of the file.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(
            [Complaint(text=f"not UTF-8 (byte {error.start}).", mark=Mark(path=shown_path, line=1))]
        ) from None
    front = _FRONT.match(text)
    if not front:
        mend = f"a rubric begins with its id and version between two lines of dashes. {_EXAMPLE.format(id=name)}"
        raise InputError([Complaint(text=mend, mark=Mark(path=shown_path, line=1))])
    reading = Reading(shown_path)
    fields = _front_matter(reading, front[0], name)
    guidance, criteria = _sections(reading, text, front.end())
    if reading.complaints:
        raise InputError(in_order(reading.complaints))
    return Rubric(**fields, guidance=guidance, criteria=criteria)


@cache
def bundled_rubric(name: str) -> Rubric | None:
    """A rubric that evalsuite brings along; None where there is none of that id."""
    if name not in bundled_rubrics():
        return None
    return read_rubric(f"{name}.md", (files("evalsuite.graders") / "rubrics" / f"{name}.md").read_bytes(), name=name)


@cache
def bundled_rubrics() -> tuple[str, ...]:
    """Ids of the rubrics that evalsuite brings along."""
    folder = files("evalsuite.graders") / "rubrics"
    return tuple(sorted(one.name.removesuffix(".md") for one in folder.iterdir() if one.name.endswith(".md")))


def _front_matter(reading: Reading, text: str, name: str) -> dict[str, Any]:
    yaml = read_yaml(reading.path, text.encode())
    reading.complaints += yaml.complaints
    if yaml.root is None:
        return {}
    mend = _EXAMPLE.format(id=name)
    entries = reading.known_entries(yaml.root, "a rubric's front matter", list(_FIELDS), mend=mend)
    fields = {key: _FIELDS[key](reading, value) for key, (_, value) in entries.items()}
    for key in ("id", "version"):
        if key not in entries and isinstance(yaml.root, Mapping):
            reading.complain(yaml.root, f"the rubric has no {key}. {mend}")
    if fields.get("id") not in (None, name):
        reading.complain(entries["id"][1], f"the id is {fields['id']!r} and the file {name!r}. Rename one of them.")
    return fields


def _sections(reading: Reading, text: str, start: int) -> tuple[str, tuple[Criterion, ...]]:
    """What stands before the first heading, and the criteria."""
    first = text.count("\n", 0, start) + 2
    rows = text[start:].partition("\n")[2].split("\n")
    parts: list[tuple[str | None, int, list[str]]] = [(None, first, [])]
    for number, row in enumerate(rows, start=first):
        heading = _HEADING.fullmatch(row) if row.startswith("## ") else None
        if heading:
            parts.append((heading["id"], number, []))
        else:
            parts[-1][2].append(row)
    (_, line, shared), *others = parts
    guidance = _checked(reading, "\n".join(shared), what="the rubric", line=line)
    if not others:
        _complain(reading, line, "the rubric has no criterion. Add `## late_answer` and under it what makes it fail.")
    return guidance, tuple(_criteria(reading, others))


def _criteria(reading: Reading, parts: list[tuple[str | None, int, list[str]]]) -> Iterator[Criterion]:
    seen: set[str] = set()
    for heading, line, rows in parts:
        name = heading or ""
        if not ID.fullmatch(name):
            mend = "a criterion's heading is its code, of small letters, digits, _ and -: `## late_answer`."
            _complain(reading, line, f"{mend} Found {name[:60]!r}.")
        elif name in seen:
            _complain(reading, line, f"the criterion {name!r} stands twice. Rename one.")
        seen.add(name)
        text = _checked(reading, "\n".join(rows), what=f"criterion {name!r}", line=line + 1)
        if not text:
            _complain(reading, line, f"the criterion {name!r} says nothing. Write under it what makes a reply fail.")
        yield Criterion(id=name, text=text)


def _checked(reading: Reading, text: str, *, what: str, line: int) -> str:
    try:
        template = compiled(text, names=list(RUBRIC_NAMES), what=what, path=reading.path, line=line)
        template.render(dict.fromkeys(RUBRIC_NAMES, "word"))
    except InputError as error:
        reading.complaints += error.complaints
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        _complain(
            reading, line, f"{what} cannot be rendered: {error}. It may use {', '.join(RUBRIC_NAMES)}, texts all."
        )
    return text.strip()


def _complain(reading: Reading, line: int, text: str) -> None:
    reading.complaints.append(Complaint(text=text, mark=Mark(path=reading.path, line=line)))


def _id(reading: Reading, node: Node) -> str | None:
    text = reading.text(node, "id")
    if text is not None and not ID.fullmatch(text):
        reading.wants(node, "id", "small letters, digits, _ and -")
    return text


def _needs(reading: Reading, node: Node) -> tuple[Need, ...]:
    words = reading.texts(node, "needs", "needs: [policies]")
    for word in words:
        if word not in get_args(Need):
            reading.unknown(node, "a rubric cannot need", word, get_args(Need))
    return tuple(word for word in get_args(Need) if word in words)


def _passes_at(reading: Reading, node: Node) -> int | None:
    score = reading.count(node, "passes_at", least=2)
    if score is not None and score > 5:
        reading.wants(node, "passes_at", "a score from 2 to 5")
    return score


_FIELDS: dict[str, Callable[[Reading, Node], Any]] = {
    "id": _id,
    "version": lambda reading, node: reading.count(node, "version", least=1),
    "title": lambda reading, node: reading.line(node, "title"),
    "cohorts": lambda reading, node: reading.texts(node, "cohorts", "cohorts: [enterprise]"),
    "needs": _needs,
    "passes_at": _passes_at,
}
