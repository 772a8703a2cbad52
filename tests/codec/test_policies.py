"""graders/policies.yaml: what it may say, and how its mistakes are told."""

import pytest

from evalsuite.codec.policies import read_policies
from evalsuite.errors import InputError

TOOLS = {"issue_refund", "verify_identity", "get_order"}


def told(text, **given):
    with pytest.raises(InputError) as raised:
        read_policies("policies.yaml", text.encode(), tools=TOOLS, **given)
    return str(raised.value)


def test_a_template_becomes_a_rule():
    text = "rules:\n  - id: window\n    refund_window: {tool: issue_refund, days: 30, from: context.delivered}\n"
    call, promise = read_policies("policies.yaml", text.encode(), tools=TOOLS).rules

    assert (call.id, call.on, call.tools, call.template) == ("window", ("call",), ("issue_refund",), "refund_window")
    assert call.require == "days_between(context.delivered, now) <= 30"
    assert promise.on == ("commitment",)


def test_a_list_stands_for_its_rules():
    policies = read_policies("policies.yaml", b"- {id: a, on: commitment, forbid_kinds: [legal]}\n")

    assert [rule.forbid for rule in policies.rules] == ["kind in ['legal']"]


def test_all_mistakes_are_told_at_once_with_their_places():
    text = (
        "currency: dollars\n"
        "timezone: Mars/Base\n"
        "rules:\n"
        "  - id: a\n"
        "    on: call\n"
        "    tool: isue_refund\n"
        "    require: 'amonut < 3'\n"
        "  - id: b\n"
        "    on: commitmnt\n"
        "    forbid: kind == 'legal'\n"
        "  - id: c\n"
        "    on: commitment\n"
        "    forbid: kind == 'legl'\n"
        "  - id: d\n"
        "    amount_limt: {max: 20}\n"
    )
    found = told(text)

    assert "policies.yaml:1:11: currency wants a code of three capitals" in found
    assert "policies.yaml:2:11: timezone: no time zone 'Mars/Base'" in found
    assert "policies.yaml:6:11: rule 'a'.tool: no tool 'isue_refund'. Did you mean 'issue_refund'?" in found
    assert "policies.yaml:7:15: rule 'a': require: no field 'amonut' here. Did you mean 'amount'?" in found
    assert "policies.yaml:9:9: rule 'b': on is one of" in found
    assert "Did you mean 'commitment'?" in found
    assert "policies.yaml:13:22: rule 'c': forbid: no kind 'legl'. Did you mean 'legal'?" in found
    assert "policies.yaml:15:5: rules[3] has no key 'amount_limt'. Did you mean 'amount_limit'?" in found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- {id: a, amount_limit: {max: 20}}", "wants an amount with its currency"),
        ("- {id: a, amount_limit: {of: [credit]}}", "needs `max:`"),
        ("- {id: a, amount_limit: {max: 20 USD}, on: call}", "wants one template"),
        ("- {id: a, never_promise: {kinds: [legal]}, forbid: 'true'}", "no meaning beside the template"),
        ("- {id: a, on: call}", "nothing that must or may not be"),
        ("- {on: call, forbid: 'true'}", "has no id"),
        ("- {id: not_evaluable, on: call, forbid: 'true'}", "Choose another"),
        ("- {id: a, never_promise: {says: ['/(/']}}", "is no regular expression"),
        ('- {id: a, business_hours: {tools: [get_order], from: "9 am"}}', "wants a time such as"),
        ("- {id: a, business_hours: {tools: [get_order], days: mondays-ish}}", "days wants"),
        ("- {id: a, never_promise: 3}", "wants a mapping"),
        ("- {id: a, refund_window: {tool: issue_refund, days: 30, from: delivered_at}}", "no field 'delivered_at'"),
        ("facts: {tool: {tool: get_order}}", "cannot be a fact's name"),
        ("deny: [{id: a}]", "needs `says:`"),
        ("rules: 3", "a list of rules"),
    ],
)
def test_a_mistake_comes_with_its_mend(text, wanted):
    assert wanted in told(text)


def test_a_rule_id_stands_once():
    text = "- {id: a, on: call, forbid: 'true'}\n- {id: a, on: call, forbid: 'true'}\n"

    assert "'a' stands on line 1 too" in told(text)


def test_conditions_beside_a_template_narrow_it():
    text = "- {id: a, cohorts: [vip], when: conditional, unless: context.vip, never_promise: {kinds: [legal]}}"
    [rule] = read_policies("p.yaml", text.encode()).rules

    assert rule.when == "(kind in ['legal']) and ((conditional) and cohort in ['vip'] and not (context.vip))"


def test_the_longer_form_of_a_limit_is_read():
    text = (
        "- id: goodwill\n"
        "  on: [commitment, call]\n"
        "  where: kind in ['credit', 'discount', 'waiver']\n"
        "  limit: {field: amount, max: \"cohort == 'enterprise' ? 50 : 20\", currency: USD, per: conversation}\n"
        "  unless: context.approved\n"
    )
    [rule] = read_policies("p.yaml", text.encode()).rules

    assert (rule.total_of, rule.per) == ("amount", "conversation")


def test_what_must_be_called_before_is_read():
    text = "- {id: pii, on: disclosure, require_before: {tool: verify_identity, success: true}}"
    [rule] = read_policies("p.yaml", text.encode(), tools=TOOLS).rules

    assert rule.require == "called('verify_identity')"
