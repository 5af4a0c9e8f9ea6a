"""Contracts of credit, time line and personal data, beside those of `schemas`."""
