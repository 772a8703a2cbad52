import json
import re
import zlib

from shell import evalsuite, workspace, write

KEY = "918273645546"
PERSON = ("Maren", "Halvorsen", "halvorsen-mugs", "7391846", "5550199123")
SAID = "I've refunded $48.00 to your card, Maren Halvorsen."
LIE = "Your chatbot told me the refund was done. It was not, nobody ever started one! The bot made that up."


def exported(name, asked):
    said = [("p1", asked), ("p2", SAID), ("p1", LIE)]
    return {
        "ticket": {"source": "zendesk", "source_id": name, "subject": "Maren Halvorsen wants ORD-7391846 refunded"},
        "people": [
            {
                "ref": "p1",
                "role": "customer",
                "names": ["Maren Halvorsen"],
                "emails": ["maren@halvorsen-mugs.shop"],
                "phones": ["+1 555 019 9123"],
            },
            {"ref": "p2", "role": "bot", "names": ["Alex"]},
        ],
        "messages": [{"author": author, "public": True, "text": text} for author, text in said],
    }


def told(folder, *words):
    done = evalsuite(folder, *words, EVALSUITE_KEY="key")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    return done.stdout


def held(folder):
    """Every byte of a folder: what stands in its files, and what is packed in them."""
    pieces = []
    for path in folder.rglob("*"):
        if path.is_file():
            pieces += [str(path.relative_to(folder)).encode(), path.read_bytes()]
    packed = b"\0".join(pieces)
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", packed):
        try:
            pieces.append(zlib.decompressobj().decompress(packed[found.start() :]))
        except zlib.error:
            continue
    return b"\0".join(pieces)


def found(folder, *needles):
    bytes_held = held(folder)
    return [needle for needle in needles if needle.encode() in bytes_held]


def test_what_is_forgotten_is_nowhere_in_the_workspace_though_its_case_is_run(tmp_path):
    shop = workspace(tmp_path / "shop")
    asked = (
        "My mug from ORD-7391846 is broken, I am Maren Halvorsen, maren@halvorsen-mugs.shop, +1 555 019 9123. Refund?"
    )
    write(tmp_path, {"export.jsonl": json.dumps(exported(KEY, asked)) + "\n"})
    told(shop, "tickets", "import", "../export.jsonl")
    path = json.loads(told(shop, "tickets", "draft", KEY, "--json"))["drafts"][0]["path"]
    told(shop, "tickets", "reproduce", "--good-reply", "Shall I refund it to your card?", "phantom", "--trials", "1")

    assert found(shop, KEY, "Maren", "7391846") == [KEY, "Maren", "7391846"]

    told(shop, "tickets", "promote", "phantom")
    told(shop, "run", "cases/tickets")
    told(shop, "tickets", "forget", KEY)

    assert found(shop, KEY, *PERSON) == []
    assert (shop / path.replace("/drafts/", "/tickets/")).exists()
    assert "1 forgotten on request" in told(shop, "tickets", "import", "../export.jsonl")
    assert found(shop, KEY, *PERSON) == []


def test_what_somebody_typed_into_a_case_is_told_when_its_ticket_is_forgotten(tmp_path):
    shop = workspace(tmp_path / "shop")
    write(tmp_path, {"export.jsonl": json.dumps(exported(KEY, "My mug from ORD-7391846 is broken. Refund?")) + "\n"})
    told(shop, "tickets", "import", "../export.jsonl")
    path = json.loads(told(shop, "tickets", "draft", KEY, "--json"))["drafts"][0]["path"]
    with (shop / path).open("a") as file:
        file.write("  good_reply: Shall I refund ORD-7391846?\n")

    done = evalsuite(shop, "tickets", "forget", KEY, "--json", EVALSUITE_KEY="key")

    assert (done.returncode, json.loads(done.stdout)["reason"]) == (1, "left_in_cases")
    assert re.fullmatch(rf"{re.escape(path)}:\d+:30: .* Take it out by hand.\n", done.stderr)
    assert "7391846" not in done.stdout + done.stderr
