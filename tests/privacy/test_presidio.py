"""Presidio's recognisers, where it is installed; what is told where it is not."""

import sys
from importlib.util import find_spec

import pytest

from evalsuite.domain.privacy_settings import PresidioSettings
from evalsuite.errors import InputError, UsageError
from evalsuite.privacy.presidio import presidio
from evalsuite.privacy.redaction import sight
from evalsuite.privacy.rules import Rules
from evalsuite.settings import resolve, table

INSTALLED = find_spec("presidio_analyzer") is not None
installed = pytest.mark.skipif(not INSTALLED, reason="the extra presidio is not installed")


def said(text):
    return resolve(file=table(text, "evalsuite.toml"), file_name="evalsuite.toml", text=text).settings.privacy.presidio


def test_a_models_name_is_the_short_form():
    assert said('[privacy]\npresidio = "en_core_web_lg"') == PresidioSettings(model="en_core_web_lg")
    assert said('[privacy]\npresidio = {recognizers = ["NhsRecognizer"]}') == PresidioSettings(
        recognizers=("NhsRecognizer",)
    )
    assert said("[privacy]\ndeny = []") is None


def test_a_setting_that_names_nothing_is_told_with_its_line():
    with pytest.raises(InputError, match=r"evalsuite\.toml:2:1: presidio wants a spaCy model or recognizers"):
        said("[privacy]\npresidio = {}")


@pytest.mark.skipif(INSTALLED, reason="the extra presidio is installed")
def test_a_missing_extra_is_told_in_one_sentence_with_its_mend():
    with pytest.raises(UsageError, match=r"needs an extra\. Run: pip install 'evalsuite\[presidio\]'"):
        presidio(PresidioSettings(model="en_core_web_lg"))


def test_nothing_of_presidio_is_loaded_unless_it_is_named():
    sight("Ada Byron of 14 Elm Street")

    assert "presidio_analyzer" not in sys.modules or INSTALLED


@installed
def test_a_recogniser_without_a_model_finds_what_we_do_not():
    text = "GSTIN 27AAPFU0939F1ZV"
    find = presidio(PresidioSettings(recognizers=("InGstinRecognizer",)))

    assert [(text[one.start : one.end], one.band) for one in sight(text, rules=Rules(finders=(find,))).personal] == [
        ("27AAPFU0939F1ZV", "suggest")
    ]


@installed
def test_a_model_that_is_not_there_is_never_downloaded():
    with pytest.raises(UsageError, match="Run: python -m spacy download xx_no_such_model"):
        presidio(PresidioSettings(model="xx_no_such_model"))


@installed
def test_an_unknown_recogniser_is_told_with_the_nearest():
    with pytest.raises(UsageError, match="Did you mean 'NhsRecognizer'"):
        presidio(PresidioSettings(recognizers=("NhsRecogniser",)))


@installed
def test_a_model_of_ones_own_finds_people(tmp_path):
    import spacy

    model = spacy.blank("en")
    model.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zorkin"}])
    model.to_disk(tmp_path / "model")
    text = "then zorkin and Zorkin came"

    find = presidio(PresidioSettings(model=str(tmp_path / "model")))

    assert [text[start:end] for start, end, kind in find(text) if kind == "person"] == ["Zorkin"]
