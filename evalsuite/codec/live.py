"""Figures of reviews and of live traffic, measured elsewhere, as a JSON file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, cast, get_args

from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.domain.case import Mark
from evalsuite.domain.decision import LiveFigure, LiveMeasure
from evalsuite.errors import Complaint, InputError, did_you_mean

MEASURES = get_args(LiveMeasure)
NUMBERS = ("baseline", "candidate", "low", "high")
LIKE = (
    '{"approval_rate": {"baseline": 0.61, "candidate": 0.68, "low": 0.02, "high": 0.12, "cases": 640, "source": "…"}}'
)


def read_live(data: bytes, *, path: str) -> dict[LiveMeasure, LiveFigure]:
    """The figures of a file: by measure the rate of each side, the two-sided 95 % interval of their difference, the
    number of conversations or reviews, and where it was measured. Raises `InputError` with every mistake."""
    try:
        value = read_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError([Complaint(text=f"{path} is not UTF-8 (byte {error.start})")]) from None
    except JsonError as error:
        raise InputError([Complaint(text=f"not JSON: {error}", mark=Mark(path=path, line=1))]) from None
    if not isinstance(value, Mapping):
        raise InputError([Complaint(text=f"wants an object like {LIKE}", mark=Mark(path=path, line=1))])
    mistakes = [text for measure, said in value.items() for text in _mistakes(measure, said)]
    if mistakes:
        raise InputError(Complaint(text=text, mark=Mark(path=path, line=1)) for text in mistakes)
    return {
        cast("LiveMeasure", measure): LiveFigure(
            **{name: float(said[name]) for name in NUMBERS}, cases=said["cases"], source=said["source"]
        )
        for measure, said in value.items()
    }


def _mistakes(measure: str, said: Any) -> Iterator[str]:
    if measure not in MEASURES:
        yield f"no live measure {measure!r}.{did_you_mean(measure, MEASURES)}"
        return
    if not isinstance(said, Mapping):
        yield f"{measure} wants an object like {LIKE}"
        return
    numbers = {name: said.get(name) for name in NUMBERS}
    odd = [name for name, one in numbers.items() if not _is_number(one)]
    for name in odd:
        yield f"{measure}: {name} wants a number, got {numbers[name]!r}"
    if not odd:
        yield from _impossible(measure, cast("dict[str, float]", numbers))
    if not isinstance(said.get("cases"), int) or isinstance(said["cases"], bool) or said["cases"] < 1:
        yield f"{measure}: cases wants a whole number of at least 1, got {said.get('cases')!r}"
    if not isinstance(said.get("source"), str) or not said["source"].strip():
        yield f'{measure}: source wants a text that says where it was measured, like "reviews of June"'


def _impossible(measure: str, numbers: Mapping[str, float]) -> Iterator[str]:
    difference = numbers["candidate"] - numbers["baseline"]
    if not numbers["low"] - 1e-9 <= difference <= numbers["high"] + 1e-9:
        yield f"{measure}: the difference of {difference:g} is not between low and high, its interval's ends"
    if measure != "satisfaction":
        for name in ("baseline", "candidate"):
            if not 0 <= numbers[name] <= 1:
                yield f"{measure}: {name} wants a share from 0 to 1, got {numbers[name]:g}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
