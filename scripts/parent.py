"""Whether the process that started this one is still there: every child of the local system ends with it.

The parent names itself in CAVEAU_PARENT: to ask the kernel at our own start would be too late when it is already gone.
"""

import os


def orphaned() -> bool:
    """True when our parent is not (or no longer) the process that CAVEAU_PARENT names."""
    named = os.environ.get("CAVEAU_PARENT")
    return named is not None and os.getppid() != int(named)
