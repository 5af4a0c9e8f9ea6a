"""Caveau: registers blueprints, nothing else."""

from chalice.app import Chalice

from chalicelib.aws import relay
from chalicelib.rooms import parts

app = Chalice(app_name="caveau")
app.api.binary_types.extend(["application/pdf", "text/csv", "application/xml", "text/plain"])
app.api.binary_types.append("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
app.register_blueprint(relay.routes)
for part in parts("api", "events"):
    app.register_blueprint(part.routes)
