import pytest

from evalsuite.domain.decision import Budget, GateRules
from evalsuite.domain.presets import FINE_TUNE
from evalsuite.errors import InputError
from evalsuite.settings import resolve


def rules(**said):
    return resolve(file={"gate": said}, file_name="evalsuite.toml").settings.gate


def complaints(**said):
    with pytest.raises(InputError) as caught:
        rules(**said)
    return [one.text for one in caught.value.complaints]


def test_every_rule_is_read_as_it_is_written():
    read = rules(
        margin=False,
        margins={"claims": 0.02},
        every_margin=0.1,
        hard_zero={"ids": 0.03},
        must_improve={"pass_rate": 0.02, "tone": 0},
        golden=True,
        budget={"seconds": 0.2, "length": {"most": 900}, "tokens": {"rise": 0.1, "most": 4000}},
        live={"satisfaction": 0.3},
        require="satisfaction",
        max_errors=0,
        min_clusters=30,
    )

    assert read == GateRules(
        margin=None,
        margins={"claims": 0.02},
        every_margin=0.1,
        hard_zero={"ids": 0.03},
        must_improve={"pass_rate": 0.02, "tone": 0.0},
        golden=True,
        budget={"seconds": Budget(rise=0.2), "length": Budget(most=900), "tokens": Budget(rise=0.1, most=4000)},
        live={"satisfaction": 0.3},
        require=("satisfaction",),
        max_errors=0,
        min_clusters=30,
    )


def test_a_preset_is_laid_under_what_is_said():
    read = rules(preset="fine-tune", margin=0.02, hard_zero={"ids": 0.01, "tone": 0.1}, live={"edit_rate": 0.1})

    assert (read.margin, read.golden, read.every_margin) == (0.02, True, 0.05)
    assert read.hard_zero == {**FINE_TUNE.hard_zero, "ids": 0.01, "tone": 0.1}
    assert read.live == {**FINE_TUNE.live, "edit_rate": 0.1}


def test_a_hard_zero_that_is_said_holds_even_where_no_such_grader_judged():
    assert "ids" not in rules(preset="fine-tune", hard_zero={"ids": 0.03}).where_judged
    assert "claims" in rules(preset="fine-tune", hard_zero={"ids": 0.03}).where_judged


def test_a_required_measure_is_held_to_what_the_preset_asks_of_it():
    assert rules(require=["approval_rate"]).live == {"approval_rate": 0.05}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"preset": "finetune"}, "gate: preset wants the name of bundled rules, got 'finetune'. Did you mean 'fine"),
        ({"preset": ["a"]}, "gate: preset wants the name of bundled rules, got ['a']. Known: fine-tune."),
        ({"golden": 3}, "gate: golden wants true or false, got 3"),
        ({"must_improve": {"tone": -1}}, "gate: must_improve: tone wants a share above 0 and below 1"),
        ({"budget": {"second": 0.2}}, "gate: budget: no setting 'second'. Did you mean 'seconds'?"),
        ({"budget": {"seconds": {}}}, "gate: budget: seconds wants rise or most, like 0.1 or {most = 8}, got nothing"),
        ({"budget": {"seconds": {"max": 1}}}, "gate: budget: seconds: no setting 'max'."),
        ({"budget": {"seconds": {"most": "soon"}}}, "gate: budget: seconds: most wants a number from 0, got 'soon'"),
        ({"live": {"aproval_rate": 0.1}}, "gate: live: no setting 'aproval_rate'. Did you mean 'approval_rate'?"),
        ({"require": ["csat"]}, "gate: require names no live measure 'csat'."),
        ({"slices": ["tickets"]}, "gate: slices wants parts like origin:ticket (of origin, difficulty, coh"),
        ({"hard_zero": 3}, 'gate: hard_zero wants a table like {"claims" = 0.03}, got 3'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_the_mend(said, told):
    [text] = complaints(**said)

    assert text.startswith(told)


def test_all_mistakes_of_the_table_are_told_at_once():
    assert len(complaints(margn=0.1, golden="maybe", hard_zero={"ids": 3, "claims": "x"})) == 4


@pytest.mark.parametrize(
    "said", [{"margin": float("nan")}, {"budget": {"seconds": float("nan")}}, {"max_errors": float("inf")}]
)
def test_what_is_no_number_is_refused(said):
    assert len(complaints(**said)) == 1
