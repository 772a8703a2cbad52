"""Weights of the signs by which tickets are classified, learnt from labelled tickets.

python benchmarks/fit_tickets.py LABELLED.jsonl…

Prints the table `weights` of a pack `tickets-LANGUAGE.yaml`, and on standard error how well weights do on each file
that were learnt from the others alone. Both are logistic regressions with small weights preferred: whether the
assistant failed, and, of failures, which it was (any of the labelled ones is right).
"""

import json
import sys
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from evalsuite.codec.tickets import read_ticket
from evalsuite.tickets.about import counted_signs
from evalsuite.tickets.bad_reply import bad_reply
from evalsuite.tickets.classify import MODES
from evalsuite.tickets.failures import traits
from evalsuite.tickets.signs import signs
from evalsuite.tickets.voices import voices
from evalsuite.tickets.wording import wording

PENALTIES = {"about": 2.0, "failure": 1.0}
AGAINST = frozenset(
    [
        "a_person_says",
        "a_thing_says",
        "a_person_at_fault",
        "a_thing_at_fault",
        "a_person_quoted",
        "a_thing_quoted",
        "a_person_pasted",
        "another_is_heard",
        "a_product",
        "blames_oneself",
        "complains",
        "content",
        "credits_it",
        "hands_over",
        "modest",
        "praises",
        "praises_it",
        "praises_in_the_end",
        "its_value_is_confirmed",
        "staff_confirms",
        "rated_well_after_it",
        "rated_well_after_staff",
        "rated_well_alone",
        "staff_blames_another",
        "staff_clears_it",
        "staff_is_sorry",
        "staff_names_another",
        "tells_nothing",
        "too_dear",
    ]
)
"""Signs that never speak for a failure; the others never speak against one."""
PRIOR = {
    "staff_admits": 2,
    "staff_blames_it": 2,
    "note_blames_it": 2,
    "it_admits": 2,
    "internal": 1.5,
    "garbles": 1.5,
    "takes_back": 1.5,
    "another_language": 1.5,
    "its_value_is_denied": 1.5,
    "staff_contradicts": 1,
    "contradicts": 0.5,
    "complains_of_it": 0.5,
    "staff_clears_it": -2.5,
    "its_value_is_confirmed": -1,
    "staff_confirms": -1,
    "staff_blames_another": -2,
    "credits_it": -2,
    "blames_oneself": -2,
    "a_product": -1.5,
    "content": -1,
    "modest": -1,
    "tells_nothing": -1,
}
"""What weights are where too few tickets tell otherwise: these signs say outright who failed."""
ABOUT = ({name: -weight / 2 for name, weight in PRIOR.items()}, {name: weight / 2 for name, weight in PRIOR.items()})
PRIORS = {
    "wrong_tone": {"it_is_rude": 2, "wrong_tone_strong": 2, "cheerful_when_grave": 2, "loud": 1},
    "wrong_tool_call": {"it_says_done": 1, "told_other_thing": 0.5, "wrong_tool_call_strong": 1.5, "garbles": 1.5},
    "wrong_policy": {"it_tells_a_rule": 2, "wrong_policy_strong": 0.7, "told_rules": 0.7, "it_commits": 0.5},
    "hallucinated_capability": {
        "it_offers": 2,
        "told_unable": 1,
        "takes_back": 2,
        "hallucinated_capability_strong": 1,
    },
    "hallucinated_id": {
        "it_names_a_code": 1.2,
        "told_unknown": 1.5,
        "its_value_is_denied": 1,
        "hallucinated_id_strong": 1.2,
        "told_other_code": 1,
    },
    "phantom_action": {
        "it_says_done": 1.5,
        "it_tells_done": 0.7,
        "told_undone": 0.7,
        "phantom_action_strong": 1.2,
        "staff_finds_nothing": 1,
    },
    "leaked_context": {"it_is_internal": 2.5, "internal": 2, "leaked_context_strong": 2, "told_not_me": 1},
    "wrong_answer": {"none": 1.5, "wrong_answer_strong": 1, "wrong_answer_weak": 0.5, "it_admits": 1},
    "other": {"says_the_same_again": 1.5, "it_is_puzzled": 1.5, "other_strong": 1.5, "another_language": 2},
}
"""The same for modes of failure."""
BY_MODE = [PRIORS[mode] for mode in MODES]
LEAST = 0.05
"""Smaller weights are left out."""


