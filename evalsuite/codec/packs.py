"""Word tables of a language, as the package ships them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "es")
"""Languages there is a pack for."""
_OTHERS = frozenset({"tools", "runbooks-en", "commitments-en", "languages", "privacy", "tickets-en", "injection"})


@cache
def load_pack(name: str) -> Mapping[str, Any]:
    """Word tables as JSON values: of a language ("en"), its tone ("tone-en"), tool names ("tools"), runbooks
    ("runbooks-en"), promises ("commitments-en"), what tells people ("privacy"), complaints ("tickets-en") or words to
    a judge ("injection"), or the
    commonest words of several ("languages").

    Raises `LookupError` where there is no such pack.
    """
    if name.removeprefix("tone-") not in LANGUAGES and name not in _OTHERS:
        raise LookupError(name)
    text = files("evalsuite.reading").joinpath("packs", f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as quick, and not everywhere
    tables: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506  - both are safe loaders
    return tables
