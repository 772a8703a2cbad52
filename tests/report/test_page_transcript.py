"""One case in a real browser: what was said and done, with the words at fault marked."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from report.page_trials import (
    FINDING,
    REPLY,
    assistant,
    at,
    entry,
    found,
    one,
    opened,
    trial,
    user,
)

from evalsuite.domain.conversation import Message, ToolCall, Transcript
from evalsuite.domain.run import Failure, Judgement, Trial
from evalsuite.domain.verdict import Finding, abstain, verdict_of

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "conversations" / "custom.jsonl.gz"


def test_clicking_a_failing_case_shows_the_words_at_fault_marked(open_page):
    page = open_page(one(FINDING))

    page.click(".row")

    assert opened(page).locator("mark").all_text_contents() == ["ORD-999"]
    assert page.locator(".role-assistant .said").text_content() == REPLY


def test_a_finding_is_told_in_full_below_the_reply(open_page):
    page = open_page(one(FINDING), at("late"))

    card = opened(page).locator(".role-assistant .finding")

    told = card.inner_text()
    wanted = ("invented_id", "No tool result holds ORD-999.", "2 tool results", "ORD-100217 — message 3, /order/id")
    assert [text for text in (*wanted, "Look the order up first.", "ids") if text not in told] == []


def test_a_finding_about_no_message_stands_on_top(open_page):
    page = open_page(one(Finding(code="missing_call", reason="issue_refund was never called.")), at("late"))

    assert "issue_refund was never called." in opened(page).locator(".verdicts").inner_text()
    assert page.locator(".conversation .finding").count() == 0


def test_a_finding_on_a_message_without_a_place_stands_below_it_unmarked(open_page):
    page = open_page(one(Finding(code="off_topic", message=1, reason="Not what was asked.")), at("late"))

    assert "Not what was asked." in opened(page).locator(".role-assistant").inner_text()
    assert page.locator("mark").count() == 0


def test_warnings_and_notes_differ_from_errors_and_the_worst_one_wins(open_page):
    findings = [
        replace(FINDING, start=0, end=13, severity="warn", code="promise"),
        replace(FINDING, start=5, end=23, code="wrong"),
        replace(FINDING, start=24, end=26, severity="info", code="note"),
    ]

    page = open_page(one(*findings), at("late"))

    marks = opened(page).locator("mark")
    assert marks.evaluate_all("all => all.map(one => [one.className, one.textContent])") == [
        ["sev-warn", REPLY[0:5]],
        ["sev-error", REPLY[5:13]],
        ["sev-error", REPLY[13:23]],
        ["sev-info", REPLY[24:26]],
    ]


@pytest.mark.parametrize(
    ("start", "end", "marked"),
    [
        (40, 4000, [REPLY[40:]]),
        (4000, 5000, []),
        (-5, 5, []),
        (9, 3, []),
        (4, 4, []),
        (0, len(REPLY), [REPLY]),
        (None, 5, []),
        (14, 15, ["😀"]),
    ],
)
def test_a_place_outside_the_text_breaks_nothing(open_page, start, end, marked):
    page = open_page(one(replace(FINDING, start=start, end=end)), at("late"))

    assert opened(page).locator("mark").all_text_contents() == marked
    assert page.locator(".role-assistant .said").text_content() == REPLY
    assert page.locator(".role-assistant .finding").count() == 1


def test_a_finding_on_a_message_that_is_not_there_is_still_told(open_page):
    page = open_page(one(replace(FINDING, message=77)), at("late"))

    assert "No tool result holds ORD-999." in opened(page).locator(".verdicts").inner_text()


def test_marks_hold_exactly_the_code_points_a_span_names(open_page):
    """A law, tried on seeded texts in the page's own functions."""
    page = open_page(one())
    dice = random.Random(11)
    samples = []
    for _ in range(400):
        text = "".join(dice.choices("ab é😀👩‍👧中\n", k=dice.randrange(1, 40)))
        spans = [
            sorted((dice.randrange(len(text) + 1), dice.randrange(len(text) + 1))) for _ in range(dice.randrange(5))
        ]
        samples.append({"text": text, "spans": [span for span in spans if span[0] < span[1]]})

    shown = page.evaluate(
        """samples => samples.map(({ text, spans }) => {
          const findings = spans.map(([start, end], i) => ({ start, end, number: i + 1 }));
          const parent = document.createElement("div");
          paint(parent, text, placed(text, findings));
          const words = (i) => [...parent.querySelectorAll(`mark[data-findings~="${i}"]`)].map((m) => m.textContent);
          return { text: parent.textContent, marked: findings.map(({ number }) => words(number).join("")) };
        })""",
        samples,
    )

    assert [seen["text"] for seen in shown] == [sample["text"] for sample in samples]
    for seen, sample in zip(shown, samples, strict=True):
        assert seen["marked"] == [sample["text"][start:end] for start, end in sample["spans"]]


