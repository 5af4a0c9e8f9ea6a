"""A fresh interpreter: the bare import of the libraries, then ours to its first answer, in turn, so the ratio holds."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time

from bench.figures import table
from bench.report import Report

BARE = """
from chalice import Chalice
from pynamodb.models import Model
from pydantic import BaseModel, Field
from aws_lambda_powertools import Logger, Metrics
"""
OURS = """
from app import app
event = {"path": "/api/v1/health", "requestContext": {"httpMethod": "GET", "resourcePath": "/{proxy+}",
  "path": "/api/v1/health", "identity": {"sourceIp": "127.0.0.1"}}, "headers": {"accept": "*/*"},
  "multiValueQueryStringParameters": None, "pathParameters": {"proxy": "api/v1/health"}, "body": None,
  "stageVariables": None, "isBase64Encoded": False}
answer = app(event, None)
assert answer["statusCode"] == 200, answer
"""
HEAVY = ("boto3", "reportlab", "lxml", "stripe", "openpyxl", "pikepdf", "facturx", "cryptography", "argon2")
TURNS = 9
ENVIRONMENT = {**os.environ, "AWS_LAMBDA_FUNCTION_NAME": "caveau"}


def measured(report: Report) -> None:
    turns = [[_seconds(code) for code in (BARE, OURS)] for _ in range(TURNS)]
    bare, ours = (statistics.median(column) for column in zip(*turns, strict=True))
    ratio = statistics.median(one / base for base, one in turns)
    asked = OURS + f"import json, sys; print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    loaded = json.loads(done.stdout)
    rows = [
        ["bare import of chalice, pynamodb, pydantic, powertools", f"{bare:.3f} s", "1.00"],
        ["ours, fresh interpreter to first answer", f"{ours:.3f} s", f"{ratio:.2f}"],
    ]
    report.add(
        "Cold start", table(["", "median", "ratio"], rows) + f"\n\nHeavy libraries loaded by then: {loaded or 'none'}."
    )
    report.note("cold.ratio", ratio)
    report.note("cold.heavy", len(loaded))


def _seconds(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began
