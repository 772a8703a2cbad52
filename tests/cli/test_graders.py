"""`evalsuite graders`, as it is typed."""

import json

import pytest
from shell import evalsuite, write

from evalsuite.codec.catalogue import read_catalogue

TOOLS = """\
queues: [billing]
tools:
  - name: get_order
    kind: read
  - name: issue_refund
    kind: write
    effects: [refund]
    claims: {amount: result.refund.amount, id: arguments.order_id}
    success: result.status == 'ok'
"""


def call(name, **arguments):
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"role": "assistant", "content": None, "tool_calls": [{"id": name, "function": function}]}


def answer(name, value):
    return {"role": "tool", "tool_call_id": name, "content": value if isinstance(value, str) else json.dumps(value)}


def conversation(*messages, **fields):
    return (
        json.dumps({"id": "a", "messages": [{"role": "user", "content": "Refund ORD-100217"}, *messages], **fields})
        + "\n"
    )


REFUND = conversation(
    call("get_order", order_id="ORD-100217"),
    answer("get_order", {"order_id": "ORD-100217", "status": "late"}),
    call("issue_refund", order_id="ORD-100217"),
    answer("issue_refund", {"status": "ok", "refund": {"amount": 48}}),
    {"role": "assistant", "content": "Done."},
)


@pytest.fixture
def shop(tmp_path):
    """A workspace without a gap, and a recorded conversation."""
    return write(
        tmp_path,
        {"evalsuite.toml": "", "graders/tools.yaml": TOOLS, "graders/ids.yaml": "ids: {order: 'ORD-[0-9]+'}\n",
         "log.jsonl": REFUND},
    )  # fmt: skip


def gaps(folder, *words):
    done = evalsuite(folder, "graders", "lint", "log.jsonl", *words, "--json")
    assert not done.stderr, done.stderr
    return {gap["text"]: gap for gap in json.loads(done.stdout)["gaps"]}


def changed(folder, old, new):
    path = folder / "graders" / "tools.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return folder


def test_list_shows_every_grader_with_parameters_codes_and_a_line(tmp_path):
    told = evalsuite(tmp_path, "graders", "list").stdout

    assert "calls(name, [arguments], [succeeds])\n    Each of these tools is called" in told
    assert "unmapped_action (info)" in told


def test_list_as_json_holds_defaults_and_severities(tmp_path):
    listed = {one["name"]: one for one in json.loads(evalsuite(tmp_path, "graders", "list", "--json").stdout)}

    assert listed["ids"]["codes"]["invented_id"] == "error"
    assert [one["name"] for one in listed["max_calls"]["parameters"]] == ["count", "name"]
    assert all(one["about"] and one["codes"] for one in listed.values())


def test_list_shows_graders_of_the_workspace_with_their_file(tmp_path):
    own = "from evalsuite import grader\n\n@grader\ndef polite(context, *, word):\n    '''Says a word.'''\n"
    write(tmp_path, {"evalsuite.toml": "", "graders/own.py": own})

    assert "polite(word)  (graders/own.py)\n    Says a word." in evalsuite(tmp_path, "graders", "list").stdout


def test_lint_finds_nothing_where_nothing_is_missing(shop):
    done = evalsuite(shop, "graders", "lint", "log.jsonl")

    assert (done.returncode, done.stdout) == (0, "0 gaps, 0 notes; 1 recorded conversation looked at.\n")


def test_lint_tells_the_place_and_the_line_that_mends_it(shop):
    changed(shop, "    effects: [refund]\n", "")

    done = evalsuite(shop, "graders", "lint", "log.jsonl")

    assert done.returncode == 1
    assert done.stdout.startswith(
        "graders/tools.yaml:5:5: tool 'issue_refund' writes and declares no effects: they are inferred from its name\n"
        "    - {name: issue_refund, kind: write, effects: [refund]}\n"
    )


LIES = {
    "writes and looks up": (
        ("effects: [refund]", "effects: [lookup]"),
        "tool 'issue_refund' is declared as write, and its only effect is lookup",
        "kind: read",
    ),
    "reads and refunds": (
        ("kind: write", "kind: read"),
        "tool 'issue_refund' is declared as read, and has effects: refund",
        "kind: write, effects: [refund]",
    ),
    "a fact that stands nowhere": (
        ("result.refund.amount", "result.total"),
        "tool 'issue_refund': claims.amount: result.total stands in none of 1 successful call",
        "claims: {amount: result.refund.amount}",
    ),
    "a success that never is": (
        ("== 'ok'", "== 'done'"),
        "tool 'issue_refund': success: result.status == 'done' holds for none of 1 call; one answered",
        "success: …",
    ),
    "a tool nobody declared": (
        ("- name: get_order", "- name: get_orders"),
        "tool 'get_order' was called 1 time and is not declared.",
        "- name: get_order",
    ),
}


@pytest.mark.parametrize(("change", "text", "mend"), LIES.values(), ids=LIES)
def test_lint_finds_what_the_calls_speak_against(shop, change, text, mend):
    found = gaps(changed(shop, *change))

    [gap] = [gap for told, gap in found.items() if told.startswith(text)]
    assert gap["severity"] == "error"
    assert mend in gap["mend"]


