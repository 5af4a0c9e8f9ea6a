"""CAVEAU_DYNAMODB_URL: the table in another DynamoDB (DynamoDB Local, say); the rest stays with the embedded stack."""

import time

import pytest

from scripts.client import Client
from scripts.stack import NAME, Stack
from tests.support.server import serve


def test_the_table_lives_where_the_address_says(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Stack().start()
    try:
        other.client("dynamodb").update_table(TableName=NAME, DeletionProtectionEnabled=False)
        other.client("dynamodb").delete_table(TableName=NAME)
        monkeypatch.setenv("CAVEAU_DYNAMODB_URL", other.url)
        with serve() as system:
            client = Client(system.url)
            client.sign_up("vigneron@domaine.example", "Grenache-Syrah-1907", "Camille Vigneron")
            assert client.get("/me")["email"] == "vigneron@domaine.example"
            assert other.client("dynamodb").scan(TableName=NAME, Select="COUNT")["Count"] > 0
            assert system.stack.client("dynamodb").scan(TableName=NAME, Select="COUNT")["Count"] == 0
            deadline = time.monotonic() + 120
            while not system.relayed()[1]:
                assert time.monotonic() < deadline, "the relay reads the stream of the table, wherever it is"
                time.sleep(0.1)
    finally:
        other.kill()
