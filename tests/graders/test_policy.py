"""The `policy` grader: what counts, what is only said, and what cannot be told."""

import pytest
from build import context, says, user
from policies import CATALOGUE, bound, called, judge, told

from evalsuite.graders.policy import policy
from evalsuite.protocols import Knowledge

LIMIT = "[{id: goodwill, because: At most 20 USD of goodwill, amount_limit: {of: [credit, waiver], max: 20 USD}}]"
HELLO = user("Hello!")


def test_an_offer_beyond_the_limit_is_a_violation_though_nothing_was_done():
    verdict = judge(LIMIT, HELLO, says("I can offer you a $25 credit."))
    [finding] = verdict.findings

    assert verdict.outcome == "fail"
    assert (finding.code, finding.quote) == ("policy_violation", "I can offer you a $25 credit")
    assert finding.reason == "goodwill: At most 20 USD of goodwill."


def test_what_is_promised_and_then_done_counts_once():
    said = (says("I can offer you a $15 credit."), user("Yes."), *called("add_credit", amount=15, currency="USD"))

    assert told(judge(LIMIT, HELLO, *said, says("I have added the $15 credit."))) == "kept"


def test_a_second_credit_counts_beside_the_first():
    said = (says("I can offer you a $15 credit."), user("More!"), says("I can offer you another $15 credit."))

    assert told(judge(LIMIT, HELLO, *said)) == "broken"


def test_of_two_alternatives_the_larger_counts():
    assert told(judge(LIMIT, HELLO, says("I can offer you a $15 credit or a $20 voucher."))) == "kept"


def test_an_amount_for_each_of_an_unknown_number_cannot_be_told():
    assert told(judge(LIMIT, HELLO, says("I can offer you a $5 credit for each lamp."))) == "unknown"


def test_a_failed_call_gives_nothing():
    assert told(judge(LIMIT, HELLO, *called("add_credit", is_error=True, amount=90), says("Sorry."))) == "kept"


def test_a_limit_for_each_event_does_not_add_up():
    rules = "[{id: a, amount_limit: {of: [credit], max: 20 USD, per: event}}]"

    assert told(judge(rules, HELLO, says("Here is a $15 credit."), user("?"), says("Here is a $16 credit."))) == "kept"


def test_a_limit_may_be_declared_for_several_currencies():
    rules = "[{id: a, amount_limit: {of: [credit], max: [20 USD, 18 EUR, 10%]}}]"

    assert told(judge(rules, HELLO, says("I can offer you an 18 EUR credit."))) == "kept"
    assert told(judge(rules, HELLO, says("I can offer you a 19 EUR credit."))) == "broken"


def test_amounts_in_two_currencies_do_not_add_up():
    rules = "[{id: a, amount_limit: {of: [credit], max: [20 USD, 18 EUR]}}]"
    said = (says("I can offer you a 15 EUR credit."), user("?"), says("I can offer you a $15 credit."))

    assert told(judge(rules, HELLO, *said)) == "unknown"


def test_the_files_currency_stands_for_amounts_without_one():
    rules = "{currency: EUR, rules: [{id: a, amount_limit: {of: [credit], max: 20}}]}"

    assert told(judge(rules, HELLO, *called("add_credit", amount=20.01), says("Done."))) == "broken"


def test_it_abstains_where_nothing_could_be_told():
    verdict = judge(LIMIT, HELLO, says("I can offer you a credit."))

    assert verdict.outcome == "abstain"
    assert "no amount is named" in verdict.reason


def test_it_abstains_without_rules():
    assert policy(knowledge=Knowledge())(context(HELLO, says("Hi."))).outcome == "abstain"


def test_it_passes_where_no_rule_is_touched():
    assert judge(LIMIT, HELLO, says("Your parcel is on its way.")).outcome == "pass"


def test_it_passes_with_a_note_where_one_rule_was_kept_and_another_cannot_be_told():
    rules = LIMIT[:-1] + ", {id: seen, on: call, require: called('get_order')}]"
    verdict = judge(rules, HELLO, *called("get_order"), *called("issue_refund", id="c2"), says("Here is a credit."))

    assert (verdict.outcome, told(verdict)) == ("fail", "broken")

    seen = judge(rules, HELLO, *called("get_order"), says("Hi."), user("?"), says("I can offer you a credit."))
    assert {finding.code for finding in seen.findings} == {"policy_violation", "not_evaluable"}


def test_scripted_replies_are_history_and_not_judged():
    knowledge, grade = bound(LIMIT)
    talk = context(
        HELLO, says("I can offer you a $25 credit."), user("?"), says("Hi."), knowledge=knowledge, scripted=[1]
    )

    assert grade(talk).outcome == "pass"