def test_lint_finds_an_effect_that_the_results_show(shop):
    write(shop, {"log.jsonl": REFUND.replace('{\\"amount\\": 48}', '{\\"amount\\": 48}, \\"ticket_id\\": \\"T-1\\"')})

    [gap] = gaps(shop).values()
    assert "gives new numbers of ticket" in gap["text"]
    assert "effects: [refund, ticket]" in gap["mend"]


def test_lint_finds_queues_that_prompts_and_calls_name(shop):
    prompt = "Hand fraud over to the fraud team. Transfer the rest to the billing queue. Ask our legal team nothing."
    write(
        shop,
        {"graders/assistants/a.yaml": f"kind: openai\nmodel: m\nbase_url: offline://x/v1\nprompt: {prompt}\n",
         "log.jsonl": conversation(call("get_order", queue="vip"), answer("get_order", "ok"))},
    )  # fmt: skip

    found = gaps(shop)

    assert {text for text in found if "queue" in text} == {
        "the prompt of a speaks of the queue 'fraud', which is not declared",
        "get_order was called with the queue 'vip', which is not declared",
    }
    assert {gap["mend"] for text, gap in found.items() if "queue" in text} == {"queues: [billing, vip, fraud]"}


def test_lint_notes_an_id_pattern_nothing_fits(shop):
    write(shop, {"graders/ids.yaml": "ids:\n  order: 'ORD-[0-9]+'\n  customer: 'CUS-[0-9]+'\n"})

    [gap] = gaps(shop).values()
    assert (gap["severity"], gap["place"]["line"]) == ("note", 3)
    assert gap["text"].startswith("id pattern 'customer' fits nothing")
    assert evalsuite(shop, "graders", "lint", "log.jsonl").returncode == 0


def test_lint_without_a_catalogue_says_how_to_get_one(tmp_path):
    write(tmp_path, {"evalsuite.toml": "", "log.jsonl": REFUND})

    [gap] = gaps(tmp_path).values()
    assert gap["mend"] == "evalsuite graders suggest-effects CONVERSATIONS > graders/tools.yaml"


def test_lint_looks_at_the_latest_run(shop):
    evalsuite(shop, "grade", "log.jsonl", "--run", "one")

    assert "1 recorded conversation looked at." in evalsuite(shop, "graders", "lint").stdout


def test_what_is_suggested_is_a_catalogue_that_lint_finds_no_gap_in(tmp_path):
    write(tmp_path, {"evalsuite.toml": "", "log.jsonl": REFUND})

    told = evalsuite(tmp_path, "graders", "suggest-effects", "log.jsonl").stdout

    tools = {tool.name: tool for tool in read_catalogue("tools.yaml", told.encode()).tools}
    assert tools["issue_refund"].effects == ("refund",)
    assert tools["issue_refund"].claims == {"id": "arguments.order_id", "amount": "result.refund.amount"}
    assert tools["issue_refund"].parameters["required"] == ["order_id"]
    assert tools["get_order"].kind == "read"
    assert "kind: write  # by its name" in told
    write(tmp_path, {"graders/tools.yaml": told})
    assert evalsuite(tmp_path, "graders", "lint", "log.jsonl").returncode == 0


def test_the_same_conversations_in_any_order_suggest_the_same(tmp_path):
    other = conversation(call("notify_customer", text="x", urgent=True), answer("notify_customer", '{"ok": true}'))
    write(tmp_path, {"a.jsonl": REFUND + other, "b.jsonl": other + REFUND})

    told = [evalsuite(tmp_path, "graders", "suggest-effects", file, PYTHONHASHSEED=seed).stdout
            for file, seed in (("a.jsonl", "1"), ("b.jsonl", "2"))]  # fmt: skip

    assert told[0] == told[1] != ""


def test_hostile_names_and_arguments_are_written_as_yaml_that_is_read_back(tmp_path):
    odd = conversation(
        call("no", **{"a: b": 1, "tr\nue": [1], "type": "object"}), answer("no", "x"),
        call("- [x]: {y}", **{"q?": "1", "ok": 2.5, "mixed": None}), answer("- [x]: {y}", '{"\\ud800": 1}'),
        call("line\nbreak"), answer("line\nbreak", "y"),
    )  # fmt: skip
    write(tmp_path, {"log.jsonl": odd})

    told = evalsuite(tmp_path, "graders", "suggest-effects", "log.jsonl").stdout

    assert {tool.name for tool in read_catalogue("tools.yaml", told.encode()).tools} == {"no", "- [x]: {y}"}


def test_suggesting_from_nothing_is_refused(tmp_path):
    done = evalsuite(tmp_path, "graders", "suggest-effects")

    assert done.returncode == 2
    assert "Name files of recorded conversations" in done.stderr


def test_lines_that_cannot_be_read_are_told_all_at_once(tmp_path):
    write(tmp_path, {"log.jsonl": "{\n" + REFUND + "[]\n"})

    done = evalsuite(tmp_path, "graders", "suggest-effects", "log.jsonl")

    assert done.returncode == 2
    assert "log.jsonl:1:" in done.stderr
    assert "log.jsonl:3:" in done.stderr
