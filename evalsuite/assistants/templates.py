"""Jinja2 texts of a definition, rendered for one case after another."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateError

from evalsuite.codec.sandbox import compiled
from evalsuite.models.failures import failed, quoted, visible


class Template:
    """A text with `{{ … }}` in it. Mappings and lists are rendered as JSON.

    Raises `InputError` with every mistake that shows before anything is rendered: syntax, and names outside `names`.
    """

    def __init__(self, text: str, *, names: Sequence[str], what: str, path: str | None = None) -> None:
        self._what = what
        self._template = compiled(text, names=names, what=what, path=path)

    def render(self, values: Mapping[str, Any], *, case_id: str) -> str:
        """The text with the values in it. Raises `ModelError` (crashed) where a case lacks what the text names."""
        try:
            return self._template.render(values)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise failed(
                "crashed",
                f"{self._what} cannot be rendered for case {quoted(case_id, 80)}: {visible(str(error))}. "
                "Give the case that context, or say `{% if … is defined %}`",
            ) from error
