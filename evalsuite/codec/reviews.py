"""Reviews of verdicts: the file that a report's page gives a person, and the labels kept in a workspace."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.fingerprint import fingerprint
from evalsuite.codec.nodes import Mapping, Node, is_null
from evalsuite.codec.records import dump, load
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.case import Mark
from evalsuite.domain.conversation import Transcript
from evalsuite.domain.review import Review
from evalsuite.domain.run import Trial
from evalsuite.domain.vocabulary import Outcome
from evalsuite.errors import Complaint, InputError

KIND = "evalsuite review"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A review with its place in the file."""

    review: Review
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    run: str
    reviews: tuple[Marked, ...]
    complaints: tuple[Complaint, ...] = ()
    """Mistakes of single reviews, which are left out."""


def read_reviews(shown_path: str, data: bytes) -> ReviewFile:
    """What a person downloaded from a page: `{"kind", "format", "run", "reviewer", "reviews": […]}`.

    Raises `InputError` where it is no such file; mistakes of single reviews come with it, to be told together with
    what a run says of the others.
    """
    yaml = read_yaml(shown_path, data)  # JSON is YAML, and its places come with it
    reading = Reading(shown_path, yaml.complaints)
    head, reviews = _head(reading, yaml.root) if yaml.root is not None else (None, [])
    if head is None:
        raise InputError(in_order(reading.complaints))
    marked = [_review(reading, node, head) for node in reviews]
    found = tuple(one for one in marked if one is not None)
    return ReviewFile(run=head["run"], reviews=found, complaints=tuple(reading.complaints))


def words_of(trial: Trial) -> str:
    """A fingerprint of what was said and done: a review holds for these words and no others."""
    return fingerprint(dump(Transcript(messages=trial.transcript.messages)).decode())


def label_lines(reviews: Iterable[Review]) -> bytes:
    """Reviews as they are kept, a line each."""
    return b"".join(dump(review) + b"\n" for review in reviews)


def read_labels(shown_path: str, data: bytes) -> Iterator[Review]:
    """Reviews as they were kept. Raises `InputError` with every line that is none."""
    complaints = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield load(Review, line)
        except ValueError:
            mark = Mark(path=shown_path, line=number)
            complaints.append(Complaint(text="no review. Mend the line, or delete it.", mark=mark))
    if complaints:
        raise InputError(complaints)


def _head(reading: Reading, root: Node) -> tuple[dict[str, Any] | None, list[Node]]:
    mend = "Download it from a report's page: mark verdicts there, then press Download."
    entries = root.entries if isinstance(root, Mapping) else {}
    said = {name: reading.text(node, name) for name, (_, node) in entries.items() if name in ("kind", "run", "format")}
    if said.get("kind") != KIND or not said.get("run"):
        reading.complaints = [Complaint(text=f"no review. {mend}", mark=reading.mark(root))]
        return None, []
    if said.get("format") != str(FORMAT):
        text = f"a review of format {said.get('format')}; this evalsuite reads format {FORMAT}. Upgrade it."
        reading.complaints = [Complaint(text=text, mark=reading.mark(root))]
        return None, []
    reviewer = reading.text(entries["reviewer"][1], "reviewer") if "reviewer" in entries else ""
    items = reading.sequence(entries["reviews"][1], "reviews", "a list", mend) if "reviews" in entries else []
    if not items and not reading.complaints:
        reading.complain(root, "no verdict is marked in it. Mark one on the page, and download it again.")
    return (None if reading.complaints else {"run": said["run"] or "", "reviewer": reviewer or ""}), items


_FIELDS = ("case_id", "attempt", "grader", "outcome", "right", "note", "at", "words", "fingerprint")
_NEEDED = ("case_id", "grader", "outcome", "right", "words")


def _review(reading: Reading, node: Node, head: dict[str, Any]) -> Marked | None:
    before = len(reading.complaints)
    entries = reading.known_entries(node, "a review", _FIELDS)
    for name in _NEEDED:
        if name not in entries and len(reading.complaints) == before:
            reading.complain(node, f"a review without {name}. Mark the verdict on the page again.")
    fields = {name: _field(reading, value, name) for name, (_, value) in entries.items() if not is_null(value)}
    if len(reading.complaints) > before:
        return None
    return Marked(review=Review(**head, **fields), mark=reading.mark(node))


def _field(reading: Reading, node: Node, name: str) -> Any:
    if name == "attempt":
        return reading.count(node, name, least=1)
    if name == "outcome":
        return reading.one_of(node, name, get_args(Outcome))
    if name == "right":
        return reading.flag(node, name)
    text = reading.text(node, name)
    if name != "at" or text is None:
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        reading.wants(node, name, "a time such as 2026-03-02T14:05:00Z")
        return None
