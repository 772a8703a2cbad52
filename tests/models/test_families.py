import pytest

from evalsuite.models.families import family


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
