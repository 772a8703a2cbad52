"""Places in a call, and conditions over them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.paths import read_condition, read_path

GIVEN = {"order_id": "A-1", "order id": 7, "items": [{"sku": "x"}, {"sku": "y"}]}
RESULT = {"status": "Cancelled", "refund": {"amount": 48.0, "fee": None}, "ok": True, "count": "3", "list": [1, 2]}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("arguments.order_id", ["A-1"]),
        ("$.args.order_id", ["A-1"]),
        ("arguments['order id']", [7]),
        ("result.refund.amount", [48.0]),
        ("result.refund.fee", []),
        ("result.refund.none", []),
        ("arguments.items.sku", ["x", "y"]),
        ("arguments.items[1].sku", ["y"]),
        ("arguments.items[-1].sku", ["y"]),
        ("arguments.items[*].sku", ["x", "y"]),
        ("result.list", [1, 2]),
    ],
)
def test_a_path_gives_what_stands_there(path, values):
    assert read_path(path).values(GIVEN, RESULT) == values


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("result.status == 'cancelled'", True),
        ('result.status != "cancelled"', False),
        ("result.status in ['done', 'cancelled']", True),
        ("result.status in ['done']", False),
        ("result.refund.amount >= 48", True),
        ("result.refund.amount < 48", False),
        ("result.count > 2", True),
        ("result.status > 2", False),
        ("result.ok", True),
        ("result.ok == true", True),
        ("not result.ok", False),
        ("result.none", False),
        ("result.none == null", True),
        ("result.refund.fee == null", True),
        ("result.none != 'x'", True),
        ("result.none == 'x' or result.ok and arguments.order_id == 'A-1'", True),
        ("(result.none == 'x' or result.ok) and arguments.order_id == 'B'", False),
    ],
)
def test_a_condition_holds_or_does_not(condition, holds):
    assert read_condition(condition)(GIVEN, RESULT) is holds


def test_a_result_that_is_no_json_has_nothing_at_any_path():
    assert not read_condition("result.ok")(GIVEN, "done")
    assert read_path("result").values(GIVEN, "done") == ["done"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "`arguments.…` or `result.…` was expected, found its end"),
        ("reslt.status", "a path begins with `arguments.` or `result.`, found 'reslt'"),
        ("result.status == done", "texts stand in quotes: write 'done'"),
        ("result.n < 'x'", "'<' compares with a number, found 'x'"),
        ("result.n in 3", "behind `in` stands a list like ['done', 'pending']"),
        ("(result.n", "a ')' is missing"),
        ("result.n result.m", "nothing was expected before 'result'"),
        ("result.ok; import os", "'; import os' cannot be read"),
        ("(" * 501, "it is longer than 500 characters"),
    ],
)
def test_what_is_no_condition_is_told_in_words(text, why):
    with pytest.raises(ValueError, match=r".") as raised:
        read_condition(text)

    assert str(raised.value) == why


@given(st.text(alphabet="results.argumn[]()='\"<>!&0123 andornotintruefalse", max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    try:
        condition = read_condition(text)
    except ValueError:
        return

    assert condition(GIVEN, RESULT) in {True, False}
