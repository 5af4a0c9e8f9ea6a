"""Use cases of e-invoicing, by noun."""
