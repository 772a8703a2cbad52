import pytest
from build import call, context, result, says, user
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.case import Case
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.conversation import Transcript
from evalsuite.domain.persona import BASE, Limits, Persona
from evalsuite.graders.tone import tone
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext, Knowledge


def grade(*messages, cohort="default", persona=None, language="en", catalogue=None, **given_):
    knowledge = Knowledge(personas={BASE: persona} if persona else None, catalogue=catalogue)
    talk = context(*messages, case=Case(id="c", cohort=cohort, language=language), knowledge=knowledge)
    return tone(knowledge=knowledge, **given_)(talk)


def codes(verdict, severity="error"):
    return [one.code for one in verdict.findings if one.severity == severity]


def test_an_apology_after_a_tool_failed_is_not_premature():
    asked, sorry = (
        user("Please cancel ORD-100217."),
        says("Sorry, the cancellation did not go through. I'll try again."),
    )

    assert codes(grade(asked, call("cancel"), result("Error: timeout"), sorry)) == []


def test_an_apology_for_what_the_reply_itself_reports_is_not_premature():
    assert codes(grade(user("Where is my parcel?"), says("I'm sorry, your parcel was lost in Leeds."))) == []


def test_an_admission_of_an_own_slip_is_not_premature():
    assert codes(grade(user("Is it in stock?"), says("My apologies, I misread the list. It is in stock."))) == []


def test_a_finding_quotes_the_raw_words_it_is_about():
    reply = "**We're  so sorry** for the trouble. It is blue."
    [finding] = grade(user("Which colour is it?"), says(reply)).findings

    assert finding.quote == reply[finding.start : finding.end]
    assert finding.quote.startswith("We're  so sorry")
    assert finding.message == 1


def test_the_same_apology_again_is_told_where_nothing_new_went_wrong():
    talk = (
        user("The lamp came broken."),
        says("I'm sorry that the lamp came broken. Which order is it?"),
        user("ORD-100217"),
        says("I'm sorry that the lamp came broken. A new one leaves today."),
    )

    assert codes(grade(*talk)) == ["repeated_apology"]


def test_an_apology_for_new_trouble_is_no_repetition():
    talk = (
        user("The lamp came broken."),
        says("I'm sorry that the lamp came broken. A new one is on its way."),
        user("Now the new one is broken too!"),
        says("I'm sorry, that must not happen twice. You get your money back."),
    )

    assert codes(grade(*talk)) == []


def test_passing_over_a_grave_event_is_a_warning():
    verdict = grade(user("My father died and I must end his contract."), says("Fill in form 12. It takes four weeks."))

    assert codes(verdict, "warn") == ["missing_apology"]
    assert verdict.outcome == "pass"


def test_limits_are_only_warnings_where_nobody_said_who_the_customer_is():
    verdict = grade(user("Hello"), says("Hi! Welcome! How are you?"), cohort=None)

    assert (codes(verdict), codes(verdict, "warn")) == ([], ["exclamation"])


def test_a_personas_file_makes_limits_binding_for_every_cohort():
    persona = Persona(limits=Limits(exclamation_marks=0))

    assert codes(grade(user("Hello"), says("Welcome!"), cohort=None, persona=persona)) == ["exclamation"]


def test_a_persona_decides_how_much_a_finding_weighs():
    persona = Persona(severity={"premature_apology": "warn", "filler": "off"})
    verdict = grade(user("Which size is it?"), says("Apologies. It's large. Feel free to ask."), persona=persona)

    assert [(one.code, one.severity) for one in verdict.findings] == [("premature_apology", "warn")]


def test_the_settings_decide_where_the_persona_says_nothing():
    verdict = grade(user("Which size is it?"), says("Apologies. It's large."), severity={"premature_apology": "info"})

    assert codes(verdict, "info") == ["premature_apology"]


def test_an_unknown_finding_is_refused_when_bound():
    with pytest.raises(ValueError, match="no finding 'premature'"):
        tone(severity={"premature": "warn"}, knowledge=Knowledge())


def test_a_personas_phrases_are_looked_for():
    persona = Persona(banned=("to be honest",), required=("case number",), forbidden_topics=("/elect\\w+/",))
    verdict = grade(user("Hello"), says("To be honest, the election keeps us busy."), persona=persona)

    assert codes(verdict) == ["banned_phrase", "forbidden_topic", "missing_phrase"]


def test_whoever_hands_over_names_where_to():
    persona = Persona(escalation=("your account manager",))
    catalogue = Catalogue(tools=(CatalogueTool(name="pass_on", kind="handoff", effects=("escalate",)),))
    talk = (user("I want a person."), call("pass_on"), result("ok"))

    assert codes(grade(*talk, says("Somebody will call."), persona=persona, catalogue=catalogue)) == [
        "unnamed_escalation"
    ]
    assert codes(grade(*talk, says("Your account manager will call."), persona=persona, catalogue=catalogue)) == []


def test_whoever_refuses_by_a_rule_says_where_it_stands():
    persona = Persona(citation=("section 4",))

    assert codes(grade(user("Refund?"), says("By our policy I can't refund that."), persona=persona)) == ["no_citation"]
    assert codes(grade(user("Refund?"), says("By our policy, section 4, I can't refund that."), persona=persona)) == []


def test_contractions_are_held_against_a_persona_without_them():
    assert codes(grade(user("Hello"), says("It's open."), persona=Persona(contractions=False))) == ["contraction"]


def test_capitals_that_the_prompt_prescribes_are_no_shouting():
    said = "YOU ARE BEING TRANSFERRED TO AN AGENT."
    messages = (user("A person, please."), says(said))
    talk = GradingContext(
        case=Case(id="c", cohort="default"),
        transcript=Transcript(messages=messages, system=f"Then say: {said}"),
        readers=READERS,
        knowledge=Knowledge(),
    )

    assert codes(tone(knowledge=Knowledge())(talk)) == []
    assert codes(grade(*messages)) == ["shouting"]


def test_another_name_in_one_conversation_is_drift():
    talk = (user("Hello"), says("This is Alex from the shop."), user("And?"), says("My name is Robin. It is open."))

    assert codes(grade(*talk), "warn") == ["drift"]


def test_a_loud_reply_after_calm_ones_is_drift():
    calm = [message for _ in range(3) for message in (user("And then?"), says("Then it is sent to you."))]
    verdict = grade(*calm, user("Good."), says("Yay! Done! Bye!"))

    assert "drift" in codes(verdict, "warn")


def test_scripted_replies_are_history_and_not_judged():
    knowledge = Knowledge()
    talk = context(user("Hi"), says("Sorry!"), user("Hi"), says("Hello."), scripted=(1,), case=Case(id="c", cohort="x"))

    assert codes(tone(knowledge=knowledge)(talk)) == []


def test_a_language_without_cues_is_not_judged():
    verdict = grade(user("Hallo"), says("Es tut uns leid."), language="de")

    assert verdict.outcome == "abstain"


def test_no_reply_is_not_judged():
    assert grade(user("Hello")).outcome == "abstain"


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4), st.sampled_from(["enterprise", "self_serve", None]))
def test_any_text_is_judged_and_every_quote_stands_where_it_is_said_to(texts, cohort):
    messages = [message for text in texts for message in (user(text), says(text))]

    for finding in grade(*messages, cohort=cohort).findings:
        if finding.start is not None:
            assert finding.quote == messages[finding.message].text[finding.start : finding.end] != ""