def test_tool_calls_are_cards_with_their_results(open_page):
    call = ToolCall(
        id="c1", name="issue_refund", arguments={"order_id": "ORD-1", "amount": 48.0, "ref": 12345678901234567890}
    )
    answer = Message(role="tool", text='{"refund":12345678901234567890,"to":"card"}', tool_call_id="c1")
    told = trial("late", user("Money back"), assistant(None, call), answer, assistant("Done."))

    page = open_page([(entry("late"), told)], at("late"))

    card = opened(page).locator(".call")
    assert card.locator(".tool code").text_content() == "issue_refund"
    assert card.locator(".json").first.text_content() == (
        '{\n  "order_id": "ORD-1",\n  "amount": 48.0,\n  "ref": 12345678901234567890\n}'
    )
    assert card.locator(".result .json").text_content() == '{\n  "refund": 12345678901234567890,\n  "to": "card"\n}'


def test_a_long_result_is_folded_and_one_with_a_mark_is_open_as_it_came(open_page):
    text = json.dumps([{"id": f"ORD-{n}"} for n in range(200)])
    calls = (ToolCall(id="a", name="list_orders"), ToolCall(id="b", name="list_orders"))
    answers = (Message(role="tool", text=text, tool_call_id=call.id) for call in calls)
    verdicts = {"leaks": verdict_of([found(text, "ORD-42", message=3)])}

    page = open_page(
        [(entry("a"), trial("a", user("Orders?"), assistant(None, *calls), *answers, verdicts=verdicts))], at("a")
    )

    results = opened(page).locator(".result details")
    assert results.evaluate_all("all => all.map(one => one.open)") == [False, True]
    assert page.locator("mark").all_text_contents() == ["ORD-42"]


def test_a_result_without_its_call_is_shown(open_page):
    told = trial("a", user("hi"), Message(role="tool", text="stray", tool_call_id="gone", name="lookup"))

    page = open_page([(entry("a"), told)], at("a"))

    assert "stray" in opened(page).inner_text()
    assert "lookup" in page.locator(".role-tool").inner_text()


def test_arguments_that_could_not_be_read_are_shown_as_written(open_page):
    call = ToolCall(id="c", name="refund", arguments_error="The arguments are no JSON.", raw_arguments='{"order": ')

    page = open_page([(entry("a"), trial("a", user("hi"), assistant(None, call)))], at("a"))

    assert "The arguments are no JSON." in opened(page).locator(".call").inner_text()
    assert page.locator(".call .json").text_content() == '{"order": '


def test_system_text_is_folded(open_page):
    told = Trial(case_id="a", transcript=Transcript(system="You are Alex.", messages=(user("hi"),)))

    page = open_page([(entry("a"), told)], at("a"))

    assert not opened(page).get_by_text("You are Alex.").is_visible()
    page.get_by_text("System text").click()
    assert page.get_by_text("You are Alex.").is_visible()


def test_an_error_of_the_assistant_stands_in_its_own_box(open_page):
    failure = Failure(kind="timeout", text="No reply within 60 s. Raise timeout_seconds.")

    page = open_page([(entry("a"), trial("a", user("hi"), judgement=Judgement(), error=failure))], at("a"))

    assert "No reply within 60 s. Raise timeout_seconds." in opened(page).locator(".failure").inner_text()
    assert page.locator(".row .status").inner_text() == "no reply"


def test_a_grader_that_abstained_or_crashed_says_why(open_page):
    judgement = Judgement(
        verdicts={"rubric": abstain("No judge is configured.")}, grader_errors={"tone": "ValueError: x"}
    )

    page = open_page([(entry("a"), trial("a", user("hi"), assistant("hello"), judgement=judgement))], at("a"))

    told = opened(page).locator(".verdicts").inner_text()
    assert "No judge is configured." in told
    assert "ValueError: x" in told
    assert page.locator(".row .status").inner_text() == "not judged"


def test_the_place_of_the_case_can_be_copied(open_page):
    page = open_page(one(FINDING), at("late"))

    assert opened(page).locator("#place").inner_text() == "cases/refunds.yaml:14"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#panel .copy")
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "cases/refunds.yaml:14"


def test_recorded_conversations_are_shown_word_for_word(open_page):
    if not RECORDED.exists():
        pytest.skip("needs recorded conversations in ../shared/data, which are not here")
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        recorded = [json.loads(line) for line, _ in zip(lines, range(40), strict=False)]
    trials = [(entry(line["id"]), Trial(case_id=line["id"], transcript=transcript(line))) for line in recorded]

    page = open_page(trials)

    for line in recorded[::8]:
        page.evaluate("address => { location.hash = address }", at(line["id"]))
        page.wait_for_function("id => document.querySelector('#panel h2')?.textContent === id", arg=line["id"])
        said = page.locator("#panel :is(.role-user, .role-assistant) .said").all_text_contents()
        assert said == [m["content"] for m in line["messages"] if m["role"] in ("user", "assistant") and m["content"]]


def transcript(line) -> Transcript:
    return Transcript(messages=tuple(map(message, line["messages"])), system=line["system"], model=line["model"])


def message(line) -> Message:
    calls = tuple(
        ToolCall(id=call["id"], name=call["function"]["name"], raw_arguments=call["function"]["arguments"])
        for call in line.get("tool_calls") or ()
    )
    return Message(role=line["role"], text=line["content"], tool_calls=calls, tool_call_id=line.get("tool_call_id"))
