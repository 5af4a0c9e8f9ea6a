"""The port to whoever prints, envelops and posts letters.

Nouns: a `PostalProvider` takes a *job* in three steps: created (a draft that costs nothing), filled (paper, address),
submitted (it will be printed and billed). Errors: `Rejected` for good, with why; Unavailable when it does not answer.
"""

from __future__ import annotations

from typing import Protocol

from chalicelib.mailing.rules.posts import Address, Told


class Rejected(Exception):
    """The provider refuses this letter for good. The message is its reason, in its words."""


class PostalProvider(Protocol):
    def create(self, reference: str, name: str) -> str:
        """A draft of ours, known as `reference`; gives the job."""

    def fill(self, job: str, file_name: str, content: bytes, address: Address) -> None:
        """The paper and to whom. After a doubt the job holds one of each, or Unavailable is raised."""

    def submit(self, job: str) -> None:
        """Have it printed and posted. Asked twice, it is done once."""

    def told(self, job: str) -> Told:
        """What became of it."""
