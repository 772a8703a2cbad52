"""What the YAML parser dislikes, told as a place and a mend."""

from typing import NamedTuple

import yaml

from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint


def syntax_complaint(shown_path: str, error: yaml.YAMLError) -> Complaint:
    """The parser's error in words for the file's author, at the place that has to be mended."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Complaint(text=f"not YAML: {_first_line(error)}", mark=Mark(path=shown_path, line=1))
    rule = _rule(error.context or "", error.problem or "")
    place = error.problem_mark or error.context_mark
    if rule.at_start and error.context_mark:
        place = error.context_mark
    if place is None:
        return Complaint(text=rule.text, mark=Mark(path=shown_path, line=1))
    return Complaint(text=rule.text, mark=Mark(path=shown_path, line=place.line + 1, column=place.column + 1))


class _Rule(NamedTuple):
    context: str
    """Part of what the parser was doing."""
    problem: str
    """Part of what it met."""
    text: str
    at_start: bool = False
    """True where the place to mend is where the context began."""


def _rule(context: str, problem: str) -> _Rule:
    fallback = _Rule("", "", f"not YAML: {problem or context}.")
    return next((rule for rule in _RULES if rule.context in context and rule.problem in problem), fallback)


def _first_line(error: yaml.YAMLError) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


_STRAY = "this is out of line with what stands above it. Give keys, or '-'s, of one block the same indentation."
_UNCLOSED = "the quote that opens here is never closed. Close it."
_NAMES = "'&' and '*' name a part of the file here. Quote a text that starts with either."
_TAG = "'!' starts a tag, which is not read. Quote a text that starts with it."
_RULES = (
    _Rule("quoted scalar", "unexpected end of stream", _UNCLOSED, True),
    _Rule("quoted scalar", "unexpected document indicator", _UNCLOSED, True),
    _Rule(
        "quoted scalar", "escap", "this backslash escapes nothing known. Write '\\\\' for one, or use single quotes."
    ),
    _Rule(
        "flow sequence",
        "expected ','",
        "the '[' that opens here is not closed, or a comma is missing. Mend that; quote a text that holds either.",
        True,
    ),
    _Rule(
        "flow mapping",
        "expected ','",
        "the '{' that opens here is not closed, or a comma is missing. Mend that; quote a text that holds either.",
        True,
    ),
    _Rule(
        "",
        "mapping values are not allowed",
        "this ':' makes a second key of its line, or the line is indented too far. "
        "Quote a text that holds ': ', or mend the indentation.",
    ),
    _Rule(
        "",
        "block sequence entries are not allowed",
        "a list cannot start here. Begin it on a line of its own, or quote a text that starts with '-'.",
    ),
    _Rule("", "tab character", "a tab stands where YAML wants spaces. Replace it by spaces."),
    _Rule("block mapping", "expected key", _STRAY),
    _Rule("block collection", "expected '-'", _STRAY),
    _Rule(
        "simple key",
        "expected ':'",
        "this is no `key: value`. Add the ':', or indent it as a part of the text above.",
        True,
    ),
    _Rule(
        "next token",
        "cannot start any token",
        "nothing can start with this character: a tab, '@', '`' or '%'. Indent with spaces; quote the text.",
    ),
    _Rule(
        "",
        "document start",
        "this stands outside of what the file began with. Mend its indentation, or quote the text it belongs to.",
    ),
    _Rule(
        "", "node content", "nothing can start with this character here. Quote the text, or remove what is too much."
    ),
    _Rule(
        "block scalar",
        "",
        "after '|' or '>' the text starts on the next line, indented. Quote a text that starts with either.",
    ),
    _Rule("anchor", "", _NAMES),
    _Rule("alias", "", _NAMES),
    _Rule("tag", "", _TAG, True),
    _Rule("", "tag", _TAG, True),
    _Rule(
        "", "directive", "a line that starts with '%' is a directive, which is not read. Remove it, or quote the text."
    ),
    _Rule("", "incompatible YAML", "this names a version of YAML that cannot be read. Remove the line."),
)
