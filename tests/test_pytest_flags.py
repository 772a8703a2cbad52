"""pytest's own options do to cases what they say, in one process and spread over workers."""

import re
import xml.etree.ElementTree as ET

import pytest
from shell import python, workspace, write

CASES = "".join(
    f"- id: case-{one}\n  tags: [{'even' if one % 2 == 0 else 'odd'}]\n  messages: [{{user: Hi}}]\n"
    f"  expect: [{{says: {'hello' if one not in (2, 5) else 'xylophone'}}}]\n"
    for one in range(8)
)
CONFTEST = (
    "import pytest\n\n@pytest.fixture(scope='session')\ndef assistant():\n    return lambda conversation: 'Hello!'\n"
)
SPREAD = {"alone": (), "two workers": ("-n", "2")}
WIDE = {**SPREAD, "a worker a case": ("-n", "8")}


@pytest.fixture
def here(tmp_path):
    """Eight cases of which the third and the sixth fail."""
    ini = "[pytest]\nevalsuite_cases = cases\nfilterwarnings = error\naddopts = --strict-markers --strict-config\n"
    return write(workspace(tmp_path, CASES), {"pytest.ini": ini, "conftest.py": CONFTEST})


def run(folder, *words):
    return python(folder, "-m", "pytest", "-p", "no:hypothesispytest", "-p", "no:asyncio", *words)


def counts(done):
    """What the last line of pytest counts."""
    return {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("spread", WIDE.values(), ids=WIDE)
def test_all_of_them(here, spread):
    done = run(here, *spread)

    assert done.stdout.splitlines()[-1].startswith("=")
    assert (counts(done)["failed"], counts(done)["passed"]) == (2, 6)
    assert done.returncode == 1


def test_more_workers_than_cases(here):
    assert counts(run(here, "-n", "8", "-k", "case-0 or case-1"))["passed"] == 2


@pytest.mark.parametrize("spread", SPREAD.values(), ids=SPREAD)
def test_k_and_m_choose(here, spread):
    assert counts(run(here, *spread, "-k", "odd"))["passed"] == 3
    assert counts(run(here, *spread, "-m", "evalsuite", "-k", "even"))["passed"] == 3


def test_x_stops_at_the_first_and_maxfail_at_the_second(here):
    first, second = run(here, "-x"), run(here, "--maxfail", "2")

    assert counts(first)["failed"] == 1
    assert counts(first)["passed"] == 2
    assert (counts(second)["failed"], counts(second)["passed"]) == (2, 4)


@pytest.mark.parametrize("spread", SPREAD.values(), ids=SPREAD)
def test_lf_runs_what_failed_and_ff_runs_it_first(here, spread):
    run(here, *spread)

    last = run(here, *spread, "--lf")
    first = run(here, "--ff", "-v")

    assert counts(last)["failed"] == 2
    assert "passed" not in counts(last)
    order = re.findall(r"::(case-\d) (?:PASSED|FAILED)", first.stdout)
    assert order[:2] == ["case-2", "case-5"]


def test_collect_only_asks_nobody(here):
    write(here, {"conftest.py": CONFTEST.replace("return lambda", "raise SystemExit; return lambda")})

    done = run(here, "--collect-only", "-q")

    assert "8 tests collected" in done.stdout


@pytest.mark.parametrize("spread", WIDE.values(), ids=WIDE)
def test_a_junit_file_has_each_case_with_its_verdict(here, spread):
    run(here, *spread, "--junitxml", "cases.xml")

    cases = ET.parse(here / "cases.xml").getroot().findall(".//testcase")  # noqa: S314  - pytest wrote it
    failed = [one.get("name") for one in cases if one.find("failure") is not None]
    assert len(cases) == 8
    assert sorted(failed) == ["case-2", "case-5"]
    assert "FAILED: says" in cases[[one.get("name") for one in cases].index("case-2")].find("failure").text


def test_durations_and_verbosity(here):
    assert "slowest 2 durations" in run(here, "--durations", "2").stdout
    assert "cases/cases.yaml::case-0 PASSED" in run(here, "-v").stdout
    assert "::case-0" not in run(here, "-q").stdout


@pytest.mark.parametrize("loops", ["anyio", "asyncio"])
def test_a_loop_of_another_plugin_is_none_of_its_business(here, loops):
    test = (
        f"import pytest\n\n@pytest.mark.{loops}\nasync def test_it(evalsuite_case):\n"
        "    assert evalsuite_case('case-0').passed\n"
    )
    write(here, {"test_loop.py": test})
    plugin = ("-p", "asyncio", "-o", "asyncio_default_fixture_loop_scope=function") if loops == "asyncio" else ()

    done = run(here, *plugin, "cases", "test_loop.py", "-k", "case-1 or test_it and not trio")

    assert counts(done)["passed"] == 2, done.stdout
