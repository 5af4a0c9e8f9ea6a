"""Where the official schemas are: `official("fiscal/en16931/...")`, for tests that check against them.

They may not be copied into the project. Looked for in `.schemas/` (`make schemas FROM=folder`), then in `shared/`
beside
the project. Absent, the test is skipped with that reason; in continuous integration (CI=true) it fails.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = (ROOT / ".schemas", ROOT.parent / "shared")


def official(path: str) -> Path:
    """The file or folder `path` (from customs/ or fiscal/ down)."""
    for place in PLACES:
        if (place / path).exists():
            return place / path
    reason = f"official schema {path} is not here: make schemas FROM=folder"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
