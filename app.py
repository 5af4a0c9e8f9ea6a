"""Caveau: the application, with every room's routes."""

from chalicelib.aws.front import application

app = application("caveau")
