"""`make deploy STAGE=prod`: what `make package` made, to AWS; the parameters are in infra/stages/<stage>.json.

In this order: the replica stack in Frankfurt, the code and the templates to a bucket of their own in Paris, the main
stack, the built web to its bucket. Every step may be done again; only what changed is changed. The one trick: the
embedded stack is a place like another (tests/infra/test_deploy.py runs this very code against it).

Regions are a closed list: Paris for the system, Frankfurt for copies (SEC-01). The templates refuse others too.
"""

import argparse
import contextlib
import hashlib
import json
import mimetypes
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.infra import INFRA, Template
from scripts.package import CODE, MAIN, REPLICA

PARIS, FRANKFURT = "eu-west-3", "eu-central-1"
ALLOWED = {"main": (PARIS,), "replica": (FRANKFURT,), "disaster": (FRANKFURT,)}
WEB = INFRA.parent / "web" / "dist"
FOR_EVER, NEVER = "public, max-age=31536000, immutable", "no-cache"
PATIENCE = 3600  # seconds for one stack: a distribution takes ten minutes
Parameters = dict[str, str]


@dataclass(frozen=True)
class Stage:
    """One installation: its parameters, and where its two stacks stand."""

    name: str
    parameters: Parameters
    region: str = PARIS
    replica_region: str = FRANKFURT

    def check(self) -> None:
        """Raise ValueError for a region that is not on the list."""
        whole = "disaster" if self.parameters.get("Disaster") == "yes" else "main"
        for kind, region in ((whole, self.region), ("replica", self.replica_region)):
            if region not in ALLOWED[kind]:
                allowed = ", ".join(ALLOWED[kind])
                raise ValueError(f"{self.name}: {region} is not allowed for {kind}; allowed: {allowed}")


def stage(name: str) -> Stage:
    """infra/stages/<name>.json."""
    held = json.loads((INFRA / "stages" / f"{name}.json").read_text(encoding="utf-8"))
    return Stage(name, held["parameters"], held.get("region", PARIS), held.get("replica_region", FRANKFURT))


class Cloud:
    """Clients by (service, region), AWS's or the embedded stack's."""

    def __init__(self, client: Callable[[str, str], Any]) -> None:
        self.client = client

    def account(self) -> str:
        return str(self.client("sts", PARIS).get_caller_identity()["Account"])

    def artifacts(self, name: str, region: str) -> str:
        """The bucket of code and templates, made at the first deployment."""
        bucket, s3 = f"{name}-artifacts-{self.account()}", self.client("s3", region)
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        closed = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(closed, True))
        return bucket

    def stack(self, name: str, region: str, url: str, parameters: Parameters) -> dict[str, str]:
        """Create or update a stack through a change set; gives its outputs. RuntimeError says why it failed."""
        formation = self.client("cloudformation", region)
        given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
        change = formation.create_change_set(
            StackName=name,
            ChangeSetName=f"change-{time.time_ns()}",
            ChangeSetType="UPDATE" if self.exists(formation, name) else "CREATE",
            TemplateURL=url,
            Parameters=given,
            Capabilities=["CAPABILITY_IAM"],
        )["Id"]
        if self.awaited(lambda: formation.describe_change_set(ChangeSetName=change), "Status", name, "didn't contain"):
            formation.execute_change_set(ChangeSetName=change)
        self.awaited(lambda: formation.describe_stacks(StackName=name)["Stacks"][0], "StackStatus", name)
        found = formation.describe_stacks(StackName=name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}

    def exists(self, formation: Any, name: str) -> bool:
        """Whether a stack is there, more than as an empty review."""
        try:
            found = formation.describe_stacks(StackName=name)["Stacks"][0]
        except formation.exceptions.ClientError:
            return False
        return found["StackStatus"] not in ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE")

    def awaited(self, ask: Callable[[], Any], field: str, name: str, nothing: str = "\0") -> bool:
        """Wait while a change or a stack is at work. False when there was nothing to do."""
        pause, deadline = 0.05, time.monotonic() + PATIENCE
        while (found := ask())[field].endswith(("_IN_PROGRESS", "_PENDING")):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{name}: {found[field]} for an hour; look at it in the console")
            time.sleep(pause)
            pause = min(5.0, pause * 1.5)
        reason = found.get("StatusReason") or found.get("StackStatusReason") or ""
        if nothing in reason or "No updates" in reason:
            return False
        if not found[field].endswith("_COMPLETE") or "ROLLBACK" in found[field]:
            raise RuntimeError(f"{name}: {found[field]} {reason}")
        return True


def put(cloud: Cloud, bucket: str, region: str, key: str, content: bytes) -> str:
    """Store an artifact; gives its address."""
    cloud.client("s3", region).put_object(Bucket=bucket, Key=key, Body=content)
    return f"https://s3.{region}.amazonaws.com/{bucket}/{key}"


def formed(cloud: Cloud, stage: Stage, main: Template, replica: Template, code: bytes) -> dict[str, str]:
    """Both stacks; gives the outputs of the main one."""
    stage.check()
    name, far = stage.parameters["Name"], stage.replica_region
    known = {key: value for key, value in stage.parameters.items() if key in replica["Parameters"]}
    if stage.parameters.get("Replicate") != "no":
        bucket = cloud.artifacts(f"{name}-replica", far)
        url = put(cloud, bucket, far, f"templates/{_digest(replica)}.json", _text(replica))
        cloud.stack(f"{name}-replica", far, url, known)
    bucket = cloud.artifacts(name, stage.region)
    key = f"code/{hashlib.sha256(code).hexdigest()}.zip"
    put(cloud, bucket, stage.region, key, code)
    url = put(cloud, bucket, stage.region, f"templates/{_digest(main)}.json", _text(main))
    return cloud.stack(name, stage.region, url, {**stage.parameters, "CodeBucket": bucket, "CodeKey": key})


def publish(cloud: Cloud, region: str, bucket: str, folder: Path) -> int:
    """The built web: first what index.html names, then index.html itself, so that no page ever asks for a file that is
    not there yet. Gives the number of files."""
    s3 = cloud.client("s3", region)
    files = sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: file.name == "index.html")
    for file in files:
        path = file.relative_to(folder).as_posix()
        s3.put_object(
            Bucket=bucket,
            Key=path,
            Body=file.read_bytes(),
            ContentType=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
            CacheControl=FOR_EVER if path.startswith("assets/") else NEVER,
        )
    return len(files)


def refresh(cloud: Cloud, distribution: str) -> None:
    """Tell the edge to forget pages; files with a hash in their name are never changed."""
    paths = ["/", "/index.html", "/*.webmanifest", "/*.js"]
    batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(time.time_ns())}
    cloud.client("cloudfront", "us-east-1").create_invalidation(DistributionId=distribution, InvalidationBatch=batch)


def _text(template: Template) -> bytes:
    return json.dumps(template, separators=(",", ":")).encode()


def _digest(template: Template) -> str:
    return hashlib.sha256(_text(template)).hexdigest()


def main() -> int:
    """Deploy a stage."""
    import boto3

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("stage", help="a file of infra/stages, without .json")
    wanted = stage(asked.parse_args().stage)
    wanted.check()
    cloud = Cloud(lambda service, region: boto3.client(service, region_name=region))
    template, replica = (json.loads(file.read_text(encoding="utf-8")) for file in (MAIN, REPLICA))
    made = formed(cloud, wanted, template, replica, CODE.read_bytes())
    publish(cloud, wanted.region, made["WebBucket"], WEB)
    refresh(cloud, made["Distribution"])
    print(f"https://{wanted.parameters['Domain']} leads to {made['DomainOfEdge']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
