import gzip
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from help_desk_tickets import invented, zendesk_export_line
from shell import environment, evalsuite, write

from evalsuite.errors import InputError, UsageError
from evalsuite.tickets.files import read_export

LINES = [zendesk_export_line(one) for one in invented(5, deleted=0)]


def ids(folder, data, name="export"):
    path = write(folder, {name: data}) / name
    return [entry.body["id"] if entry.body else str(entry.mark) for entry in read_export(path, shown_path=name)]


@pytest.mark.parametrize(
    "data",
    [
        "\n".join(map(json.dumps, LINES)),
        "\ufeff" + "\r\n".join(map(json.dumps, LINES)) + "\r\n\r\n",
        json.dumps(LINES, indent=2),
        json.dumps({"tickets": LINES, "count": 5}),
        json.dumps({"count": 5, "tickets": LINES}, indent=1),
        json.dumps({"_embedded": {"conversations": LINES}}),
        gzip.compress("\n".join(map(json.dumps, LINES)).encode()),
    ],
    ids=["lines", "lines of windows", "array", "object on a line", "object", "embedded", "gzip"],
)
def test_an_export_is_read_whatever_its_form(tmp_path, data):
    assert ids(tmp_path, data) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("torn", [0, 2, 4], ids=["first", "middle", "last"])
def test_a_line_that_is_torn_is_told_and_the_others_are_read(tmp_path, torn):
    lines = [*map(json.dumps, LINES)]
    lines[torn] = lines[torn][:50]
    found = ids(tmp_path, "\n".join(lines))

    assert found.pop(torn) == f"export:{torn + 1}:49"
    assert found == [number for number in (1, 2, 3, 4, 5) if number != torn + 1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_with_line_breaks_and_formulas_in_its_cells(tmp_path, delimiter):
    table = 'id,text\n1,"=HYPERLINK(""http://x"",1)\nand more"\n2,ok\n'.replace(",", delimiter)
    path = write(tmp_path, {"export.csv": table}) / "export.csv"
    formula = f'=HYPERLINK("http://x"{delimiter}1)\nand more'

    assert [entry.body for entry in read_export(path)] == [{"id": "1", "text": formula}, {"id": "2", "text": "ok"}]


def test_a_row_with_too_many_cells_is_told_with_its_line(tmp_path):
    path = write(tmp_path, {"export.csv": "id,text\n1,a,b\n2,c\n"}) / "export.csv"

    assert [(str(entry.mark), bool(entry.wrong)) for entry in read_export(path, shown_path="e")] == [
        ("e:2:1", True),
        ("e:3:1", False),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "\n \n",
        "hello",
        "[1, 2",
        '{"a": 1',
        "id,text\n1,Gr\xfc\xdfe".encode("latin-1"),
        "id,text\n".encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-8"?>\n<tickets><ticket><id>1</id></ticket></tickets>\n',
        b"PK\x03\x04\x14\x00\x08\x08\xff\xfe tickets.json",
    ],
    ids=["empty", "blank", "prose", "cut", "torn", "latin-1", "utf-16", "xml", "zip"],
)
def test_what_is_no_export_is_told(tmp_path, data):
    with pytest.raises(InputError):
        ids(tmp_path, data)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="no file"):
        read_export(tmp_path / "nope")


def workspace(folder, **files):
    return write(folder, {"evalsuite.toml": "", **files})


def test_importing_twice_changes_nothing(tmp_path):
    workspace(tmp_path, **{"export.json": "\n".join(map(json.dumps, LINES))})
    first = evalsuite(tmp_path, "tickets", "import", "export.json")
    again = evalsuite(tmp_path, "tickets", "import", "export.json", "--json")

    assert (first.returncode, first.stdout.splitlines()[0]) == (0, "5 tickets: 5 new")
    assert json.loads(again.stdout)["tickets"] == {"same": 5}


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(tmp_path):
    lines = [*map(json.dumps, LINES), '{"id": 9, "nothing": "known"}', "{torn"]
    workspace(tmp_path, **{"export.json": "\n".join(lines)})
    done = evalsuite(tmp_path, "tickets", "import", "export.json")

    assert done.returncode == 4
    assert done.stdout == "7 tickets: 5 new; 2 could not be read\n"
    assert "export.json:6:1: ticket '9' holds nobody's words" in done.stderr
    assert "export.json:7:2: no JSON" in done.stderr


def test_a_row_that_says_nothing_is_left_out(tmp_path):
    workspace(tmp_path, **{"export.csv": "id,description\n1,Hello\n2,\n"})
    done = evalsuite(tmp_path, "tickets", "import", "export.csv")

    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "2 tickets: 1 new; 1 without a word in it, left out"


def test_nothing_to_import_is_not_green(tmp_path):
    workspace(tmp_path, **{"export.json": '{"tickets": []}'})

    assert evalsuite(tmp_path, "tickets", "import", "export.json").returncode == 5
    assert evalsuite(tmp_path, "tickets", "doctor", "export.json").returncode == 5


