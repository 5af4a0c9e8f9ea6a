"""Caveau: ground layers (kernel, aws, readmodel, render) and the rooms that stand on them."""
