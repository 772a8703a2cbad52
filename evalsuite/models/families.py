"""Which models are of one family, and so may favour each other's words."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[a-z]+")
_SAME = {
    "o": "gpt",
    "chatgpt": "gpt",
    "davinci": "gpt",
    "ministral": "mistral",
    "mixtral": "mistral",
    "gemma": "gemini",
}
"""First words of names that tell no family by themselves."""


def alike(judges: Mapping[str, str], assistant: str | None) -> str:
    """A warning where a judge's model is of the family of the assistant's, and may favour its words; else nothing.
    Judges are given by name."""
    same = [name for name, model in judges.items() if assistant and model and family(model) == family(assistant)]
    if not same:
        return ""
    return (
        f"judge {', '.join(same)} is of the assistant's own family ({family(assistant or '')}), "
        "and judges favour their own: take one of another family"
    )


def family(model: str) -> str:
    """The family by a model's name: `gpt` for `ft:gpt-4.1-mini:acme::x1`, `claude` for `anthropic/claude-x`."""
    name = model.lower().removeprefix("ft:").rpartition("/")[2]
    found = _WORD.search(name)
    return _SAME.get(found[0], found[0]) if found else name
