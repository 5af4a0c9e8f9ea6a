"""Where this process runs, read once from the environment (the same names on a laptop and on Lambda).

The one trick: `endpoint` empty means AWS itself; set, it points every client at the embedded stack.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Config:
    table: str
    region: str
    endpoint: str | None
    dynamodb_url: str | None
    bucket_documents: str
    documents_replica: str
    bucket_journal: str
    bucket_scratch: str
    bus: str
    stage: str
    origin: str
    readmodel_dir: str
    secret: str
    mail_from: str
    mail_in: str
    mail_set: str
    seal_key: str
    rate_factor: int
    backup_places: str
    fence_role: str
    operators: str
    viewer_header: str
    rows_at_once: int

    @property
    def local(self) -> bool:
        """True on a laptop and in tests: the embedded stack, plain http."""
        return self.stage == "local"


@cache
def config() -> Config:
    """The settings of this process. `config.cache_clear()` rereads them (tests only)."""
    env = os.environ.get
    endpoint = env("CAVEAU_ENDPOINT") or None
    return Config(
        table=env("CAVEAU_TABLE", "caveau"),
        region=env("AWS_DEFAULT_REGION") or env("AWS_REGION") or "eu-west-3",
        endpoint=endpoint,
        dynamodb_url=env("CAVEAU_DYNAMODB_URL") or endpoint,
        bucket_documents=env("CAVEAU_BUCKET_DOCUMENTS", "caveau-documents"),
        documents_replica=env("CAVEAU_DOCUMENTS_REPLICA", ""),
        bucket_journal=env("CAVEAU_BUCKET_JOURNAL", "caveau-journal"),
        bucket_scratch=env("CAVEAU_BUCKET_SCRATCH", "caveau-scratch"),
        bus=env("CAVEAU_BUS", "caveau"),
        stage=env("CAVEAU_STAGE", "local"),
        origin=env("CAVEAU_ORIGIN", "http://localhost:8000"),
        readmodel_dir=env("CAVEAU_READMODEL_DIR", "/tmp/caveau-readmodel"),
        secret=env("CAVEAU_SECRET", ""),
        rate_factor=int(env("CAVEAU_RATE_FACTOR", "1")),
        backup_places=env("CAVEAU_BACKUP_PLACES", ""),
        fence_role=env("CAVEAU_FENCE_ROLE", ""),
        operators=env("CAVEAU_OPERATORS", ""),
        viewer_header=env("CAVEAU_VIEWER_HEADER", ""),
        rows_at_once=int(env("CAVEAU_ROWS_AT_ONCE", "20000")),
        mail_from=env("CAVEAU_MAIL_FROM", "Caveau <bonjour@caveau.example>"),
        mail_in=env("CAVEAU_MAIL_IN", "reply.caveau.example"),
        mail_set=env("CAVEAU_MAIL_SET", ""),
        seal_key=env("CAVEAU_SEAL_KEY", ""),
    )
