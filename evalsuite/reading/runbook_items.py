"""A runbook's steps: the items of its lists and the rows of its tables, or else its sentences."""

import re
from collections.abc import Iterator
from typing import Any

from evalsuite.domain.runbook import Step
from evalsuite.reading.runbook_forms import bare, cells_of

_ITEM = re.compile(
    r"^(?P<indent>\s*)(?:(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z]\)|[Ss]tep \d{1,3}[:.)])\s+(?:\[[ xX]\]\s+)?|\[["
    r" xX]\]\s+)(?P<text>\S.*)$"
)
_ARROW = re.compile(r"\S\s*(?:->|→|=>|⇒)\s*\S")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|\Z)[^.!?]*)*[.!?]*")


def steps(markdown: str) -> Iterator[Step]:
    """The items of a runbook's lists and the rows of its tables, each with its line; else its sentences."""
    items: list[list[Any]] = []
    fenced = False
    prose: list[tuple[int, str]] = []
    for number, line in enumerate(markdown.splitlines(), start=1):
        fenced ^= line.lstrip().startswith("```")
        if fenced or line.lstrip().startswith(("```", "#", "<!--")):
            continue
        if line.lstrip().startswith("|"):
            cells = cells_of(line)
            if cells:
                items.append([number, cells])
            elif items and items[-1][0] == number - 1:  # what stands above the rule is the head
                items.pop()
            continue
        match = _ITEM.match(line)
        if match:
            items.append([number, match["text"]])
        elif _ARROW.search(line) and not line[:1].isspace():
            items.append([number, line.strip()])
        elif line.strip() and items and line[:1].isspace():
            items[-1][1] += " " + line.strip()
        elif line.strip():
            prose.append((number, line.strip()))
    if items:
        yield from (Step(text=bare(text), line=number) for number, text in items)
        return
    for number, text in prose:
        for sentence in _SENTENCE.findall(text):
            if sentence.strip():
                yield Step(text=bare(sentence), line=number)
