"""Definitions of judges made into judges: cached, held to a budget, limited, patient, and opened only when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from evalsuite.assistants.opening import careful, identity, open_model
from evalsuite.errors import UsageError
from evalsuite.models.cached import Cached
from evalsuite.models.families import family
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
        opened = Lazily(
            lambda: open_model(definition, env=env, transports=transports, concurrency=concurrency),
            at_once=concurrency,
        )
        model: Model = careful(Fenced(opened, key=key), definition)
        if budget:
            model = Limited(model, budget=budget)
        known_as = identity(definition)
        return Judge(
            name=definition.name,
            identity=known_as,
            parameters=definition.parameters,
            model=Cached(model, identity=known_as, replies=replies, sink=replies.keep),
        )

    for definition in definitions:
        _check(definition, budget)
    return Judging(judges=tuple(judge(one) for one in definitions), samples=samples, rubric=rubric)


def alike(judges: Sequence[AssistantDefinition], assistant: str | None) -> str:
    """A warning where a judge is of the family of the assistant's model, and may favour its words; else nothing."""
    same = [one.name for one in judges if assistant and one.model and family(one.model) == family(assistant)]
    if not same:
        return ""
    return (
        f"judge {', '.join(same)} is of the assistant's own family ({family(assistant or '')}), "
        "and judges favour their own: take one of another family"
    )


def _check(definition: AssistantDefinition, budget: Budget | None) -> None:
    if definition.kind != "openai":
        raise UsageError(f"judge {definition.name!r} is of kind {definition.kind}; only kind openai judges")
    if budget and definition.prices is None:
        raise UsageError(
            f"judge {definition.name!r} has no prices, so no cost can be kept to: add to its definition "
            "`prices: {input: …, output: …}`, in US dollars for a million tokens"
        )
