import pytest

from evalsuite.models.families import alike, family


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4.1-mini", "gpt"),
        ("openai/gpt-4o", "gpt"),
        ("ft:gpt-4.1-mini:acme::x1", "gpt"),
        ("o3-mini", "gpt"),
        ("anthropic/claude-sonnet-4", "claude"),
        ("Qwen/Qwen3-8B", "qwen"),
        ("mixtral-8x7b", "mistral"),
        ("4711", "4711"),
    ],
)
def test_a_models_name_tells_its_family(model, name):
    assert family(model) == name


def test_judges_of_the_assistants_family_are_named():
    said = alike({"careful": "gpt-5", "second": "claude-x", "third": "openai/o3"}, "gpt-4.1")

    assert said.startswith("judge careful, third is of the assistant's own family (gpt)")


def test_judges_of_another_family_raise_no_warning():
    assert alike({"careful": "claude-x", "unnamed": ""}, "gpt-4.1") == alike({"careful": "gpt-5"}, None) == ""
