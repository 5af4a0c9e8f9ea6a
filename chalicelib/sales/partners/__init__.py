"""Whom sales asks outside: the European Central Bank, for its reference rates."""