def test_only_the_replies_in_question_are_judged_and_all_of_them_counted():
    knowledge, grade = bound(LIMIT)
    talk = context(
        HELLO, says("I can offer you a $15 credit."), user("?"), says("I'll waive the $9 fee."), knowledge=knowledge
    )
    talk.replies = (3,)
    [finding] = grade(talk).findings

    assert finding.message == 3


def test_a_record_is_the_one_the_call_is_about():
    rules = (
        "{facts: {order: {tool: get_order, same: order_id}}, "
        "rules: [{id: a, on: call, tool: issue_refund, require: order.status == 'delivered'}]}"
    )
    looks = (*called("get_order", order_id="A1", answer={"status": "delivered"}),
             *called("get_order", id="c2", order_id="B2", answer={"status": "lost"}))  # fmt: skip

    assert told(judge(rules, HELLO, *looks, *called("issue_refund", id="c3", order_id="A1"))) == "kept"
    assert told(judge(rules, HELLO, *looks, *called("issue_refund", id="c3", order_id="B2"))) == "broken"
    assert told(judge(rules, HELLO, *looks, *called("issue_refund", id="c3", order_id="C3"))) == "unknown"


def test_personal_data_may_be_told_after_the_check_alone():
    rules = "[{id: a, verify_first: {with: verify_identity, disclosing: [email]}}]"
    look = called("get_order", id="c2", answer={"customer": {"id": 7, "email": "jo@example.com"}})
    reply = says("We wrote to jo@example.com.")

    assert told(judge(rules, HELLO, *look, reply)) == "broken"
    assert told(judge(rules, HELLO, *called("verify_identity"), *look, reply)) == "kept"
    assert told(judge(rules, user("I am jo@example.com"), *look, reply)) == "kept"


@pytest.mark.parametrize(
    ("rule", "reply", "wanted"),
    [
        ("on: claim, forbid: kind == 'refund'", "I have refunded your order.", "broken"),
        ("on: mention, forbid: kind == 'order'", "It is ORD-100217.", "broken"),
        ("on: turn, when: role == 'assistant', require: words <= 3", "One two three.", "kept"),
        ("on: turn, when: role == 'assistant', require: words <= 3", "One two three four.", "broken"),
        ("on: turn, when: role == 'assistant', forbid: questions > 1", "Why? What?", "broken"),
        ("on: turn, when: role == 'assistant', require: language == 'en'", "Hi.", "kept"),
        ("on: turn, when: role == 'assistant', forbid: customer.vip", "Hi.", "unknown"),
    ],
)
def test_every_kind_of_event_can_be_asked_about(rule, reply, wanted):
    found = judge(f"[{{id: a, {rule}}}]", HELLO, says(reply), id_patterns={"order": "ORD-\\d{6}"})

    assert told(found) == wanted


def test_a_result_can_be_asked_about():
    rules = "[{id: a, on: result, tool: get_order, forbid: result.status == 'fraud'}]"

    assert told(judge(rules, HELLO, *called("get_order", answer={"status": "fraud"}), says("Hi."))) == "broken"


def test_what_a_reply_in_a_language_without_tables_promises_is_not_told():
    verdict = judge(
        LIMIT, HELLO, says("Das ist ein Gutschein für Sie, den wir Ihnen mit der Post schicken und der ein Jahr gilt.")
    )

    assert verdict.outcome == "abstain"


def test_hostile_data_does_not_break_it():
    rules = "{facts: {order: {tool: get_order}}, rules: [{id: a, on: [call, turn], require: order.x.y > 3}]}"
    texts = ["\ud800", "\x00" * 50, "<script>" * 500, "9" * 5000, '{"x":' * 200]
    for text in texts:
        talk = (user(text), *called("get_order", answer=text, order_id=text), says(text or "x"))
        assert told(judge(rules, *talk)) == "unknown"


def test_two_workspaces_rules_have_two_fingerprints():
    from evalsuite.codec.policies import read_policies
    from evalsuite.domain.case import GraderSpec
    from evalsuite.graders.registry import Registry

    spec, registry = GraderSpec(name="policy", bare=True), Registry()
    one, other = (
        registry.bind(spec, knowledge=Knowledge(catalogue=CATALOGUE, policies=read_policies("p.yaml", text.encode())))
        for text in (LIMIT, LIMIT.replace("20 USD}", "30 USD}"))
    )

    assert one.fingerprint != other.fingerprint