def test_doctor_says_what_is_there_what_is_not_read_and_what_is_missing(tmp_path):
    lines = [{**one, "shoe_size": 44} for one in LINES]
    workspace(tmp_path, **{"export.json": "\n".join(map(json.dumps, lines))})
    done = evalsuite(tmp_path, "tickets", "doctor", "export.json")

    assert done.returncode == 0
    assert "5 tickets to import; read as zendesk (5)" in done.stdout
    assert "shoe_size (5)" in done.stdout.partition("fields that are not read: ")[2]
    assert "no message is known to be your assistant's" in done.stdout
    assert "(id 4242)" in done.stdout
    assert not (tmp_path / ".evalsuite").exists()


def test_who_the_assistant_is_stands_in_the_settings(tmp_path):
    workspace(tmp_path, **{"export.json": "\n".join(map(json.dumps, LINES))})
    write(tmp_path, {"evalsuite.toml": "[tickets.bot_identity]\nuser_ids = [4242]\n"})

    assert "tickets with words of your assistant: 5" in evalsuite(tmp_path, "tickets", "doctor", "export.json").stdout


def test_mistakes_in_the_settings_are_told_together(tmp_path):
    text = '[tickets]\nownr = "x"\n[tickets.sources.zendesk]\nurl = "shop.zendesk.com"\n[tickets.sources.other]\n'
    workspace(tmp_path, **{"evalsuite.toml": text})
    done = evalsuite(tmp_path, "tickets", "pull")

    assert done.returncode == 2
    assert "Did you mean 'owner'?" in done.stderr
    assert "url wants an address that begins with https://" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["pull", "zendsk"], "Did you mean 'zendesk'?"),
        (["import", "export.json", "--form", "zendsk"], "Did you mean 'zendesk'?"),
        (["import", "export.json", "--map", "nope.yaml"], "no file nope.yaml"),
        (["forget", "7"], "no ticket '7' in the store"),
    ],
    ids=["source", "form", "map", "ticket"],
)
def test_a_typo_is_told_with_its_mend(tmp_path, words, told):
    settings = '[tickets.sources.zendesk]\nurl = "https://shop.zendesk.com"\n'
    workspace(tmp_path, **{"evalsuite.toml": settings, "export.json": json.dumps(LINES)})
    done = evalsuite(tmp_path, "tickets", *words)

    assert done.returncode == 2
    assert told in done.stderr


def test_forgetting_is_done_by_name(tmp_path):
    workspace(tmp_path, **{"export.json": json.dumps(LINES)})
    evalsuite(tmp_path, "tickets", "import", "export.json")
    done = evalsuite(tmp_path, "tickets", "forget", "3", "zendesk:4")

    assert done.stdout == "2 tickets erased; the cases made of them stay\n"
    assert "3 known before; 2 forgotten" in evalsuite(tmp_path, "tickets", "import", "export.json").stdout


def test_an_import_that_is_killed_goes_on_where_it_was(tmp_path):
    lines = [json.dumps(zendesk_export_line(one)) for one in invented(3000, deleted=0)]
    workspace(tmp_path, **{"export.json": "\n".join(lines)})
    words = [sys.executable, "-m", "evalsuite", "tickets", "import", "export.json"]
    process = subprocess.Popen(words, cwd=tmp_path, env=environment(), start_new_session=True)
    log = tmp_path / ".evalsuite" / "private" / "tickets.sqlite-wal"
    while process.poll() is None and not (log.exists() and log.stat().st_size > 300_000):
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = json.loads(evalsuite(tmp_path, "tickets", "import", "export.json", "--json").stdout)["tickets"]

    assert done["new"] + done["same"] == 3000
    assert 0 < done["same"] < 3000


HOSTILE = [
    "<script>alert(1)</script><p>Hi</p>",
    "- !!python/object/apply:os.system ['x']\n? {a: b}\n---\n...",
    "=cmd|' /C calc'!A0",
    "\x1b[2J\x07 \u202e \x00 {{ 7*7 }} ${HOME}",
    "'; DROP TABLE tickets; --",
    "a" * 10_000_000,
]


def test_hostile_tickets_change_nothing_but_their_own_text(tmp_path):
    names = ["../../../etc/passwd", "C:\\x", "zendesk:1", "a\nb", "%00", "'; DROP TABLE tickets; --"]
    lines = [
        {**LINES[0], "id": name, "comments": [{"id": 1, "author_id": 1, "body": text, "public": True}]}
        for name, text in zip(names, HOSTILE, strict=True)
    ]
    workspace(tmp_path, **{"export.json": "\n".join(map(json.dumps, [*lines, LINES[4]]))})
    done = evalsuite(tmp_path, "tickets", "import", "export.json")
    again = evalsuite(tmp_path, "tickets", "import", "export.json")

    assert done.stdout.splitlines()[0] == "7 tickets: 7 new"
    assert again.stdout.splitlines()[0] == "7 tickets: 7 known before"
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "evalsuite.toml", "export.json", "key", ".gitignore", "tickets.sqlite",
    }  # fmt: skip
