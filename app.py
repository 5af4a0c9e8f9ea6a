"""Caveau: registers blueprints, nothing else."""

from importlib import import_module
from importlib.util import find_spec

from chalice.app import Chalice

from chalicelib.aws import relay

ROOMS = ["tenancy", "catalogue", "crm", "pricing", "stock", "sales", "payments", "accounting", "migration"]
FILES = [
    "application/pdf",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/plain",
]

app = Chalice(app_name="caveau")
app.api.binary_types.extend(FILES)
app.register_blueprint(relay.routes)
for name in [f"chalicelib.{room}.{part}" for room in ROOMS for part in ("api", "events")]:
    if find_spec(name.rpartition(".")[0]) and find_spec(name):
        app.register_blueprint(import_module(name).routes)
