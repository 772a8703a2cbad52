"""Definitions of judges made into judges: cached, held to a budget, limited, patient, and opened only when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from evalsuite.assistants.opening import careful, identity, open_model
from evalsuite.errors import UsageError
from evalsuite.models.cached import Cached
from evalsuite.models.fenced import Fenced
from evalsuite.models.lazily import Lazily
from evalsuite.models.limited import Budget, Limited
from evalsuite.protocols import Judge, Judging

if TYPE_CHECKING:
    from evalsuite.assistants.opening import Transports
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.domain.rubric import RubricFinder
    from evalsuite.models.reply_file import ReplyFile
    from evalsuite.protocols import Model


def judging_of(
    definitions: Sequence[AssistantDefinition],
    *,
    samples: int,
    rubric: RubricFinder,
    env: Mapping[str, str],
    transports: Transports,
    concurrency: int,
    replies: ReplyFile,
    budget: Budget | None,
    key: Callable[[], str],
) -> Judging:
    """The judges that definitions describe. Nothing is opened and no key asked for before a question is.

    Answers come from `replies` where they can, whatever they cost then; `key` gives the workspace's own.
    Raises `UsageError` where a definition is of no model, or has no price to hold to a budget.
    """

    def judge(definition: AssistantDefinition) -> Judge:
        def held(model: Model) -> Model:
            patient = careful(Fenced(model, key=key), definition)
            return Limited(patient, budget=budget) if budget else patient

        opened = Lazily(
            lambda: open_model(definition, env=env, transports=transports, concurrency=concurrency),
            at_once=concurrency,
            wrap=held,
        )
        known_as = identity(definition)
        return Judge(
            name=definition.name,
            identity=known_as,
            model_name=definition.model or "",
            parameters=definition.parameters,
            model=Cached(opened, identity=known_as, replies=replies, sink=replies.keep),
        )

    for definition in definitions:
        _check(definition, budget)
    return Judging(judges=tuple(judge(one) for one in definitions), samples=samples, rubric=rubric)


def _check(definition: AssistantDefinition, budget: Budget | None) -> None:
    if definition.kind != "openai":
        raise UsageError(f"judge {definition.name!r} is of kind {definition.kind}; only kind openai judges")
    if budget and definition.prices is None:
        raise UsageError(
            f"judge {definition.name!r} has no prices, so no cost can be kept to: add to its definition "
            "`prices: {input: …, output: …}`, in US dollars for a million tokens"
        )
