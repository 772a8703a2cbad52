"""Tickets classified with all that a workspace knows: the team's tags, its graders, a model where it names one."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from evalsuite.codec.records import plain
from evalsuite.domain.case import Case, GraderSpec
from evalsuite.domain.conversation import Message, Transcript
from evalsuite.domain.vocabulary import Role
from evalsuite.graders.asking import UnansweredError
from evalsuite.judging import judge
from evalsuite.models.failures import visible
from evalsuite.models.reply_file import ReplyFile
from evalsuite.privacy.pseudonyms import case_key, ticket_pseudonyms
from evalsuite.report.headline import counted
from evalsuite.tickets.classify import classify, heard, settled, unheard
from evalsuite.tickets.draft import source_of
from evalsuite.tickets.model_answer import ModelWord, said_by
from evalsuite.workspace import CLASSIFIED

if TYPE_CHECKING:
    from evalsuite.domain.labels import Labels
    from evalsuite.domain.ticket import Speaker, Ticket
    from evalsuite.domain.verdict import Verdict
    from evalsuite.workspace import Workspace

_GRADERS = ("ids", "claims", "leaks")
"""What can be told of a transcript alone, where it shows the tools' results."""
_ROLES: Mapping[Speaker, Role] = {"customer": "user", "bot": "assistant", "tool": "tool"}


class Classifier:
    """Says of tickets what they are about, and counts what a model was asked.

    A model that is not to be had for as many tickets in a row as `give_up_after` in the settings is asked no more.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lost_in_a_row = 0
        self.asked = 0
        """Tickets that a model was to be asked about."""
        self.unheard: Counter[str] = Counter()
        """Those of them of which it said nothing, by why."""

    def each(self, tickets: Iterable[Ticket]) -> Iterator[tuple[Ticket, Labels]]:
        """The tickets with their labels, in order; a model is asked about several at a time."""
        at_once = self._workspace.settings.concurrency if self._workspace.settings.tickets.classifier else 1
        left = iter(tickets)
        while some := list(islice(left, at_once)):
            yield from zip(some, asyncio.run(self._all(some)), strict=True)

    def told(self) -> Iterator[str]:
        """What became of the questions to a model, in lines to be shown; none where none was to be asked."""
        if self.asked:
            name, said = self._workspace.settings.tickets.classifier, self.asked - self.unheard.total()
            yield f"{name} said what {said:,} of {self.asked:,} tickets are about"
            for why, count in self.unheard.most_common(5):
                yield f"{counted(count, 'ticket')} by rules alone: {visible(why)}"

    async def _all(self, tickets: Sequence[Ticket]) -> Sequence[Labels]:
        return await asyncio.gather(*map(self._labels, tickets))

    async def _labels(self, ticket: Ticket) -> Labels:
        acts = any(one.tool_calls for one in ticket.messages)
        verdicts = await _verdicts(ticket, self._workspace) if acts else {}
        labels = classify(ticket, verdicts=verdicts, failure_tags=self._workspace.settings.tickets.failure_tags)
        if not self._workspace.settings.tickets.classifier or settled(labels):
            return labels
        return await self._with_model(ticket, labels)

    async def _with_model(self, ticket: Ticket, labels: Labels) -> Labels:
        self.asked += 1
        try:
            word = await self._word(ticket)
        except UnansweredError as error:
            self._lost_in_a_row += error.lost
            self.unheard[str(error)] += 1
            return unheard(labels, str(error))
        self._lost_in_a_row = 0
        return heard(labels, word)

    async def _word(self, ticket: Ticket) -> ModelWord:
        workspace = self._workspace
        reader = workspace.classifier
        if self._lost_in_a_row >= workspace.settings.give_up_after:
            raise UnansweredError(f"judge {reader.name!r} was asked no more: it could not be reached")
        source = source_of(workspace.key, ticket.key)
        names = ticket_pseudonyms(
            ticket,
            key=case_key(workspace.key, source),
            rules=workspace.privacy,
            id_patterns=workspace.id_patterns,
        )
        return await said_by(reader, ticket, names=names, source=source, deny=workspace.privacy.deny)


def classify_ticket(ticket: Ticket, *, workspace: Workspace) -> Labels:
    """What one ticket is about. Raises `UsageError` where the settings name a model that is none."""
    [(_, labels)] = Classifier(workspace).each([ticket])
    return labels


def forget_answers(workspace: Workspace, keys: Sequence[str]) -> None:
    """Erase what a model answered about tickets, by their keys."""
    kept = ReplyFile(workspace.root / ".evalsuite" / "private" / CLASSIFIED)
    kept.forget([source_of(workspace.key, key) for key in keys])


def labels_line(ticket: Ticket, labels: Labels) -> str:
    """One line of JSON: `id`, `about_assistant`, `failure`, `bad_reply_quote`, `evidence`."""
    return json.dumps(
        {
            "id": ticket.id,
            "about_assistant": labels.about_assistant,
            "failure": list(labels.failure),
            "bad_reply_quote": labels.bad_reply.quote if labels.bad_reply else None,
            "evidence": [plain(clue) for clue in labels.evidence],
        }
    )


async def _verdicts(ticket: Ticket, workspace: Workspace) -> Mapping[str, Verdict]:
    """What the graders say of the assistant's part, up to the first person who answers; places are the ticket's."""
    end = next((at for at, one in enumerate(ticket.messages) if one.role == "human_agent" and one.public), None)
    shown = [(at, one) for at, one in enumerate(ticket.messages[:end]) if one.role in _ROLES and one.public]
    messages = tuple(
        Message(
            role=_ROLES[one.role],
            text=one.text,
            tool_calls=one.tool_calls,
            tool_call_id=one.tool_call_id,
            is_error=one.is_error,
        )
        for _, one in shown
    )
    standing = tuple(GraderSpec(name=name, bare=True) for name in _GRADERS)
    binder = workspace.binder(workspace.knowledge(), standing=standing)
    case = Case(id=ticket.key, origin="ticket", context=ticket.context, language=ticket.language or "en")
    judgement = await judge(binder.case(case), Transcript(messages=messages), binder.knowledge)
    return {label: _placed(verdict, [at for at, _ in shown]) for label, verdict in judgement.verdicts.items()}


def _placed(verdict: Verdict, places: Sequence[int]) -> Verdict:
    findings = tuple(
        replace(one, message=None if one.message is None else places[one.message]) for one in verdict.findings
    )
    return replace(verdict, findings=findings)
