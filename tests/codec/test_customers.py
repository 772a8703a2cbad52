import pytest

from evalsuite.codec.cases import read_case_file
from evalsuite.codec.fingerprint import script_fingerprint
from evalsuite.domain.customer import Customer

WHOLE = """
    goal: Get the broken lamp replaced
    mood: tired
    patience: 4
    knows: [the order is ORD-1, the lamp is 3 days old]
    does_not_know: [the parcel number]
    opens: My lamp came broken.
"""


def read(customer, more=""):
    cases, complaints = read_case_file("c.yaml", f"- id: lamp\n  customer: {customer}\n{more}".encode())
    return cases[0].case if cases else None, [str(complaint) for complaint in complaints]


def test_a_customer_is_read_as_it_is_written():
    case, complaints = read(WHOLE)

    assert not complaints
    assert case.customer == Customer(
        goal="Get the broken lamp replaced",
        mood="tired",
        patience=4,
        knows=("the order is ORD-1", "the lamp is 3 days old"),
        does_not_know=("the parcel number",),
        opens="My lamp came broken.",
    )


@pytest.mark.parametrize(("word", "messages"), [("low", 3), ("normal", 6), ("high", 12)])
def test_patience_has_words_too(word, messages):
    assert read(f"{{goal: A new lamp, patience: {word}}}")[0].customer.patience == messages


@pytest.mark.parametrize(
    ("customer", "told"),
    [
        ("{mood: tired}", "customer has no goal. Write `customer: {goal:"),
        ("a lamp", "customer wants a mapping; found"),
        ("{goal: A lamp, mod: tired}", "customer has no key 'mod'. Did you mean 'mood'?"),
        ("{goal: A lamp, patience: 0}", "customer.patience wants a number of messages, or low, normal, high"),
        ("{goal: A lamp, patience: endless}", "customer.patience wants a number of messages, or low, normal, high"),
        ("{goal: A lamp, patience: -1}", "customer.patience wants a number of messages, or low, normal, high"),
        ("{goal: A lamp, knows: {a: b}}", "customer.knows wants a text or a list of texts"),
        ('{goal: " "}', "customer.goal is blank"),
        ('{goal: A lamp, opens: ""}', "customer.opens is blank"),
    ],
)
def test_what_cannot_be_played_is_told_with_its_place(customer, told):
    case, [complaint] = read(customer)

    assert case is None
    assert complaint.startswith("c.yaml:2:")
    assert told in complaint


def test_a_script_and_a_customer_exclude_each_other():
    _, [complaint] = read("{goal: A lamp}", "  messages: [{user: Hello}]\n")

    assert "messages and customer stand side by side. Keep one." in complaint


def test_another_customer_is_another_script():
    one, other = (read(f"{{goal: A {thing}}}")[0] for thing in ("lamp", "chair"))

    assert script_fingerprint(one) != script_fingerprint(other)


def test_cohort_siblings_share_their_customer():
    cases, _ = read_case_file("c.yaml", b"- id: lamp\n  cohorts: [a, b]\n  customer: {goal: A lamp}\n")

    assert [one.case.customer.goal for one in cases] == ["A lamp", "A lamp"]
