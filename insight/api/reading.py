"""The page that explains the API to people, made from its own OpenAPI document, without scripts from elsewhere."""

import json
from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_safe

from insight.api.root import api


@dataclass(frozen=True)
class Operation:
    """One address of the API as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list
    example: str
    needs_token: bool


@require_safe
def docs(request):
    """Every address with its parameters."""
    schema = api.get_openapi_schema()
    operations = [
        _operation(method, path, operation, schema["components"]["schemas"])
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    context = {"info": schema["info"], "operations": operations}
    return render(request, "insight/api_docs.html", context)


def _operation(method, path, operation, kinds):
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=[_parameter(each, kinds) for each in operation.get("parameters", [])],
        example=json.dumps(body["example"], indent=2, ensure_ascii=False) if "example" in body else "",
        needs_token={} not in operation["security"],
    )


def _parameter(parameter, kinds):
    schema = parameter["schema"]
    options = schema.get("anyOf") or schema.get("allOf") or [schema]
    return {
        "name": parameter["name"],
        "required": parameter.get("required", False),
        "description": schema.get("description") or parameter.get("description", ""),
        "type": " | ".join(_type(option, kinds) for option in options if option.get("type") != "null"),
    }


def _type(option, kinds):
    """The type's name, or the words that are allowed."""
    found = kinds[option["$ref"].rsplit("/", 1)[-1]] if "$ref" in option else option
    if "enum" in found:
        return ", ".join(found["enum"])
    return option.get("format") or option.get("type", "")
