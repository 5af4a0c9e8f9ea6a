"""Chalice's template as plain CloudFormation: functions, the REST API with its deployment and stage.

Chalice writes the short forms of SAM, which AWS expands at deployment and the embedded stack cannot read. The one
trick: written out, the same template is linted whole, deploys in both places, and its API can have what SAM hides: the
alias with provisioned concurrency or SnapStart, throttling, an access log.
"""

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

from scripts.infra import Template

STAGE = "live"
API = "APIHandler"
Resource = dict[str, Any]


def get(resource: str, attribute: str = "Arn") -> Resource:
    """Fn::GetAtt."""
    return {"Fn::GetAtt": [resource, attribute]}


def sub(text: str) -> Resource:
    """Fn::Sub."""
    return {"Fn::Sub": text}


Variables = Callable[[str], dict[str, Any]]


def plain(sam: Template, code: str, environment: Variables) -> dict[str, Resource]:
    """The resources of Chalice's template. `code`: hash of the deployment package, so that another code is another
    version; `environment` gives the variables of a function."""
    made: dict[str, Resource] = {}
    for name, found in sam["Resources"].items():
        kind, held = found["Type"], found["Properties"]
        if kind == "AWS::Serverless::Function":
            made[name] = function(name, held, environment(name))
        elif kind == "AWS::Serverless::Api":
            made |= api(name)
        elif kind == "AWS::Lambda::Permission":
            made[name] = {"Type": kind, "Properties": {**held, "FunctionName": {"Ref": "APIHandlerAlias"}}}
        elif kind == "AWS::IAM::Role":
            made[name] = {"Type": kind, "Properties": role(held)}
        else:
            raise ValueError(f"{name}: {kind} is new from Chalice; say here what it becomes")
    return made | warm(code, made[API])


def role(held: Resource) -> Resource:
    """A function's role: its policy file, and the right to write to the one log group."""
    logs = {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": get("Logs")}
    logs["Sid"] = "Logs"
    policies = copy.deepcopy(held["Policies"])
    policies[0]["PolicyDocument"]["Statement"].append(logs)
    return {"AssumeRolePolicyDocument": held["AssumeRolePolicyDocument"], "Policies": policies}


def function(name: str, held: Resource, environment: dict[str, Any]) -> Resource:
    """One Lambda. Its log goes to the shared group, as JSON."""
    copied = ("Runtime", "Handler", "Timeout", "MemorySize", "Architectures", "Role")
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": sub(f"${{Name}}-{name}"),
            "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": {"Ref": "CodeKey"}},
            **{key: held[key] for key in copied},
            "Environment": {"Variables": environment},
            "LoggingConfig": {"LogGroup": {"Ref": "Logs"}, "LogFormat": "JSON"},
            **({"SnapStart": {"ApplyOn": {"Ref": "SnapStart"}}} if name == API else {}),
        },
    }


def api(name: str) -> dict[str, Resource]:
    """The REST API: one route for everything, in front of the alias; which one a path is of, the application says
    (ADR 0021). Any content type goes through as bytes, whatever a client says it accepts."""
    held = {"RestApiId": {"Ref": name}}
    lambdas = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions"
    method = {
        **held,
        "ResourceId": {"Ref": "Everything"},
        "HttpMethod": "ANY",
        "AuthorizationType": "NONE",
        "Integration": {
            "Type": "AWS_PROXY",
            "IntegrationHttpMethod": "POST",
            "PassthroughBehavior": "WHEN_NO_MATCH",
            "Uri": sub(lambdas + "/${APIHandlerAlias}/invocations"),
        },
    }
    digest = hashlib.sha256(json.dumps(method, sort_keys=True).encode()).hexdigest()[:10]
    deployment = f"Deployment{digest}"
    return {
        name: {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {
                "Name": {"Ref": "Name"},
                "BinaryMediaTypes": ["*/*"],
                "MinimumCompressionSize": 1024,
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
            },
        },
        "Everything": {
            "Type": "AWS::ApiGateway::Resource",
            "Properties": {**held, "ParentId": get(name, "RootResourceId"), "PathPart": "{proxy+}"},
        },
        "EverythingMethod": {"Type": "AWS::ApiGateway::Method", "Properties": method},
        deployment: {"Type": "AWS::ApiGateway::Deployment", "DependsOn": ["EverythingMethod"], "Properties": held},
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "DependsOn": ["AccessLogsAccount"],
            "Properties": {
                **held,
                "DeploymentId": {"Ref": deployment},
                "StageName": STAGE,
                "MethodSettings": [
                    {"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingBurstLimit": 500, "ThrottlingRateLimit": 200}
                ],
                "AccessLogSetting": {"DestinationArn": get("AccessLogs"), "Format": ACCESS},
            },
        },
    }


ACCESS = json.dumps(
    {
        "request": "$context.requestId",
        "method": "$context.httpMethod",
        "status": "$context.status",
        "milliseconds": "$context.responseLatency",
        "bytes": "$context.responseLength",
    }
)
"""No address and no path, which has ids: who asked what is in the journal. Each route's times are in the
application's own log (aws/log.measure)."""


def warm(code: str, handler: Resource) -> dict[str, Resource]:
    """The alias behind the API: a new version with every change of code or settings, as warm as the parameters say."""
    text = json.dumps(handler, sort_keys=True, default=str)
    version = f"APIHandlerVersion{hashlib.sha256((code + text).encode()).hexdigest()[:10]}"
    return {
        version: {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": API}}},
        "APIHandlerAlias": {
            "Type": "AWS::Lambda::Alias",
            "Properties": {
                "Name": STAGE,
                "FunctionName": {"Ref": API},
                "FunctionVersion": get(version, "Version"),
                "ProvisionedConcurrencyConfig": {
                    "Fn::If": [
                        "Ready",
                        {"ProvisionedConcurrentExecutions": {"Ref": "Provisioned"}},
                        {"Ref": "AWS::NoValue"},
                    ]
                },
            },
        },
    }
