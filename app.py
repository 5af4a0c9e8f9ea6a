"""Caveau: registers its routes, nothing else."""

from chalice.app import Chalice

from chalicelib.aws.front import register

app = Chalice(app_name="caveau")
register(app)
