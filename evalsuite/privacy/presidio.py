"""Finds of Microsoft Presidio's recognisers, for teams that have a model of names: the extra `presidio`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from evalsuite.domain.privacy import SpanType
from evalsuite.domain.privacy_settings import PresidioSettings
from evalsuite.errors import UsageError, did_you_mean
from evalsuite.privacy.rules import Finder

_TYPES: Mapping[str, SpanType] = {
    "PERSON": "person",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip",
    "EMAIL_ADDRESS": "email",
}
_IMPERSONAL = frozenset(
    {"LOCATION", "NRP", "ORGANIZATION", "DATE_TIME", "DATE", "URL", "UUID", "MAC_ADDRESS", "AGE", "ID"}
)
"""What points at nobody by itself, or is kept as a day or an id. All else that Presidio tells is a national number."""
_LEAST = 0.4
"""Presidio's score from which on a find is worth a look: its patterns have less without a word that speaks for them."""


def presidio(settings: PresidioSettings) -> Finder:
    """A finder that asks Presidio; nothing is downloaded.

    Raises `UsageError` where Presidio, the model or a recogniser is not there.
    """
    try:
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415  - an extra, slow to load
    except ImportError:
        raise UsageError("[privacy] presidio needs an extra. Run: pip install 'evalsuite[presidio]'") from None
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)  # it warns of every label that it does not map
    engine, language = _engine(settings)
    registry = RecognizerRegistry(
        recognizers=[_recognizer(name, language) for name in settings.recognizers], supported_languages=[language]
    )
    if settings.model:
        registry.add_nlp_recognizer(engine)
    analyzer = AnalyzerEngine(
        registry=registry, nlp_engine=engine, supported_languages=[language], default_score_threshold=_LEAST
    )

    def find(text: str) -> Iterator[tuple[int, int, SpanType]]:
        for one in analyzer.analyze(text=text, language=language):
            if one.entity_type not in _IMPERSONAL:
                yield one.start, one.end, _TYPES.get(one.entity_type, "ssn")

    return find


def _engine(settings: PresidioSettings) -> tuple[Any, str]:
    """What splits texts into words, and names things in them where there is a model; and its language."""
    from presidio_analyzer.nlp_engine import NoOpNlpEngine, SpacyNlpEngine  # noqa: PLC0415  - an extra

    if not settings.model:
        language = settings.language or "en"
        return NoOpNlpEngine(models=[{"lang_code": language, "model_name": "none"}]), language
    import spacy  # noqa: PLC0415  - comes with the extra

    try:
        loaded = spacy.load(settings.model)  # Presidio itself would download what is missing
    except OSError:
        raise UsageError(
            f"[privacy] presidio: there is no spaCy model {settings.model!r}. "
            f"Run: python -m spacy download {settings.model}"
        ) from None
    language = settings.language or loaded.lang
    engine = SpacyNlpEngine(models=[{"lang_code": language, "model_name": settings.model}])
    engine.nlp = {language: loaded}
    return engine, language


def _recognizer(name: str, language: str) -> Any:
    from presidio_analyzer import EntityRecognizer, predefined_recognizers  # noqa: PLC0415  - an extra

    known = [
        one
        for one in dir(predefined_recognizers)
        if isinstance(made := getattr(predefined_recognizers, one), type) and issubclass(made, EntityRecognizer)
    ]
    if name not in known:
        raise UsageError(f"[privacy] presidio: no recognizer {name!r}.{did_you_mean(name, known)}")
    return getattr(predefined_recognizers, name)(supported_language=language)
