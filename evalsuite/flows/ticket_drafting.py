"""One ticket drafted as a case, and written through the leak gate."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.codec.case_text import case_text
from evalsuite.codec.cases import read_case_file
from evalsuite.errors import InputError, UsageError
from evalsuite.flows.ticket_cases import case_folder
from evalsuite.flows.ticket_labels import classify_ticket
from evalsuite.flows.ticket_proofs import replied
from evalsuite.judging import READERS
from evalsuite.privacy.gate import refuse_leaks
from evalsuite.privacy.pseudonyms import case_key, ticket_pseudonyms
from evalsuite.tickets.draft import About, about, case_id, draft, needed_in, remarks_on, source_of
from evalsuite.tickets.expectations import blames, proposals
from evalsuite.tickets.scene import Scene, disguised, scene_of, shorter

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from evalsuite.domain.case import Case, GraderSpec, Seen
    from evalsuite.domain.labels import FailureMode, Labels
    from evalsuite.domain.run import Trial
    from evalsuite.domain.ticket import Ticket
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person says of a ticket, which goes before what its words suggest."""

    failure: tuple[FailureMode, ...] = ()
    blamed: str = ""
    """Words of the assistant's, as they stand in the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A draft that was written."""

    case: Case
    path: str
    needed: int
    """Remarks in it that wait for a person."""
    mapping: Mapping[str, str]


