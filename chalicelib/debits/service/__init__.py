"""Use cases of direct debits: mandates asked and signed, debits asked and followed, files for the bank."""
