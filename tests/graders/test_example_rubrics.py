from pathlib import Path

import pytest

from evalsuite.codec.rubrics import read_rubric

FILES = sorted((Path(__file__).parents[2] / "graders" / "rubrics").glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shops_own_rubrics_can_be_read(path):
    assert read_rubric(path.name, path.read_bytes(), name=path.stem).criteria
