"""The embedded stack with its rights enforced: `python guarded_stack.py PORT FOLDER JUDGED PARENT`.

ministack with AUTH=true: a function works under its own role, and what its policy does not allow is refused. Every
judgment is written to the file JUDGED, one JSON line each: {"who", "action", "resource", "allowed"}. Run with the
Python of the package (3.13), so that functions run what was packaged for them.
"""

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from scripts import embedded
from tests.support.policies import named

SENDER = "arn:aws:ses:eu-west-3:000000000000:identity/caveau.example"


def keep_judgments(file: Path) -> None:
    """Write down what is decided for roles (the root of the account may do everything: tests and the stack itself).

    ministack does not say which identity a mail is sent by: it is the only one there is."""
    from ministack.core import iam_evaluator

    judge = iam_evaluator.enforce
    lines = file.open("a", buffering=1)

    def enforce(key: str, action: str, *args: Any, resource_arn: str = "*", **kwargs: Any) -> Any:
        resource = SENDER if (action, resource_arn) == ("ses:SendEmail", "*") else resource_arn
        denied = judge(key, action, *args, resource_arn=resource, **kwargs)
        who = (iam_evaluator.resolve_caller_identity(key) or {}).get("userArn", "")
        if ":assumed-role/" in who:
            said = {"who": who.rpartition("/")[2], "action": action, "resource": resource, "allowed": denied is None}
            lines.write(json.dumps(said) + "\n")
        return denied

    iam_evaluator.enforce = enforce


def tell_leading_keys() -> None:
    """ministack judges conditions, but does not say which partition keys a request names, and takes the variables of a
    policy by the letter: both are told here."""
    from ministack.core import iam_actions, iam_evaluator

    said, met = iam_actions.dynamodb_service_context, iam_evaluator._conditions_met

    def context(body: bytes) -> dict[str, Any]:
        keys = named(json.loads(body or b"{}"))
        return {**said(body), **({} if keys is None else {"dynamodb:LeadingKeys": list(keys)})}

    def conditions(told: dict[str, Any], asked: Any) -> bool:
        def value(found: re.Match[str]) -> str:
            return str(asked.principal_keys.get(found[1].lower(), ""))

        return bool(met(json.loads(re.sub(r"\$\{(aws:PrincipalTag/\w+)\}", value, json.dumps(told))), asked))

    iam_actions.dynamodb_service_context, iam_evaluator._conditions_met = context, conditions


def name_the_port() -> None:
    """A signed link is signed for the host that is asked, port and all; ministack's edge asks without the port. On AWS
    the bucket's own address has none to name."""
    from ministack.services import cloudfront

    said = cloudfront._origin_request_headers

    def headers(origin: dict[str, Any], *given: Any) -> dict[str, Any]:
        told: dict[str, Any] = said(origin, *given)
        if told["Host"] == origin["domain_name"]:
            told["Host"] = f"{origin['domain_name']}:{origin['http_port']}"
        return told

    cloudfront._origin_request_headers = headers


if __name__ == "__main__":
    port, folder, judged, parent = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    os.environ.update(AUTH="true", AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local")
    embedded.configure(port, None if folder == "-" else Path(folder))
    keep_judgments(judged)
    tell_leading_keys()
    name_the_port()
    asyncio.run(embedded.main(port, None, parent))
