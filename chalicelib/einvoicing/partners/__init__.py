"""Whom e-invoicing calls outside."""
