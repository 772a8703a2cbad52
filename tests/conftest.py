"""What every test stands on: no connection leaves this machine; the data beside the checkout is found or skipped."""

import ipaddress
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _refuse_other_hosts(event, arguments):
    if event != "socket.connect":
        return
    address = arguments[1]
    host = address[0] if isinstance(address, tuple) else None
    if host is None or host == "localhost":  # a Unix socket, or this machine by name
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ConnectionRefusedError(f"tests open no connection to {host}")


sys.addaudithook(_refuse_other_hosts)


@pytest.fixture(scope="session")
def shared_data():
    """The folder of recorded conversations and labelled sets beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the folder shared/data beside the checkout")
    return folder
