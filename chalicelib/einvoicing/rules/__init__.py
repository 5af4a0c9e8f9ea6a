"""Rules of e-invoicing: pure, by noun."""
