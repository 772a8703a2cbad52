"""Labels of verdicts and judge cards as JSON lines, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.codec.records import dump, load, unplain
from evalsuite.domain.calibration import JudgeCard, Label
from evalsuite.domain.case import Mark
from evalsuite.domain.review import Review
from evalsuite.errors import Complaint, InputError, did_you_mean

T = TypeVar("T")
KEYS = tuple(one.name for one in fields(Label))
_WORDS = {"human": ("pass", "fail"), "judge": ("pass", "fail", "abstain")}
_TEXTS = ("run", "case_id", "grader", "criterion", "fingerprint", "reviewer", "words")
LIKE = '{"run": "RUN", "case_id": "late-parcel", "grader": "complete", "human": "fail"}'


def read_labels(shown_path: str, data: bytes) -> list[Label]:
    """What people said, a line each: labels as `evalsuite judge sample` gives them to be filled in, or reviews as
    `evalsuite review import` keeps them, which nobody drew. Raises `InputError` with every line that is neither."""
    return _lines(shown_path, data, _label)


def label_lines(labels: Iterable[Label]) -> bytes:
    """Labels to be filled in, a line each; `human` stands in all of them."""
    return b"".join(dump(one)[:-1] + (b"" if one.human else b',"human":null') + b"}\n" for one in labels)


def read_cards(shown_path: str, data: bytes) -> list[JudgeCard]:
    """Cards as they were kept, the oldest first. Raises `InputError` with every line that is none."""
    return _lines(shown_path, data, _card)


def card_lines(cards: Iterable[JudgeCard]) -> bytes:
    return b"".join(dump(card) + b"\n" for card in cards)


def _lines(shown_path: str, data: bytes, read: Callable[[str], T]) -> list[T]:
    complaints, found = [], []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Complaint(text=f"{shown_path} is not UTF-8 (byte {error.start})")]) from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(read(line))
        except ValueError as error:
            complaints.append(Complaint(text=str(error), mark=Mark(path=shown_path, line=number)))
    if complaints:
        raise InputError(complaints)
    return found


def _card(line: str) -> JudgeCard:
    try:
        return load(JudgeCard, line)
    except ValueError:
        raise ValueError("no judge card. Delete the line, and calibrate again: evalsuite judge calibrate") from None


def _label(line: str) -> Label:
    try:
        value = read_json(line, unique_keys=True)
    except JsonError as error:
        raise ValueError(f"not JSON: {error}. A label is like {LIKE}") from None
    if not isinstance(value, dict):
        raise ValueError(f"wants an object like {LIKE}")
    if "right" in value:
        return _reviewed(line)
    mistakes = list(_mistakes(value))
    if mistakes:
        raise ValueError("; ".join(mistakes))
    return unplain(Label, value)


def _reviewed(line: str) -> Label:
    try:
        review = load(Review, line)
    except ValueError:
        raise ValueError("no review. Mend the line, or delete it") from None
    human = review.human
    return Label(
        run=review.run,
        case_id=review.case_id,
        attempt=review.attempt,
        grader=review.grader,
        human=human if human != "abstain" else None,
        judge=review.outcome,
        fingerprint=review.fingerprint,
        reviewer=review.reviewer,
        drawn=False,
        words=review.words,
    )


def _mistakes(value: dict[Any, Any]) -> Iterator[str]:
    for name in value:
        if name not in KEYS:
            yield f"a label has no {str(name)[:60]!r}.{did_you_mean(str(name), KEYS)}"
    for name in ("case_id", "grader"):
        if not value.get(name):
            yield f"a label wants {name}, like {LIKE}"
    for name in _TEXTS:
        if not isinstance(value.get(name, ""), str):
            yield f"{name} wants a text, got {value[name]!r}"
    for name, words in _WORDS.items():
        if value.get(name) is not None and value[name] not in words:
            yield f"{name} is one of {', '.join(words)}, got {str(value[name])[:60]!r}"
    attempt, rate, traits = value.get("attempt", 1), value.get("rate"), value.get("traits", {})
    if not isinstance(attempt, int) or isinstance(attempt, bool) or attempt < 1:
        yield f"attempt wants a whole number of at least 1, got {attempt!r}"
    if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1):
        yield f"rate wants a share above 0 and up to 1, got {rate!r}"
    if not isinstance(value.get("drawn", True), bool):
        yield f"drawn wants true or false, got {value['drawn']!r}"
    if not isinstance(traits, dict) or not all(isinstance(one, str) for one in traits.values()):
        yield 'traits wants texts by name, like {"cohort": "enterprise"}'
    if value.get("human") and not value.get("judge") and not value.get("run"):
        yield "a label names its run, or what the judge said (judge)"