def main() -> None:
    read = [
        (name, *features(json.loads(line))) for name in sys.argv[1:] for line in Path(name).read_bytes().splitlines()
    ]
    files = np.array([name for name, *_ in read])
    failed = np.array([[0.0, 1.0] if failure else [1.0, 0.0] for *_, failure in read])
    about, about_names = matrix([counts for _, counts, _, _ in read], PRIOR)
    kept = np.array([bool(failure) for *_, failure in read])
    which, which_names = matrix([found for _, _, found, failure in read if failure], chain(*BY_MODE))
    modes = np.array([[float(mode in failure) for mode in MODES] for *_, failure in read if failure])
    for name in dict.fromkeys(files):
        own, own_kept = files == name, files[kept] == name
        if not own.all():
            found = likely(about, fit(about[~own], failed[~own], PENALTIES["about"], about_names, ABOUT))[own, 1] > 0.5
            true = failed[own, 1] > 0
            chances = likely(
                which, fit(which[~own_kept], modes[~own_kept], PENALTIES["failure"], which_names, BY_MODE)
            )[own_kept]
            right = modes[own_kept][np.arange(own_kept.sum()), chances.argmax(1)].mean()
            print(
                f"{name}, unseen: precision {(found & true).sum() / max(1, found.sum()):.3f}, "
                f"recall {(found & true).sum() / true.sum():.3f}; which failure {right:.3f}",
                file=sys.stderr,
            )
    weights = fit(about, failed, PENALTIES["about"], about_names, ABOUT)
    print("weights:")
    print(f"  about: {{{shown(weights[1] - weights[0], about_names)}}}")
    for mode, row in zip(MODES, fit(which, modes, PENALTIES["failure"], which_names, BY_MODE), strict=True):
        print(f"  {mode}: {{{shown(row, which_names)}}}")


def features(row):
    """What is counted in a ticket, and its labelled failures."""
    words = wording()
    ticket = read_ticket(row)
    told = voices(ticket, words)
    seen = tuple(signs(ticket, told, words))
    reply = bad_reply(ticket, told, {}, words)
    names = {one.name for one in traits(ticket, told, seen, reply, words)}
    return counted_signs(seen), dict.fromkeys(names, 1), row["labels"]["failure"]


def matrix(found, always):
    """Counts in columns, of what stands in two tickets at least, the first column for what all have; their names."""
    often = {name for one in found for name in one if sum(name in other for other in found) > 1}
    names = sorted({*often, *always} - {"none"})
    return np.array([[1.0, *(one.get(name, 0) for name in names)] for one in found]), ["none", *names]


def limits(names):
    """Between what the weights may lie of those who did not fail, and of those who did."""
    free, more, less = (None, None), (0, None), (None, 0)
    fine = [
        free if name == "none" or name.endswith("_of_another") else more if name in AGAINST else less for name in names
    ]
    return [*fine, *({free: free, more: less, less: more}[one] for one in fine)]


def fit(inputs, right, penalty, names, priors):
    """Weights by class and column, for which one of the right classes is likely, near the priors of each class."""
    shape = (right.shape[1], inputs.shape[1])
    heavy = np.array([0.05, *[penalty] * (shape[1] - 1)])
    usual = np.array([[prior.get(name, 0.0) for name in names] for prior in priors])
    bounds = limits(names) if len(priors) == 2 else None

    def loss(flat):
        weights = flat.reshape(shape)
        sums = inputs @ weights.T
        every = np.logaddexp.reduce(sums, 1)
        good = np.logaddexp.reduce(np.where(right > 0, sums, -1e9), 1)
        slope = np.exp(sums - every[:, None]) - np.where(right > 0, np.exp(sums - good[:, None]), 0)
        return (every - good).sum() + (heavy * (weights - usual) ** 2).sum() / 2, (
            slope.T @ inputs + heavy * (weights - usual)
        ).ravel()

    return minimize(
        loss, usual.ravel(), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500}
    ).x.reshape(shape)


def likely(inputs, weights):
    sums = inputs @ weights.T
    return np.exp(sums - np.logaddexp.reduce(sums, 1)[:, None])


def shown(row, names):
    ordered = sorted(zip(names, row, strict=True), key=lambda one: (one[0] != "none", -one[1]))
    return ", ".join(f"{name}: {weight:.2f}" for name, weight in ordered if abs(weight) >= LEAST or name == "none")


if __name__ == "__main__":
    main()
