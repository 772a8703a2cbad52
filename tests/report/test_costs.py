import pytest
from outcomes import result

from evalsuite.domain.conversation import Usage
from evalsuite.report.costs import costs, took
from evalsuite.summary import summarize


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        (Usage(calls=1, input_tokens=1200, output_tokens=5), "1 model call, 1,200 tokens in, 5 out"),
        (Usage(calls=2, cost_usd=0.0031), "2 model calls, 0 tokens in, 0 out, 0.0031 USD"),
        (Usage(calls=2, cost_usd=12.5), "2 model calls, 0 tokens in, 0 out, 12.50 USD"),
        (Usage(calls=2, cost_usd=0.0), "2 model calls, 0 tokens in, 0 out, 0.00 USD"),
    ],
    ids=["no price", "cents", "dollars", "free"],
)
def test_what_a_model_took_is_told_to_the_digit_that_counts(usage, said):
    assert took(usage) == said


def test_each_judge_has_a_line_of_its_own_and_their_trials_add_up():
    one = {"strict-1": Usage(calls=2), "mild-2": Usage()}
    summary = summarize(result(f"c{n}", judging=one, customer=Usage(calls=1)) for n in range(3))

    assert costs(summary) == [
        "judge mild-2: no model call, its answers were known",
        "judge strict-1: 6 model calls, 0 tokens in, 0 out",
        "simulated customer: 3 model calls, 0 tokens in, 0 out",
    ]


def test_where_nothing_was_asked_nothing_is_said():
    assert costs(summarize([result("c1")])) == []
