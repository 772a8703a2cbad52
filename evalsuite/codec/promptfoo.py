"""Results of promptfoo, as it writes them with `promptfoo eval --output results.json` (version 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, cast

from evalsuite.codec.fingerprint import fingerprint
from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.domain.case import Mark
from evalsuite.domain.comparison import Side, Traits
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Failure, Result
from evalsuite.domain.vocabulary import Outcome, TrialOutcome
from evalsuite.errors import Complaint, InputError

Row = Mapping[str, Any]
ERROR = 2
"""promptfoo's `failureReason` where there was no reply to judge."""
SHORT = 60
"""Characters of a case's variables that name it."""


def promptfoo_rows(text: str, path: str) -> list[tuple[int, Any]]:
    """The numbered results of a JSON file. Raises `InputError` where it holds none."""
    try:
        value = read_json(text)
    except JsonError as error:
        raise InputError([Complaint(text=f"not JSON: {error}", mark=Mark(path=path, line=1))]) from None
    for _ in range(2):  # results stand in results; in the oldest versions the first is a list already
        value = value.get("results") if isinstance(value, Mapping) else value
    if not isinstance(value, list):
        text = "no results of promptfoo: there is no results.results. Write them: promptfoo eval --output results.json"
        raise InputError([Complaint(text=text, mark=Mark(path=path, line=1))])
    return list(enumerate(value, 1))


def promptfoo_side(rows: Iterable[tuple[int, Any]], path: str, pick: str = "") -> Side:
    """One provider and prompt of the results. A case is a test's description, or else its variables; the same test
    repeated gives attempts; each assertion is a grader by its metric, or else its type.

    `pick` names the provider by id or label, and where there are several prompts, behind a further `#`, the prompt by
    label or number, counted from 0. Raises `InputError` with every mistake, or where `pick` leaves several.
    """
    read = list(rows)
    _refuse([(number, why) for number, row in read if (why := _mistake(row))], path)
    found = [(number, row) for number, row in read if _picked(row, pick)]
    arms = sorted({_arm(row) for _, row in found})
    if len(arms) != 1:
        raise InputError([Complaint(text=_which(arms or sorted({_arm(row) for _, row in read}), path, pick))])
    return Side(
        name=arms[0][0] or PurePath(path).stem,
        run=f"{path}#{pick}" if pick else path,
        results=_results(found, path),
        traits={_name(row): Traits(tags=_tags(row)) for _, row in found if _tags(row)},
    )


def _results(rows: Sequence[tuple[int, Row]], path: str) -> list[Result]:
    names = _names([row for _, row in rows])
    attempts: dict[str, int] = {}
    places: set[int] = set()
    results, twice = [], []
    for (number, row), name in zip(rows, names, strict=True):
        place = row.get("testIdx")
        if isinstance(place, int):
            if place in places:
                twice.append((number, f"the result of test {place} stands here twice; write the results anew"))
            places.add(place)
        attempts[name] = attempts.get(name, 0) + 1
        results.append(_result(name, attempts[name], row))
    _refuse(twice, path)
    return results


def _names(rows: Sequence[Row]) -> list[str]:
    """By description or variables; what several different tests share is told apart by a few digits of their own."""
    tests: dict[str, set[str]] = {}
    for row in rows:
        tests.setdefault(_name(row), set()).add(_script(row))
    return [_name(row) if len(tests[_name(row)]) == 1 else f"{_name(row)} ({_script(row)[:6]})" for row in rows]


def _name(row: Row) -> str:
    description = _test(row).get("description")
    if isinstance(description, str) and description.strip():
        return description
    said = ", ".join(f"{key}={value}" for key, value in _variables(row).items())
    said = " ".join(said.split())
    return f"{said[:SHORT]}… ({_script(row)[:6]})" if len(said) > SHORT else said or "the only test"


def _script(row: Row) -> str:
    return fingerprint(_variables(row))


def _variables(row: Row) -> Row:
    """What the author wrote; promptfoo's own additions, which differ from run to run, stand under other names."""
    kinds = (_test(row).get("vars"), row.get("vars"))
    said: Row = next((one for one in kinds if isinstance(one, Mapping)), {})
    return {key: one for key, one in said.items() if not key.startswith("_") and key != "sessionId"}


