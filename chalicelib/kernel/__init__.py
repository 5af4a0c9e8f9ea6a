"""The pure ground: money, volume, dates, ids, identifiers, inheritance, hash chain, errors.

Nothing here reads a clock, a file, a network or a random source: they are arguments.
Every layer above may import the kernel; the kernel imports the standard library and pydantic only
(python-stdnum inside functions).
"""
