"""Orders, VAT by destination, payment terms and invoices: pure functions over frozen dataclasses."""
