"""Twins of partners: servers that speak a partner's contract with invented data and faults on demand, so that a laptop
and the tests walk the very code that speaks to the real one. Never packaged: they are no part of the product."""
