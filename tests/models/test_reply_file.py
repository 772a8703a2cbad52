from evalsuite.domain.conversation import Message, Usage
from evalsuite.models.replies import RecordedReply
from evalsuite.models.reply_file import ReplyFile
from evalsuite.protocols import Completion


def reply(key, text):
    completion = Completion(message=Message(role="assistant", text=text), usage=Usage())
    return RecordedReply(key=key, attempt=1, completion=completion)


def said(path, key):
    known = ReplyFile(path).get(key, 1)
    return known and known.message.text


def test_what_is_kept_is_there_the_next_time(tmp_path):
    path = tmp_path / "deep" / "replies.jsonl"
    file = ReplyFile(path)
    file.keep(reply("a1", "one"))
    file.keep(reply("b2", "two"))

    assert (said(path, "a1"), said(path, "b2"), said(path, "c3")) == ("one", "two", None)


def test_a_torn_line_costs_no_other(tmp_path):
    path = tmp_path / "replies.jsonl"
    ReplyFile(path).keep(reply("a1", "one"))
    path.write_bytes(path.read_bytes() + b'{"key":"b2","attempt":1,"comp')
    ReplyFile(path).keep(reply("c3", "three"))

    assert (said(path, "a1"), said(path, "b2"), said(path, "c3")) == ("one", None, "three")
