"""Python runs this file at its start when its folder is in PYTHONPATH (tests/support/server.py): a process that serves
holds the rights of the function it serves as."""

import sys

SERVING = {"scripts.serve:application", "scripts.worker", "scripts.relay"}

if SERVING & set(sys.orig_argv):
    import app  # noqa: F401 - registers every entry point
    from tests.support import rights

    rights.watch()
