"""Appoint someone to the platform's support desk.

    python -m scripts.staff sam@caveau.example

The person has a login already, and a second factor: without one the desk stays closed. Run it with the variables of the
installation (docs/local.md): its table, its secret, on a laptop also its endpoint.
"""

import sys

from chalicelib.aws.call import system_call
from chalicelib.tenancy.service import desk


def main() -> int:
    """The desk's newest member."""
    (email,) = sys.argv[1:]
    print(f"{email} ({desk.appoint(system_call('staff'), email)}) may answer on the support desk.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
