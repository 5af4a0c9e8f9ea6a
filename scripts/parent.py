"""What the children of the local system ask of their parent: whether it is still there, whether they may begin.

Every child ends with its parent. Children are started while the stack still starts, so that their imports take no time
of their own; before they touch it they wait for a file.

The parent names itself in CAVEAU_PARENT: to ask the kernel at our own start would be too late when it is already gone.
"""

import os
import time
from pathlib import Path


def orphaned() -> bool:
    """True when our parent is not (or no longer) the process that CAVEAU_PARENT names."""
    named = os.environ.get("CAVEAU_PARENT")
    return named is not None and os.getppid() != int(named)


def wait_for(file: Path) -> None:
    """Until the parent has made the file. SystemExit when the parent is gone."""
    while not file.exists():
        if orphaned():
            raise SystemExit(1)
        time.sleep(0.01)
