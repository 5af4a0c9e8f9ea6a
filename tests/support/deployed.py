"""The package deployed into the embedded stack by scripts/deploy.py, with rights enforced, and a door to it.

Nouns: `Deployed` (the guarded stack, what was deployed, its outputs) and its *front*, an address of this computer that
stands for TLS and DNS alone: what it is given goes to CloudFront as the embedded stack plays it, from there to API
Gateway and the functions, which run the very files of the package under Python 3.13 and under their own roles.

What is changed for the embedded stack, each for its reason, is in `embeddable`.
"""

from __future__ import annotations

import copy
import http.client
import http.server
import io
import json
import os
import shutil
import subprocess
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any

import boto3

from scripts import mailbox
from scripts.deploy import Cloud, Stage, formed
from scripts.infra import Template, holdable
from scripts.package import BUILD, CODE, MAIN, REPLICA
from scripts.stack import ROOT, Stack, free_port
from tests.support.policies import arn

DOMAIN = "caveau.example"
STAGE = Stage(
    "test",
    {
        "Name": "caveau",
        "Domain": DOMAIN,
        "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/1",
        "MailDomain": DOMAIN,
        "AlarmEmail": "exploitation@caveau.example",
        "SealedMode": "GOVERNANCE",
        "SealedDays": "1",
        "Fence": "yes",
    },
)
OURS = ("CAVEAU_", "AWS_", "POWERTOOLS_")
PATIENCE = 60
HURRIED = {"CAVEAU_ROWS_AT_ONCE": "30"}
"""An export of forty customers is a long one."""
PLAIN = ("NotInClear", "NotByOldTls")
ORIGINS = {"api": "/restapis/${RestAPI}/live/_user_request_", "transfers": "/${Scratch}"}


def embeddable(template: Template, tree: Path, port: int) -> Template:
    """The template as the embedded stack can hold it:

    - without the types it lacks (scripts/infra.py, LACKING);
    - buckets do not refuse plain HTTP, which is all it speaks inside;
    - the edge finds API and transfers at the embedded stack's own address instead of Amazon's;
    - a busy computer may take its time (PATIENCE, in seconds), and thirty rows are a long export (HURRIED);
    - functions find their code in `tree`, the package unpacked once, instead of unpacking 170 MB each.
    """
    changed = copy.deepcopy(holdable(template))
    for made in changed["Resources"].values():
        held = made["Properties"]
        if made["Type"] == "AWS::Lambda::Function":
            held["Timeout"] = max(held["Timeout"], PATIENCE)
            held["Environment"]["Variables"] |= {"PYTHONPATH": str(tree), "CAVEAU_RATE_FACTOR": "1000", **HURRIED}
        elif made["Type"] == "AWS::S3::BucketPolicy":
            document = held["PolicyDocument"]
            document["Statement"] = [one for one in document["Statement"] if one["Sid"] not in PLAIN]
        elif made["Type"] == "AWS::CloudFront::Distribution":
            for origin in held["DistributionConfig"]["Origins"]:
                if path := ORIGINS.get(origin["Id"]):
                    plain = {"OriginProtocolPolicy": "http-only", "HTTPPort": port, "OriginReadTimeout": PATIENCE}
                    origin |= {"DomainName": "127.0.0.1", "OriginPath": {"Fn::Sub": path}, "CustomOriginConfig": plain}
    kept = {
        name: made
        for name, made in changed["Resources"].items()
        if made["Type"] != "AWS::S3::BucketPolicy" or made["Properties"]["PolicyDocument"]["Statement"]
    }
    return {**changed, "Resources": kept}


