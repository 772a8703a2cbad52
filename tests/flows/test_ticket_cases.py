import pytest
from shell import workspace, write

from evalsuite.errors import InputError, NothingRanError
from evalsuite.flows.ticket_cases import drafts
from evalsuite.workspace import open_workspace

DRAFT = "- id: NAME\n  messages: [{user: Hello!}]\n"


@pytest.fixture
def space(tmp_path):
    return open_workspace(workspace(tmp_path), environment={"EVALSUITE_KEY": "key"})


def drafted(space, *names):
    write(space.root, {f"cases/drafts/{name}.yaml": DRAFT.replace("NAME", name) for name in names})


def found(space, *words):
    return [located.case.id for located in drafts(space, words)]


def refused(space, *words):
    with pytest.raises(InputError) as told:
        drafts(space, words)
    return str(told.value)


def test_all_drafts_where_none_is_named(space):
    drafted(space, "one", "two")

    assert found(space) == ["one", "two"]


def test_the_beginning_of_a_name_is_enough(space):
    drafted(space, "refund-late", "wrong-tone")

    assert found(space, "ref") == ["refund-late"]


def test_a_whole_name_is_meant_though_another_begins_with_it(space):
    drafted(space, "refund", "refund-late")

    assert found(space, "refund") == ["refund"]


def test_a_beginning_of_two_names_is_refused(space):
    drafted(space, "refund-a", "refund-b")

    assert refused(space, "refund") == ("'refund' may be refund-a, refund-b. Write more of it, or 'refund*' for all 2")


def test_a_star_means_all_that_begin_so(space):
    drafted(space, "control-a", "control-b", "other")

    assert found(space, "control-*") == ["control-a", "control-b"]


def test_a_slip_in_a_beginning_is_told_with_the_name_that_was_meant(space):
    drafted(space, "wrong-answer-opening-hours-gkrn", "phantom-action-refund-jjlp")

    assert refused(space, "wrong-answr") == "no draft 'wrong-answr'. Did you mean 'wrong-answer-opening-hours-gkrn'?"


def test_every_name_that_is_wrong_is_told(space):
    drafted(space, "one", "two")

    assert refused(space, "zebra", "lion").count("There is one, two.") == 2


def test_a_draft_that_was_approved_is_told_with_its_place(space):
    drafted(space, "one")
    write(space.root, {"cases/tickets/done.yaml": DRAFT.replace("NAME", "done")})

    assert refused(space, "done") == (
        "'done' is a case that is run: cases/tickets/done.yaml. Prove it once more with --path cases/tickets/done.yaml"
    )


@pytest.mark.parametrize("empty", [False, True], ids=["no folder", "an empty folder"])
def test_no_drafts_say_how_to_make_some(space, empty):
    if empty:
        (space.root / "cases" / "drafts").mkdir()

    with pytest.raises(NothingRanError, match=r"there are no drafts in cases/drafts\. .*evalsuite tickets draft"):
        drafts(space)
