"""Caveau: ground layers (kernel, aws, readmodel, render) and the rooms that stand on them."""

__version__ = "0.1.0"