def replicate(s3: Any, template: Template) -> None:
    """The buckets' replication as the template says it: the embedded stack keeps it, but not through CloudFormation."""
    for made in template["Resources"].values():
        if "ReplicationConfiguration" in made["Properties"]:
            _, held, _ = made["Properties"]["ReplicationConfiguration"]["Fn::If"]
            rules = [
                {
                    **{key: value for key, value in rule.items() if key != "Id"},
                    "ID": rule["Id"],
                    "Destination": {**rule["Destination"], "Bucket": arn(rule["Destination"]["Bucket"])},
                }
                for rule in held["Rules"]
            ]
            s3.put_bucket_replication(
                Bucket=arn(made["Properties"]["BucketName"]),
                ReplicationConfiguration={"Role": "arn:aws:iam::000000000000:role/replication", "Rules": rules},
            )


def stub() -> bytes:
    """A deployment package with nothing in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("unpacked-elsewhere.txt", "see tests/support/deployed.py\n")
    return content.getvalue()


class Deployed:
    """See the module. Everything of it is gone after `stop`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="caveau-deployed-"))
        self.tree = self.folder / "package"
        self.judged = self.folder / "judged.jsonl"
        self.judged.touch()
        self.stack = Stack(port=free_port())
        self.cloud = Cloud(self.client)
        self.outputs: dict[str, str] = {}
        self.front: http.server.ThreadingHTTPServer | None = None

    def client(self, service: str, region: str = "eu-west-3") -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.stack.url,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def start(self) -> Deployed:
        """Unpack, start the stack, deploy, open the door."""
        with zipfile.ZipFile(CODE) as archive:
            archive.extractall(self.tree)
        python = BUILD / "package-env" / "bin" / "python"
        libraries = next((ROOT / ".stack" / "lib").glob("python3*/site-packages"))
        command = [str(python), str(ROOT / "tests" / "support" / "guarded_stack.py"), str(self.stack.port), "-",
                   str(self.judged), str(os.getpid())]  # fmt: skip
        ours = {
            key: value for key, value in os.environ.items() if not key.startswith(("CAVEAU_", "AWS_", "POWERTOOLS_"))
        }
        environment = {
            **ours,
            "PYTHONPATH": str(libraries),
            "LOG_LEVEL": "WARNING",
        }  # functions see what they are given
        log = (self.folder / "stack.log").open("wb")
        self.stack.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
        self.stack.wait()
        main, replica = (
            embeddable(json.loads(file.read_text(encoding="utf-8")), self.tree, self.stack.port)
            for file in (MAIN, REPLICA)
        )
        self.outputs = formed(self.cloud, STAGE, main, replica, stub())
        replicate(self.client("s3"), main)
        self.front = front(self)
        return self

    @property
    def url(self) -> str:
        """The door."""
        assert self.front is not None
        return f"http://localhost:{self.front.server_port}"

    def stop(self) -> None:
        if self.front:
            self.front.shutdown()
        self.stack.kill()
        shutil.copy(self.judged, BUILD / "judgments.jsonl")  # who asked for what: for whoever writes a policy
        shutil.rmtree(self.folder, ignore_errors=True)

    def judgments(self) -> list[dict[str, str]]:
        """What was asked by roles, and decided."""
        return [json.loads(line) for line in self.judged.read_text().splitlines()]


def front(deployed: Deployed) -> http.server.ThreadingHTTPServer:
    """The door: TLS and DNS played, every request goes to the distribution."""
    edge = deployed.outputs["DomainOfEdge"]

    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

        def handle_one(self) -> None:
            if self.path == "/mailbox.json":
                return self.answer(200, [], json.dumps(mailbox.messages(deployed.stack.url)).encode())
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else None
            sent = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            sent = {"X-Forwarded-Proto": "https", **sent, "Host": edge}
            if "Origin" in sent:
                sent["Origin"] = f"https://{DOMAIN}"
            connection = http.client.HTTPConnection("127.0.0.1", deployed.stack.port, timeout=120)
            try:
                connection.request(self.command, self.path, body, sent)
                answer = connection.getresponse()
                content = answer.read()
            finally:
                connection.close()
            self.answer(answer.status, answer.getheaders(), content)

        def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_one

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
