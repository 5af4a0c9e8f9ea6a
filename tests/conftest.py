"""What every test may ask for: the embedded stack, the API, an estate, the bus.

The environment is set before anything of Caveau is imported, so a test module imports what it tests at its top; each
pytest process has a stack of its own, started when first asked for.
"""

import base64
import os
import tempfile
from collections.abc import Callable
from typing import Any

import pytest

from scripts.twins.addresses import addresses
from scripts.twins.ecb import addresses as ecb_addresses
from scripts.twins.maileva import addresses as maileva_addresses
from tests.support.stack import embedded_stack, planned_environment

pytest_plugins = ["tests.support.features", "tests.support.recorder"]
os.environ.update(
    planned_environment()
    | ecb_addresses(9)
    | maileva_addresses(9)
    | addresses(9)  # nobody is there: no test asks a real register (tests/support/registers.py for their twins)
    | {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "CAVEAU_STAGE": "local",
        "CAVEAU_ORIGIN": "http://localhost:8000",
        "CAVEAU_SECRET": base64.b64encode(b"0123456789abcdef0123456789abcdef").decode(),
        "CAVEAU_READMODEL_DIR": tempfile.mkdtemp(prefix="caveau-test-"),
        "CAVEAU_RATE_FACTOR": "1000",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
        "POWERTOOLS_TRACE_DISABLED": "true",
    }
)


@pytest.fixture(scope="session")
def stack() -> Any:
    """The embedded stack of this process, created from infra/."""
    return embedded_stack()


@pytest.fixture(scope="session")
def world(stack: Any) -> Any:
    """The application on the embedded stack, behind Chalice's own gateway; each function holds its own rights."""
    from tests.support import rights
    from tests.support.api import gateway

    made = gateway()
    rights.watch()
    return made


@pytest.fixture
def api(world: Any) -> Any:
    """A client nobody knows yet."""
    from tests.support.api import Api

    return Api(world)


@pytest.fixture(scope="session")
def new_estate(world: Any) -> Callable[..., Any]:
    """A factory of companies, each with its owner signed in."""
    from tests.support.estates import found

    return lambda **given: found(world, **given)


@pytest.fixture(scope="module")
def estate(new_estate: Callable[..., Any]) -> Any:
    """One company shared by the tests of a module (for a fresh one: `new_estate()`)."""
    return new_estate()


@pytest.fixture
def registers(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The twins of the registers, calm, and the product pointed at them."""
    from chalicelib.aws import line
    from tests.support.registers import environment, shared

    twin = shared()
    twin.calm()
    for name, value in environment(twin).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(line, "PAUSE", (0.0, 0.01))
    return twin


@pytest.fixture
def mails(world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The twin of SES, calm, and the product's documents leaving by it."""
    from tests.support.mails import pointed, shared

    twin = shared()
    twin.calm()
    with pointed(twin, monkeypatch):
        yield twin


@pytest.fixture
def bus(world: Any) -> Any:
    """The bus, delivered by hand: `bus.deliver()`."""
    from tests.support.bus import Bus

    return Bus()
