"""Pulls from help desks on loopback, and what is in the store after them."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time

from help_desks import KEYS
from shell import environment, write

from evalsuite.flows.pulling import pull
from evalsuite.tickets.sources.client import long_patience
from evalsuite.workspace import open_workspace


class Waits:
    """Stands in for sleeping, and knows how long it would have taken."""

    def __init__(self):
        self.seconds = []

    async def __call__(self, seconds):
        self.seconds.append(seconds)
        await asyncio.sleep(0)


def patience(waits=None):
    return long_patience(chance=random.Random(3), clock=time.monotonic, sleep=waits or Waits())


def opened(folder, server, kind, *, more="", environment=KEYS):
    url = server.url.removesuffix("/v1")
    write(folder, {"evalsuite.toml": f'[tickets.sources.{kind}]\nurl = "{url}"\n{more}'})
    return open_workspace(folder, environment=environment)


def pulled(folder, server, kind, *, waits=None, more="", environment=KEYS):
    """What became of the tickets of one pull."""
    workspace = opened(folder, server, kind, more=more, environment=environment)
    return asyncio.run(pull(workspace, kind, patience=patience(waits)))


def stored(folder):
    with open_workspace(folder, environment=KEYS).tickets() as store:
        return {ticket.id: ticket for ticket in store.tickets()}


def alive(desk):
    return {str(one["id"]) for one in desk.tickets if not one["deleted"]}


def killed(folder, desk, kind, *, after, delay):
    """How a pull ends that is killed so many requests after its beginning, and seconds after that."""
    command = [sys.executable, "-m", "evalsuite", "tickets", "pull", kind]
    process = None

    def kill(_):
        threading.Timer(delay, os.killpg, (process.pid, signal.SIGKILL)).start()

    desk.later.append((desk.requests + after, kill))
    process = subprocess.Popen(command, cwd=folder, env=environment(**KEYS), start_new_session=True)
    return process.wait(60)