def _result(name: str, attempt: int, row: Row) -> Result:
    failed = row.get("failureReason") == ERROR
    graded = _assertions(row) if not failed else {}
    outcomes = {label: outcome for label, (outcome, _) in graded.items() if outcome != "error"}
    usage = row.get("tokenUsage")
    tokens = usage if isinstance(usage, Mapping) else {}
    return Result(
        case_id=name,
        attempt=attempt,
        outcome="error" if failed else _outcome(row, graded),
        outcomes=cast("dict[str, Outcome]", outcomes),
        grader_errors={label: "" for label, (outcome, _) in graded.items() if outcome == "error"},
        error=Failure(kind="bad_reply", text="") if failed else None,
        graders={label: mark for label, (_, mark) in graded.items()},
        script=_script(row),
        usage=Usage(
            input_tokens=int(_number(tokens.get("prompt"))),
            output_tokens=int(_number(tokens.get("completion"))),
            calls=1,
            cost_usd=_number(row.get("cost")) or None,
        ),
        seconds=_number(row.get("latencyMs")) / 1000,
        length=_length(row),
    )


def _outcome(row: Row, graded: Mapping[str, tuple[str, str]]) -> TrialOutcome:
    """What promptfoo says of the test, but for tests that nothing was asserted of, or whose judge failed."""
    if not graded and not _test(row).get("assert"):
        return "ungraded"
    outcomes = {outcome for outcome, _ in graded.values()}
    if "error" in outcomes and "fail" not in outcomes:
        return "ungraded"
    return "pass" if row["success"] else "fail"


def _assertions(row: Row) -> dict[str, tuple[str, str]]:
    """Outcome and fingerprint of each assertion, by label: a metric's own name, else its type, numbered on repeat."""
    grading = row.get("gradingResult")
    parts = grading.get("componentResults") if isinstance(grading, Mapping) else None
    graded: dict[str, tuple[str, str]] = {}
    for part in parts if isinstance(parts, list) else ():
        assertion = part.get("assertion") if isinstance(part, Mapping) else None
        if not isinstance(assertion, Mapping):
            continue
        label = base = str(assertion.get("metric") or assertion.get("type") or "assertion")
        count = 1
        while label in graded:
            count += 1
            label = f"{base}#{count}"
        details = part.get("metadata")
        crashed = isinstance(details, Mapping) and bool(details.get("graderError"))
        outcome = "error" if crashed else "pass" if part.get("pass") is True else "fail"
        graded[label] = (outcome, fingerprint(*(assertion.get(one) for one in ("type", "value", "threshold"))))
    return graded


def _mistake(row: Any) -> str:
    if not isinstance(row, Mapping) or not isinstance(row.get("success"), bool):
        return "no result of promptfoo: it has no success of true or false"
    if not isinstance(row.get("promptIdx", 0), int):
        return f"promptIdx wants a whole number, got {row['promptIdx']!r}"
    return ""


def _refuse(mistakes: Sequence[tuple[int, str]], path: str) -> None:
    if mistakes:
        raise InputError(Complaint(text=f"{path}: result {number}: {why}") for number, why in mistakes)


def _arm(row: Row) -> tuple[str, int]:
    provider = row.get("provider")
    named = (provider.get("label") or provider.get("id")) if isinstance(provider, Mapping) else provider
    return str(named or ""), row.get("promptIdx", 0)


def _picked(row: Row, pick: str) -> bool:
    """Whether the row is of the provider and the prompt that were named."""
    if not pick:
        return True
    wanted, _, wanted_prompt = pick.partition("#")
    provider, prompt = row.get("provider"), row.get("prompt")
    known = (
        {str(one) for one in (provider.get("id"), provider.get("label"))}
        if isinstance(provider, Mapping)
        else {str(provider)}
    )
    prompts = (
        {str(row.get("promptIdx", 0)), str(prompt.get("label"))}
        if isinstance(prompt, Mapping)
        else {str(row.get("promptIdx", 0))}
    )
    return wanted in known and (not wanted_prompt or wanted_prompt in prompts)


def _which(arms: Sequence[tuple[str, int]], path: str, pick: str) -> str:
    if not arms:
        return f"{path} holds no result"
    known = [
        f"{path}#{provider}" + (f"#{prompt}" if len({p for n, p in arms if n == provider}) > 1 else "")
        for provider, prompt in arms
    ]
    if pick and pick not in {one.partition("#")[2] for one in known}:
        return f"{path} holds nothing of {pick!r}. Name one of: {', '.join(known)}"
    return f"{path} holds results of {len(arms)} assistants. Name one: {', '.join(known)}"


def _test(row: Row) -> Row:
    test = row.get("testCase")
    return test if isinstance(test, Mapping) else {}


def _tags(row: Row) -> tuple[str, ...]:
    """The values of a test's metadata that are words."""
    metadata = _test(row).get("metadata")
    return (
        tuple(f"{key}:{one}" for key, one in metadata.items() if isinstance(one, str))
        if isinstance(metadata, Mapping)
        else ()
    )


def _length(row: Row) -> int:
    response = row.get("response")
    output = response.get("output") if isinstance(response, Mapping) else None
    return len(output) if isinstance(output, str) else 0


def _number(said: Any) -> float:
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) and said > 0 else 0.0
