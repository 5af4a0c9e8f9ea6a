"""The official schemas (customs, fiscal) for the tests that check against them: `make schemas FROM=folder`.

Their licences forbid a copy in the project, so they are copied into `.schemas/`, which git ignores. The folder is the
one that holds `customs/` and `fiscal/`. tests/support/schemas.py finds them there, else beside the project.
"""

import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / ".schemas"
PARTS = ("customs", "fiscal")


def main(source: str) -> int:
    """Copy the parts that the folder holds."""
    found = [part for part in PARTS if source and (Path(source) / part).is_dir()]
    if not found:
        print("make schemas FROM=folder, where the folder holds customs/ or fiscal/")
        return 1
    for part in found:
        shutil.copytree(Path(source) / part, TARGET / part, dirs_exist_ok=True)
    print(f"{', '.join(found)} copied to .schemas/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
