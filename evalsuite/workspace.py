"""The one composition root: a workspace's definitions become parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalsuite.domain.case import GraderSpec
from evalsuite.domain.catalogue import offered
from evalsuite.errors import Complaint, InputError, UsageError, did_you_mean
from evalsuite.files import Files
from evalsuite.protocols import Knowledge
from evalsuite.settings import resolve
from evalsuite.whereabouts import completed, seen_from, settings_around

if TYPE_CHECKING:
    from evalsuite.assistants.opening import OpenedAssistant
    from evalsuite.customers import SimulatedCustomer
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.domain.conversation import Transcript
    from evalsuite.domain.run import AssistantCard
    from evalsuite.graders.registry import Registry
    from evalsuite.models.limited import Budget
    from evalsuite.protocols import Judge, Judging, Model, OwnMetric, Simulator, Toolbox
    from evalsuite.store import Runs
    from evalsuite.suite import Binder, BoundCase
    from evalsuite.tickets.store import TicketStore

CLASSIFIED = "classified.jsonl"
"""Where answers about tickets are kept, in the private folder."""


class Workspace(Files):
    """A folder with cases, graders and reports; or, with `found` empty, a folder that is none and has defaults."""

    @cached_property
    def registry(self) -> Registry:
        """Built-in graders and the workspace's own. Raises `InputError` where two share a name."""
        from evalsuite.graders.registry import Registry, definitions

        try:
            return Registry(workspace=definitions(self.code))
        except ValueError as error:
            raise InputError([Complaint(text=str(error))]) from None

    def knowledge(self, card: AssistantCard | None = None) -> Knowledge:
        """What graders are told, for conversations with this assistant."""
        return Knowledge(
            catalogue=self.catalogue,
            id_patterns=self.id_patterns,
            facts=self.declared_facts,
            personas=self.personas,
            policies=self.policies,
            judging=self.judging,
            canaries=card.canaries if card else (),
            prompt=card.prompt if card else None,
            sees_context=card.sees_context if card else True,
            tools=(card.tools if card and card.tools else None)
            or (offered(self.catalogue) if self.catalogue else None),
            metrics=self.metrics,
            quiet=self.secrets.noun,
        )

    @cached_property
    def metrics(self) -> Mapping[str, OwnMetric]:
        """Functions of `graders/*.py` that make metrics, by name."""
        from evalsuite.marks import MetricMark
        from evalsuite.protocols import OwnMetric

        return {
            mark.name: OwnMetric(make=function, content=content)
            for _, content, function in self.code
            if isinstance(mark := getattr(function, "__evalsuite__", None), MetricMark)
        }

    @cached_property
    def judges(self) -> list[AssistantDefinition]:
        """Who judges what no rule can, as the settings name them. Raises as `assistant`."""
        return [self.assistant(name) for name in self.settings.judge.judges]

    @cached_property
    def judging(self) -> Judging:
        """Judges and rubrics, nothing opened yet. Raises `UsageError` or `InputError`."""
        from evalsuite.protocols import Judging

        samples = self.settings.judge.samples
        if not self.settings.judge.judges:  # and what models need is not loaded
            return Judging(samples=samples, rubric=self.rubric)
        return self._judging(self.judges, samples=samples, kept="judges.jsonl")

    @cached_property
    def classifier(self) -> Judge:
        """The model that reads tickets, as the settings name it; nothing opened yet. Raises `UsageError` or
        `InputError`."""
        definition = self.assistant(self.settings.tickets.classifier)
        return self._judging([definition], samples=1, kept=CLASSIFIED).judges[0]

    def _judging(self, definitions: Sequence[AssistantDefinition], *, samples: int, kept: str) -> Judging:
        from evalsuite.judges import judging_of
        from evalsuite.models.reply_file import ReplyFile

        return judging_of(
            definitions,
            samples=samples,
            rubric=self.rubric,
            env=self.environment,
            transports={"offline": _offline},
            concurrency=self.settings.concurrency,
            replies=ReplyFile(self.root / ".evalsuite" / "private" / kept),
            budget=self.budget,
            key=lambda: self.key,
        )

    def judge_notes(self, model: str | None) -> tuple[str, ...]:
        """What is to be told of the judges where the assistant's model is this one."""
        if not self.settings.judge.judges:
            return ()
        from evalsuite.models.families import alike

        return tuple(filter(None, [alike({one.name: one.model or "" for one in self.judges}, model)]))

    @cached_property
    def budget(self) -> Budget | None:
        """What the models of one command may cost together; None where the settings set no limit."""
        from evalsuite.models.limited import Budget

        limit = self.settings.max_cost_usd
        return Budget(limit) if limit else None

    def binder(self, knowledge: Knowledge, *, standing: Sequence[GraderSpec] | None = None) -> Binder:
        from evalsuite.suite import Binder

        return Binder(
            registry=self.registry,
            knowledge=knowledge,
            standing=self.settings.graders if standing is None else standing,
            tools={tool.name for tool in knowledge.tools} if knowledge.tools else None,
            optional=("rubric", "deepeval") if self.settings.judge.optional else (),
        )

    async def open(
        self,
        definition: AssistantDefinition,
        *,
        wrap: Callable[[Model], Model],
        concurrency: int,
        offline: bool = False,
    ) -> OpenedAssistant:
        """The assistant, ready to reply; close it when done. With `offline` it needs no key, and must call nothing."""
        from evalsuite.assistants.hushed import HushedAssistant
        from evalsuite.assistants.opening import open_assistant

        canaries = () if offline else self.canaries(definition)
        if canaries:
            from evalsuite.models.seeded import seeded

            wrap = seeded(wrap, prompt=canaries[0], notes=canaries[1])
        opened = await open_assistant(
            definition,
            env=self.environment,
            offline=offline,
            transports={"offline": _offline},
            wrap=wrap,
            concurrency=concurrency,
            folder=self.root,
            **self._recording(definition),
        )
        opened.assistant = HushedAssistant(opened.assistant, self.secrets)
        return opened

    def customer(self) -> AssistantDefinition:
        """Who plays simulated customers. Raises `UsageError` where the settings name nobody who can."""
        if self.settings.customer is None:
            raise UsageError(
                "a case has a simulated customer, and no model plays it: name an assistant definition of kind openai "
                'in the settings, customer = "NAME"'
            )
        definition = self.assistant(self.settings.customer)
        if definition.kind != "openai":
            raise UsageError(
                f"customer = {definition.name!r} is of kind {definition.kind}; only a model, of kind openai, plays "
                "customers"
            )
        return definition

    @asynccontextmanager
    async def played(
        self,
        definition: AssistantDefinition,
        knowledge: Knowledge,
        *,
        wrap: Callable[[Model], Model],
        offline: bool = False,
    ) -> AsyncIterator[SimulatedCustomer]:
        """The simulated customer, as long as it is needed. Raises `UsageError` where its model cannot be opened."""
        from evalsuite.assistants.opening import opened_model
        from evalsuite.customers import SimulatedCustomer

        async with opened_model(
            definition,
            env=self.environment,
            transports={"offline": _offline},
            wrap=wrap,
            concurrency=self.settings.concurrency,
            offline=offline,
        ) as model:
            yield SimulatedCustomer(model, knowledge=knowledge, parameters=definition.parameters)

    def canaries(self, definition: AssistantDefinition) -> tuple[str, ...]:
        """The words planted in an assistant's prompt, and in notes for staff; none where leaks are not graded, or no
        model is called from here. The workspace's key is made when it is first wanted."""
        from evalsuite.canaries import canary

        if definition.kind != "openai" or all(spec.name != "leaks" for spec in self.settings.graders):
            return ()
        return canary(self.key, f"prompt {definition.prompt_path or definition.name}"), canary(
            self.key, "notes for staff"
        )

    def tickets(self) -> TicketStore:
        """The private store of tickets, made where there is none; close it when done. Raises `EvalsuiteError`."""
        from evalsuite.tickets.store import open_tickets

        path = self.root / ".evalsuite" / "private" / "tickets.sqlite"
        return open_tickets(path, identity=self.settings.tickets.bot_identity, key=self.key)

    def toolbox(self) -> Callable[[BoundCase, int], Toolbox]:
        """Makes the toolbox of each case and attempt: its fixtures, the catalogue's simulator behind them."""
        from evalsuite.assistants.toolbox import FixtureToolbox

        make = self._simulator()

        def toolbox(bound: BoundCase, attempt: int) -> Toolbox:
            case = bound.case
            return FixtureToolbox(case.tools, make(case.id, attempt, case.context) if make else None)

        return toolbox

    def runs(self) -> Runs:
        from evalsuite.store import Runs

        return Runs((self.reports or self.root / "reports") / "runs")

    def _simulator(self) -> Callable[[str, int, Mapping[str, Any]], Simulator] | None:
        from evalsuite.marks import SimulatorMark

        wanted = self.catalogue.simulator if self.catalogue else None
        if wanted is None:
            return None
        known = {
            mark.name: function
            for _, _, function in self.code
            if isinstance(mark := getattr(function, "__evalsuite__", None), SimulatorMark)
        }
        if wanted not in known:
            why = "--no-workspace-code refuses it" if not self.run_code else "no file in graders/ has it"
            raise UsageError(f"graders/tools.yaml: simulator {wanted!r}: {why}.{did_you_mean(wanted, list(known))}")
        make: Callable[[str, int, Mapping[str, Any]], Simulator] = known[wanted]
        return make

    def _recording(self, definition: AssistantDefinition) -> dict[str, Any]:
        if definition.kind != "recorded" or not definition.recording:
            return {}
        from evalsuite.conversations.lines import open_conversations
        from evalsuite.conversations.recorded import BadLine, read_conversations

        path = self.root / definition.recording
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise UsageError(
                f"assistant {definition.name!r}: recording {definition.recording!r} is outside the workspace"
            )
        if not path.is_file():
            raise UsageError(f"assistant {definition.name!r}: no recording {self.shown(path)}")
        shown = self.shown(path)
        found: dict[str, list[Transcript]] = {}
        for recorded in read_conversations(open_conversations(path, shown_path=shown), shown_path=shown):
            if isinstance(recorded, BadLine):
                raise InputError([recorded.complaint])
            found.setdefault(recorded.case.id, []).append(recorded.transcript)
        return {"recordings": found}


def open_workspace(
    here: Path, *, environment: Mapping[str, str], options: Mapping[str, Any] | None = None, run_code: bool = True
) -> Workspace:
    """The workspace around a folder, found upwards; where there is none, the folder with defaults.

    Raises `InputError` with every mistake of the settings.
    """
    found = settings_around(here)
    if found is None:
        return Workspace(
            root=here,
            resolved=resolve(environment=environment, options=options),
            environment=environment,
            here=here,
            run_code=run_code,
        )
    path, text, values = found
    shown = seen_from(here, path)
    resolved = resolve(file=values, file_name=shown, text=text, environment=environment, options=options)
    return Workspace(
        root=path.parent,
        resolved=resolved,
        environment=completed(environment, env_file=resolved.settings.env_file, root=path.parent),
        found=path.name,
        here=here,
        run_code=run_code,
    )


def _offline() -> Any:
    from evalsuite.example.transport import transport

    return transport()
