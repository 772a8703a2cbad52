"""Text as Markdown shows it: nothing foreign is formatted, linked or mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evalsuite.report.visible import visible

WORDS = 300
"""Characters of a reason or of words at fault."""
LONGEST = 2000
"""Characters of a sentence."""


def code(text: str, longest: int = WORDS) -> str:
    """Foreign text as it is: in a code span nothing is formatted, linked or mentioned."""
    shown = " ".join(visible(text[: longest + 1]).split())
    shown = shown[:longest] + "…" if len(shown) > longest else shown
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    inner = f" {shown} " if shown[:1] == "`" or shown[-1:] == "`" else shown
    return f"{fence}{inner}{fence}" if shown else ""


def plain(text: str) -> str:
    """A sentence of ours in which names may stand: nothing in it is formatted, linked or mentioned."""
    shown = " ".join(visible(text[:LONGEST]).split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"(?<=[@#:])(?=\S)|(?<=www)(?=\.)", "<!-- -->", re.sub(r"([\\`*_{}\[\]()!|>~])", r"\\\1", shown))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Plain cells under their heads, with a blank line behind them; nothing where there are no rows."""
    lines = [_cells(row) for row in rows]
    return [_cells(heads), _cells(["---"] * len(heads)), *lines, ""] if lines else []


def _cells(row: Sequence[object]) -> str:
    return f"| {' | '.join(plain(str(cell)) for cell in row)} |"
