import json

import pytest

from evalsuite.codec.live import read_live
from evalsuite.domain.decision import LiveFigure
from evalsuite.errors import InputError

GOOD = {"baseline": 0.6, "candidate": 0.7, "low": 0.05, "high": 0.15, "cases": 400, "source": "reviews of June"}


def read(**measures):
    return read_live(json.dumps(measures).encode(), path="live.json")


def test_figures_are_read():
    assert read(approval_rate=GOOD) == {"approval_rate": LiveFigure(**GOOD)}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"low": None}, "approval_rate: low wants a number, got None"),
        ({"low": float("nan")}, "approval_rate: low wants a number, got 'NaN'"),
        ({"low": 0.2, "high": 0.3}, "approval_rate: the difference of 0.1 is not between low and high"),
        ({"candidate": 68, "high": 80}, "approval_rate: candidate wants a share from 0 to 1, got 68"),
        ({"cases": 0}, "approval_rate: cases wants a whole number of at least 1, got 0"),
        ({"source": " "}, "approval_rate: source wants a text that says where it was measured"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(change, told):
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        read(approval_rate=GOOD | change)


def test_mistakes_of_all_measures_are_told_together():
    with pytest.raises(InputError) as caught:
        read(aproval_rate=GOOD, edit_rate=3)

    first, second = caught.value.complaints
    assert str(first) == "live.json:1:1: no live measure 'aproval_rate'. Did you mean 'approval_rate'?"
    assert second.text.startswith("edit_rate wants an object like ")


@pytest.mark.parametrize("data", [b"", b"[1]", b"\xff", b"{"])
def test_what_is_no_file_of_figures_is_told(data):
    with pytest.raises(InputError, match=r"live\.json"):
        read_live(data, path="live.json")
