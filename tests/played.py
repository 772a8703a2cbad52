"""Cases with a simulated customer, and models that play it as a test scripts them."""

import json

from evalsuite.customers import SimulatedCustomer
from evalsuite.domain.case import Case
from evalsuite.domain.customer import Customer
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Knowledge

OPENS = "My lamp came broken and I want a new one sent out."
KNOWS = ("the order is ORD-100217", "it was bought on 2 March 2026 for 48.00 USD")


def line(text, *, done=False):
    return json.dumps({"say": text, "done": done})


DONE = line("", done=True)


def case(**fields):
    given = {"goal": "Get the broken lamp replaced", "knows": KNOWS, "opens": OPENS}
    return Case(id="lamp", customer=Customer(**{**given, **fields}))


def played(*answers):
    """A customer whose model says this, in order, and the model itself."""
    model = ScriptedModel(answers)
    return SimulatedCustomer(model, knowledge=Knowledge(), parameters={}), model
