"""Who may follow customers without being a user, and how whoever follows them is reached.

The one trick: the id is the one that customers bear: a user's own, or that of a representative who has no login; so
whoever holds a customer finds his representative by one key.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Representative:
    """`copied`: he is in copy of the documents mailed to his customers."""

    id: str
    name: str
    email: str = ""
    copied: bool = False
    archived: bool = False

    @property
    def copy_address(self) -> str:
        """Where his copies go; "" when he wants none or cannot be written to."""
        return self.email if self.copied and not self.archived else ""
