"""What a call's arguments and result say of its effect, read where the tool catalogue says it stands."""

import json
from functools import lru_cache
from typing import Any

from evalsuite.codec.paths import read_condition, read_path
from evalsuite.domain.reading import Effect

READ = 200_000
"""Characters of a result that are read; what is longer is no result with facts in it."""


def declared_fact(effect: Effect, name: str) -> tuple[Any, ...]:
    """The values that stand where the catalogue's `claims:` puts the fact ("id", "amount", "target").

    Empty where the catalogue does not say, or nothing stands there: then the whole call is to be searched.
    """
    place = effect.claims.get(name)
    if place is None:
        return ()
    return tuple(read_path(place).values(effect.arguments, decoded(effect.result)))


def unmet(effect: Effect, answer: str) -> str | None:
    """Why a call with this answer did not do its work, by the catalogue's `success:`; None where it did, or where
    the catalogue does not say."""
    if not effect.success or read_condition(effect.success)(effect.arguments, decoded(answer)):
        return None
    return f"the call is done where {effect.success}, and it answered {answer[:200]}"


@lru_cache(maxsize=512)
def decoded(answer: str) -> Any:
    """An answer's JSON values; the text itself where it holds none."""
    if len(answer) > READ:
        return answer
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        return answer
