"""One embedded AWS stack per pytest process (so one per xdist worker), emptied when a test asks.

    from tests.support.stack import embedded_stack
    stack = embedded_stack()          # started at the first call, ends with the process
    stack.reset()                     # everything gone, the resources of infra/ created again: some 15 ms

Nothing is kept on disk. The stack's process watches this one and ends with it, even after kill -9. The one trick: the
port is chosen and the names are known before the stack runs, so the environment can be set before any import.
"""

import atexit
import functools

from scripts.stack import NAME, Stack, free_port, places

PORT = free_port()
ACCOUNT = "000000000000"


def planned_environment() -> dict[str, str]:
    """The environment of the stack that `embedded_stack` will start."""
    return {
        "CAVEAU_ENDPOINT": f"http://127.0.0.1:{PORT}",
        "CAVEAU_TABLE": NAME,
        "CAVEAU_BUCKET_DOCUMENTS": f"{NAME}-documents-{ACCOUNT}",
        "CAVEAU_BUCKET_JOURNAL": f"{NAME}-journal-{ACCOUNT}",
        "CAVEAU_BUCKET_SCRATCH": f"{NAME}-scratch-{ACCOUNT}",
        "CAVEAU_BUS": NAME,
        "CAVEAU_BACKUP_PLACES": places(),
    }


class TestStack(Stack):
    """Emptied, it has lanes that begin again: the buses of this process begin with them."""

    __test__ = False

    def reset(self) -> None:
        from tests.support.bus import Bus

        super().reset()
        Bus.delivered.clear()


@functools.cache
def embedded_stack() -> Stack:
    """The stack of this pytest process, with the resources of infra/."""
    stack = TestStack(port=PORT).start()
    atexit.register(stack.kill)
    given = stack.environment()
    assert planned_environment().items() <= given.items(), given
    return stack