class Drafting:
    """One ticket on its way to a case."""

    def __init__(
        self, workspace: Workspace, ticket: Ticket, *, today: date, seen: Seen | None, instead_of: Path | None = None
    ) -> None:
        self.workspace, self.ticket, self.today, self.seen = workspace, ticket, today, seen
        self.instead_of = instead_of
        """The file of an older draft, which goes when the new one is written."""
        self.source = source_of(workspace.key, ticket.key)
        self.doubtful = False
        """Whether what stands as the customer's question may be the complaint."""
        self.names = ticket_pseudonyms(
            ticket,
            key=case_key(workspace.key, self.source),
            rules=workspace.privacy,
            id_patterns=workspace.id_patterns,
        )

    def failure(self, wish: Wish | None) -> Made:
        """Raises `ValueError`, in words, where the ticket does not show what went wrong."""
        labels = classify_ticket(self.ticket, workspace=self.workspace)
        modes = (wish.failure if wish else ()) or labels.failure
        if not modes and not labels.about_assistant:
            raise ValueError("is not about the assistant")
        if not modes:
            raise ValueError("does not tell what went wrong. Say it: --failure, one ticket at a time")
        message, quote = self._reply(labels, wish.blamed if wish else "")
        told_of = [clue.message for clue in labels.evidence if clue.mode == "about_assistant"]
        asked = [at for at, one in enumerate(self.ticket.messages[:message]) if one.role == "customer"]
        # A complaint may stand before the conversation it is about; what was asked last is no complaint of the reply.
        complaints = {at for at in asked[:-1] if at in told_of}
        self.doubtful = bool(asked) and asked[-1] in told_of
        scene = self._disguised(scene_of(self.ticket, message, blamed=quote, without=complaints))
        self._refuse_unknown_tools(scene)
        told = self._told(modes)
        scene = self._widened(scene, told) if not (wish and wish.blamed) and not self._quoted(quote) else scene
        scene, expect, proven = asyncio.run(self._expectations(scene, told))
        return self._written(scene, told, expect, proven=proven)

    def control(self) -> Made:
        """Raises `ValueError`, in words, where there is no conversation with the assistant in it."""
        said = [at for at, one in enumerate(self.ticket.messages) if one.role == "bot" and one.public and one.text]
        if not said:
            raise ValueError("holds no words of the assistant")
        scene = self._disguised(scene_of(self.ticket, said[-1]))
        self._refuse_unknown_tools(scene)
        return self._written(scene, self._told(()), (), proven=True)

    def _reply(self, labels: Labels, words: str) -> tuple[int, str]:
        """The assistant's message that is complained of, and the words in it."""
        bots = {at: one.text for at, one in enumerate(self.ticket.messages) if one.role == "bot" and one.public}
        if words:
            found = next((at for at, text in bots.items() if words in text), None)
            if found is None:
                raise ValueError("has no words of the assistant's like those under --blamed. Copy them from the ticket")
            return found, words
        told = labels.bad_reply
        if told is None:
            raise ValueError(
                "does not tell which reply is complained of. Quote some of its words: --blamed, one ticket at a time"
            )
        place = told.message if told.message in bots else next((at for at in bots if told.quote in bots[at]), None)
        if place is None:
            raise ValueError("quotes the assistant, but the conversation is not in it: write its case by hand")
        return place, told.quote

    def _quoted(self, words: str) -> bool:
        """Whether the customer wrote the assistant's words out; else which of them are meant is a guess."""
        wanted = " ".join(words.split()).casefold()
        said = [one.text for one in self.ticket.messages if one.role == "customer"]
        return any(wanted in " ".join(text.split()).casefold() for text in said)

    def _widened(self, scene: Scene, told: About) -> Scene:
        """The scene with its whole reply blamed, where the guess missed what the failure's own graders see in it."""
        specs = [spec for spec in proposals(told.failure[0], scene) if spec.name != "never_says"]
        whole = replace(scene, blamed="")
        if asyncio.run(self._tried(scene, told, specs))[1] or not asyncio.run(self._tried(whole, told, specs))[1]:
            return scene
        return whole

    def _refuse_unknown_tools(self, scene: Scene) -> None:
        known = self.workspace.tool_names()
        unknown = sorted({called.call.name for called in scene.calls} - known) if known is not None else []
        if unknown:
            raise ValueError(f"shows calls of {', '.join(unknown)}, unknown to graders/tools.yaml. Declare them there")

    def _disguised(self, scene: Scene) -> Scene:
        return disguised(scene, lambda text: self.names.text(text).text, self.names.values)

    def _told(self, modes: Sequence[FailureMode]) -> About:
        cohorts = self.workspace.personas or {}
        told = about(self.ticket, source=self.source, failure=modes, cohorts=cohorts)
        title = " ".join(self.names.text(self.ticket.subject).text.split())[:_LONGEST_TITLE]
        tags = tuple(tag for tag in told.tags if self._names_nobody(tag))
        owner = self.workspace.settings.tickets.owner or None
        return replace(told, title=title, tags=tags, owner=owner, seen=self.seen)

    def _names_nobody(self, tag: str) -> bool:
        words = re.sub(r"[-_]", " ", tag)
        return all(self.names.text(text).text == text for text in (tag, words))

    async def _expectations(self, scene: Scene, told: About) -> tuple[Scene, list[GraderSpec], bool]:
        """The shortest scene in which the reply fails as it does in the whole one, and what it fails by."""
        specs = [(mode, spec) for mode in told.failure for spec in proposals(mode, scene)]
        distinct = [spec for at, (_, spec) in enumerate(specs) if spec not in [one for _, one in specs[:at]]]
        whole, blamed = await self._tried(scene, told, distinct)
        for shorter_one in shorter(scene):
            if shorter_one is scene or (await self._tried(shorter_one, told, distinct))[0] == whole:
                scene = shorter_one
                break
        expect: list[GraderSpec] = []
        for mode in told.failure:
            found = next((spec for one, spec in specs if one == mode and distinct.index(spec) in blamed), None)
            if found is not None and found not in expect:
                expect.append(found)
        if not expect and any(not called.known for called in scene.calls):
            expect = distinct[:1]  # as likely as any: nothing can be tried before the results are known
        return scene, expect, bool(blamed)

    async def _tried(
        self, scene: Scene, told: About, expect: Sequence[GraderSpec]
    ) -> tuple[frozenset[tuple[str, str, str]], frozenset[int]]:
        """What is found in the reply, by label; and the places of the expectations that hold it to the complaint."""
        case = self._case(scene, told, expect)
        workspace = self.workspace
        knowledge = workspace.knowledge()
        bound = workspace.binder(knowledge, standing=()).case(case)
        trial = await replied(bound, case.bad_reply or "", case.bad_calls, workspace=workspace, knowledge=knowledge)
        names = {placed.label: placed.bound.name for placed in bound.graders}
        last = len(trial.transcript.messages) - 1
        blamed = blames(case, trial.judgement, reply=last, names=names)
        return _found(trial, last), frozenset(at for at, label in enumerate(names) if label in blamed)

    def _case(self, scene: Scene, told: About, expect: Sequence[GraderSpec]) -> Case:
        return draft(scene, told, expect, today=self.today, context=self.names.values(dict(self.ticket.context)))

    def _written(self, scene: Scene, told: About, expect: Sequence[GraderSpec], *, proven: bool) -> Made:
        case = self._case(scene, told, expect)
        remarks = remarks_on(case, scene, tools=self._able(case), proven=proven, doubtful=self.doubtful)
        path = case_folder(self.workspace, "drafts") / f"{case_id(told)}.yaml"
        shown = self.workspace.shown(path)
        text = case_text(case, remarks=remarks)
        refuse_leaks(text, path=shown, originals=self.names.mapping.keys(), deny=self.workspace.privacy.deny)
        complaints = read_case_file(shown, text.encode(), known_tools=self.workspace.tool_names())[1]
        if complaints:
            raise InputError(complaints)
        if path.exists() and path != self.instead_of:
            raise UsageError(f"would be {shown}, which is there already. Rename or remove that file")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        if self.instead_of is not None and self.instead_of != path:
            self.instead_of.unlink()
        return Made(case=case, path=shown, needed=len(needed_in(text)), mapping=self.names.mapping)

    def _able(self, case: Case) -> list[str]:
        """Tools by which what the reply tells of could be done, where nothing stands behind them."""
        catalogue = self.workspace.catalogue
        if catalogue is None or catalogue.simulator or not case.bad_reply:
            return []
        told = {claim.action for claim in READERS.claims(READERS.view(case.bad_reply), case.language)} - {"lookup"}
        return [tool.name for tool in catalogue.tools if told.intersection(tool.effects)]


def _found(trial: Trial, reply: int) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (label, finding.code, finding.quote)
        for label, verdict in trial.judgement.verdicts.items()
        for finding in verdict.findings
        if finding.message == reply or finding.message is None
    )


_LONGEST_TITLE = 120
