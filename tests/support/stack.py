"""One embedded AWS stack per pytest process (so one per xdist worker), emptied when a test asks.

    from tests.support.stack import embedded_stack
    stack = embedded_stack()          # started at the first call, ends with the process
    os.environ.update(stack.environment())
    stack.reset()                     # everything gone, the resources of infra/ created again: some 15 ms

Nothing is kept on disk. The stack's process watches this one and ends with it, even after kill -9.
"""

import atexit
import functools

from scripts.stack import Stack


@functools.cache
def embedded_stack() -> Stack:
    """The stack of this pytest process, started on a free port with the resources of infra/."""
    stack = Stack().start()
    atexit.register(stack.kill)
    return stack
