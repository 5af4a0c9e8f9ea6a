"""Rules of direct debits, by noun: pure functions over frozen dataclasses."""
