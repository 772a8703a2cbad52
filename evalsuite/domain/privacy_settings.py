"""What a team says of personal data: the settings' table `privacy`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PresidioSettings:
    """Finders of Microsoft Presidio that look as well. Nothing of it is loaded where none is named."""

    model: str = ""
    """A spaCy model that is installed, or its folder; empty for recognisers that need none."""
    recognizers: tuple[str, ...] = ()
    """Classes of `presidio_analyzer.predefined_recognizers`, like `NhsRecognizer`."""
    language: str = ""
    """Whose texts they read; empty for the model's own, or English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    deny: tuple[str, ...] = ()
    """Words that never may stand in a written file, whatever they are: a project's name, a customer's."""
    deny_file: str = ""
    """A file of more of them, one a line, best outside Git; empty for `.evalsuite/deny.txt`, where that is there."""
    allow: tuple[str, ...] = ()
    """Words that only look personal, like a product's name that could be a person's."""
    presidio: PresidioSettings | None = None
