"""Help desks on loopback: invented tickets in each vendor's shape, over real HTTP, with faults on demand."""

import json
import random
from collections import Counter
from datetime import datetime
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

from help_desk_tickets import (
    START,
    freshdesk_conversations,
    freshdesk_rating,
    freshdesk_ticket,
    helpscout_conversation,
    helpscout_threads,
    intercom_conversation,
    zendesk_audits,
    zendesk_comments,
    zendesk_events,
    zendesk_survey,
    zendesk_ticket,
)
from server import Answer

TOKEN = "tok-4f9a8b7c6d5e"
KEYS = {
    "ZENDESK_EMAIL": "lead@example.com",
    "ZENDESK_TOKEN": TOKEN,
    "INTERCOM_TOKEN": TOKEN,
    "FRESHDESK_KEY": TOKEN,
    "HELPSCOUT_ID": "app",
    "HELPSCOUT_SECRET": TOKEN,
    "EVALSUITE_KEY": "k",
}
FAULTS = ("429", "429 in seconds", "429 until", "500", "torn", "cut", "drop", "empty")


class HelpDesk:
    """Answers requests like the vendor; `faults` is the share of answers that go wrong."""

    lists = ""
    """Where the list of tickets is asked for."""

    def __init__(self, tickets, *, faults=0.0, seed=7, page=100, kinds=FAULTS):
        self.tickets, self.faults, self.page, self.kinds = tickets, faults, page, kinds
        self.chance = random.Random(seed)
        self.did = Counter()
        self.later = []
        """Functions called once each, before the answer to the request of that number."""
        self.requests = 0
        self.refuses = 0
        """How many cursors and further pages of the list are refused from now on."""
        self.refused_cursors = set()

    def __call__(self, asked):
        self.requests += 1
        for due in [one for one in self.later if one[0] == self.requests]:
            due[1](self)
        url = urlsplit(asked.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if not self.lets_in(asked):
            return Answer({"error": "Couldn't authenticate you"}, status=401)
        if self.refuses and url.path == self.lists and _goes_on(asked, query):
            self.refuses -= 1
            return Answer({"error": "that page is no more"}, status=400)
        fault = self.chance.choice(self.kinds) if self.chance.random() < self.faults else ""
        self.did[fault] += 1
        if fault.startswith("4"):
            return REFUSED[fault]  # and nothing was done
        answer = self.answer(asked, url.path, query, empty=fault == "empty", host=f"http://{asked.headers['host']}")
        return _broken(answer, fault)

    def lets_in(self, asked):
        return TOKEN in asked.headers.get("authorization", "") or "Basic" in asked.headers.get("authorization", "")

    def live(self):
        """In the order of their last change."""
        return sorted(self.tickets, key=lambda one: (one["changed"], one["id"]))

    def named(self, text):
        return next((one for one in self.tickets if str(one["id"]) == text and not one["deleted"]), None)

    def answer(self, asked, path, query, *, empty, host):
        raise NotImplementedError

    def written(self):
        """The notes written on each ticket, by its id."""
        return {one["id"]: one["written"] for one in self.tickets if "written" in one}


def _goes_on(asked, query):
    """Whether a request is for what follows a page."""
    token = asked.json()["pagination"].get("starting_after") if asked.method == "POST" else query.get("cursor")
    return token or int(query.get("page", 1)) > 1


def _note(ticket, text):
    if ticket is None:
        return NOT_FOUND
    ticket.setdefault("written", []).append(text)
    return Answer({"id": 1}, status=201)


def _broken(answer, fault):
    if fault == "500":
        return Answer("<h1>oops</h1>", status=500)
    if fault == "torn":
        body = json.dumps(answer.body).encode()
        return Answer(body[: len(body) // 2], headers=answer.headers)
    if fault in {"cut", "drop"}:
        return Answer(answer.body, fault=fault)
    return answer


REFUSED = {
    "409": Answer({"error": "Conflict"}, status=409),
    "429": Answer({"error": "too many"}, status=429),
    "429 in seconds": Answer({"error": "too many"}, status=429, headers={"retry-after": "1"}),
    "429 until": Answer({"error": "too many"}, status=429, headers={"retry-after": formatdate(START, usegmt=True)}),
}
NOT_FOUND = Answer({"error": "RecordNotFound"}, status=404)


class ZendeskDesk(HelpDesk):
    lists = "/api/v2/incremental/tickets/cursor.json"
    surveys = False
    """Whether customers are asked in the newer way."""
    log = True
    """Whether its plan has conversation logs."""

    def answer(self, asked, path, query, *, empty, host):
        parts = path.strip("/").split("/")
        if path == self.lists:
            return self._export(query, empty=empty, host=host)
        if path == "/api/v2/guide/survey_responses" and self.surveys:
            named = query["filter[subject_zrns]"].split(",")
            about = [self.named(one.removeprefix("zen:ticket:")) for one in named]
            answers = [zendesk_survey(one) for one in about if one and one["score"]]
            return Answer({"survey_responses": answers, "meta": {"has_more": False}})
        if parts[2] == "tickets":
            ticket = self.named(parts[3])
            if ticket is None:
                return NOT_FOUND
            if asked.method == "PUT":
                return self._tag(ticket, asked)
            kind = parts[4].removesuffix(".json")
            if kind == "conversation_log" and not self.log:
                return Answer({"error": "Forbidden"}, status=403)
            kinds = {"comments": zendesk_comments, "conversation_log": zendesk_events, "audits": zendesk_audits}
            listed = kinds[kind](ticket)
            name = "events" if kind == "conversation_log" else kind
            begin = int(query.get("page[after]", 0))
            if empty:
                return Answer({name: [], "meta": {"has_more": True, "after_cursor": str(begin)}})
            items = listed[begin : begin + 2]
            more = begin + 2 < len(listed)
            meta = {"has_more": more, "after_cursor": str(begin + 2) if more else None}
            return Answer({name: items, "meta": meta})
        return NOT_FOUND

    def _tag(self, ticket, asked):
        if asked.headers.get("content-type") != "application/json":
            return Answer({"error": "Unprocessable"}, status=415)
        if ticket.get("closed"):
            return Answer({"error": "RecordInvalid", "description": "Record validation errors"}, status=422)
        tags = ticket.setdefault("tags", [])
        tags += [one for one in asked.json()["tags"] if one not in tags]
        return Answer({"tags": tags})

    def _export(self, query, *, empty, host):
        cursor = query.get("cursor", "")
        if cursor in self.refused_cursors:
            return Answer({"error": "InvalidPaginationParameter"}, status=400)
        _, at, last = cursor.split(":") if cursor else ("", query.get("start_time", "0"), "-1")
        behind = (int(at), int(last))
        rest = [one for one in self.live() if (one["changed"], one["id"]) > behind]
        size = min(self.page, int(query["per_page"]))
        items = [] if empty else rest[:size]
        if items:
            behind = (items[-1]["changed"], items[-1]["id"])
        after = f"{self.requests}:{behind[0]}:{behind[1]}"  # another one each time, for the same place too
        users = [{"id": 5_000_000 + one["id"], "name": one["name"], "email": one["email"]} for one in items]
        listed = [zendesk_ticket({**one, "score": None} if self.surveys else one) for one in items]
        return Answer(
            {
                "tickets": listed,
                "users": users,
                "metric_sets": [{"ticket_id": one["id"], "reopens": 1} for one in items],
                "after_cursor": after,
                "after_url": f"{host}/api/v2/incremental/tickets/cursor.json?cursor={after}",
                "end_of_stream": not empty and len(rest) <= size,
            }
        )


class IntercomDesk(HelpDesk):
    lists = "/conversations/search"

    def lets_in(self, asked):
        return asked.headers.get("intercom-version") == "2.16" and super().lets_in(asked)

    def answer(self, asked, path, query, *, empty, host):
        if path == "/me":
            return Answer({"type": "admin", "id": "99"})
        if path.endswith("/reply"):
            said = asked.json()
            if (said["message_type"], said["type"], said["admin_id"]) != ("note", "admin", "99"):
                return Answer({"type": "error.list"}, status=422)
            return _note(self.named(path.split("/")[2]), said["body"])
        if path == self.lists:
            wanted = asked.json()
            since = wanted["query"]["value"]
            rest = [one for one in self.live() if one["changed"] > since]
            begin = int(wanted["pagination"].get("starting_after", 0))
            more = begin + self.page < len(rest)
            items = [] if empty else rest[begin : begin + self.page]
            following = {"starting_after": str(begin if empty else begin + self.page)} if more or empty else None
            listed = [
                {key: value for key, value in intercom_conversation(one).items() if key != "conversation_parts"}
                for one in items
            ]
            return Answer({"type": "conversation.list", "conversations": listed, "pages": {"next": following}})
        ticket = self.named(path.rpartition("/")[2])
        return Answer(intercom_conversation(ticket)) if ticket else NOT_FOUND


class FreshdeskDesk(HelpDesk):
    lists = "/api/v2/tickets"

    def answer(self, asked, path, query, *, empty, host):
        number = int(query.get("page", 1))
        begin = (number - 1) * self.page
        if path.endswith("/notes"):
            if asked.json()["private"] is not True:
                return Answer({"code": "shown to the customer"}, status=400)
            return _note(self.named(path.split("/")[4]), asked.json()["body"])
        if path == "/api/v2/surveys/satisfaction_ratings":
            since = datetime.fromisoformat(query["created_since"]).timestamp()
            rest = [one for one in self.live() if one["score"] and one["at"] + 60 >= since]
            return self._page(rest, begin, freshdesk_rating, number=number, empty=empty, host=host)
        if path == self.lists:
            if "updated_since" not in query or number > 300:
                return Answer({"code": "invalid_value"}, status=400)
            since = datetime.fromisoformat(query["updated_since"]).timestamp()
            rest = [one for one in self.live() if one["changed"] >= since and not one["deleted"]]
            return self._page(rest, begin, freshdesk_ticket, number=number, empty=empty, host=host)
        if path.endswith("/conversations"):
            ticket = self.named(path.split("/")[4])
            if ticket is None:
                return NOT_FOUND
            return self._page([*freshdesk_conversations(ticket)], begin, dict, number=number, empty=empty, host=host)
        return NOT_FOUND

    def _page(self, rest, begin, shape, *, number, empty, host):
        more = begin + self.page < len(rest)
        items = [] if empty and more else [shape(one) for one in rest[begin : begin + self.page]]
        link = {"link": f'<{host}/api/v2/tickets?page={number + 1}>; rel="next"'} if more else {}
        return Answer(items, headers=link)


class HelpScoutDesk(HelpDesk):
    """Its tokens hold for a while, and then no more."""

    lists = "/v2/conversations"
    lasts = 150
    """Requests for which a token holds."""

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        self.tokens = {}

    def lets_in(self, asked):
        if asked.path == "/v2/oauth2/token":
            return TOKEN in asked.body.decode()
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        self.tokens[token] = self.tokens.get(token, 0) - 1
        return self.tokens[token] >= 0

    def answer(self, asked, path, query, *, empty, host):
        if path == "/v2/oauth2/token":
            token = f"access-{self.requests}"
            self.tokens[token] = self.lasts
            return Answer({"access_token": token, "expires_in": 172800})
        number = int(query.get("page", 1))
        if path.endswith("/notes"):
            return _note(self.named(path.split("/")[3]), asked.json()["text"])
        if path == self.lists:
            since = datetime.fromisoformat(query["modifiedSince"]).timestamp()
            rest = [one for one in self.live() if one["changed"] >= since and not one["deleted"]]
            return self._page(rest, "conversations", helpscout_conversation, number=number, size=self.page, empty=empty)
        ticket = self.named(path.split("/")[3])
        if ticket is None or not path.startswith("/v3/"):
            return NOT_FOUND
        return self._page(helpscout_threads(ticket), "threads", dict, number=number, size=3, empty=empty)

    def _page(self, rest, name, shape, *, number, size, empty):
        begin = (number - 1) * size
        page = {"number": number, "totalPages": max(1, -(-len(rest) // size))}
        items = [] if empty and number < page["totalPages"] else [shape(one) for one in rest[begin : begin + size]]
        return Answer({"_embedded": {name: items}, "page": page})


DESKS = {"zendesk": ZendeskDesk, "intercom": IntercomDesk, "freshdesk": FreshdeskDesk, "helpscout": HelpScoutDesk}
