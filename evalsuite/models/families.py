"""Which models are of one family, and so may favour each other's words."""

import re

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


def family(model: str) -> str:
    """The family by a model's name: `gpt` for `ft:gpt-4.1-mini:acme::x1`, `claude` for `anthropic/claude-x`."""
    name = model.lower().removeprefix("ft:").rpartition("/")[2]
    found = _WORD.search(name)
    return _SAME.get(found[0], found[0]) if found else name
