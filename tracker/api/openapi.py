"""The description of the API as OpenAPI 3.1, made from the table of resources and the rows themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from tracker.api import problems
from tracker.api.linked import MEDIA_TYPE
from tracker.api.parameters import LANGUAGE, LARGEST, PAGING, Parameter
from tracker.api.resources import RESOURCES, Resource

_REF = "#/components/schemas/"


@cache
def rows_of(name: str) -> TypeAdapter[Any]:
    """What writes the rows of a resource as JSON, and knows their schema."""
    row = RESOURCES[name].row
    return TypeAdapter(list[row])  # type: ignore[valid-type] # the row of the table


@cache
def description() -> dict[str, Any]:
    """The whole description but for the address of the server; not to be altered."""
    mode: Literal["serialization"] = "serialization"
    adapters = [(name, mode, TypeAdapter(resource.row)) for name, resource in RESOURCES.items()]
    rows, shared = TypeAdapter.json_schemas(adapters, ref_template=_REF + "{model}")
    pages = {
        f"{RESOURCES[name].row.__name__}Page": {
            "type": "object",
            "description": "A page of rows; `next` is the address of the following one, null on the last.",
            "properties": {
                "items": {"type": "array", "items": rows[name, mode]},
                "next": {"type": ["string", "null"], "format": "uri"},
            },
            "required": ["items", "next"],
        }
        for name in RESOURCES
    }
    paths: dict[str, Any] = {}
    for resource in RESOURCES.values():
        row = resource.row.__name__
        paths[f"/{resource.name}"] = {"get": _operation(resource, f"{row}Page", [*PAGING, *resource.filters])}
        if resource.alone:
            bounds = {"type": "integer", "minimum": 1, "maximum": LARGEST}
            number = {"name": "id", "in": "path", "required": True, "schema": bounds}
            one = _operation(resource, row, [], operation=f"{resource.name}_one")
            paths[f"/{resource.name}/{{id}}"] = {"parameters": [number], "get": one}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Policy-to-practice translation tracker: read API",
            "version": "1",
            "description": "Read only, one workspace for each token. Fields may be added, none is renamed.",
        },
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**shared["$defs"], **pages, "Problem": _problem()},
        },
    }


def _operation(resource: Resource, schema: str, parameters: Iterable[Parameter], operation: str = "") -> dict[str, Any]:
    said = inspect.cleandoc(resource.view.__doc__ or "")
    linked = {"schema": {"type": "object", "required": ["@context", "items"]}}
    answers = {
        "200": {
            "description": inspect.cleandoc(resource.row.__doc__ or ""),
            "headers": {"ETag": {"schema": {"type": "string"}}, "Link": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": {"$ref": _REF + schema}}, MEDIA_TYPE: linked},
        },
        "304": {"description": "Nothing was written since the answer with the ETag that If-None-Match names."},
    }
    refusals = {
        "400": "A parameter is unknown, sent twice or not of its kind.",
        "401": "No token, or one that is unknown, expired or revoked.",
        "404": "No such row in the workspace of the token.",
        "429": "Too many requests in this minute.",
        "503": "The database cannot be used now.",
    }
    refused = {
        status: {"description": why, "content": {problems.MEDIA_TYPE: {"schema": {"$ref": f"{_REF}Problem"}}}}
        for status, why in refusals.items()
    }
    return {
        "operationId": operation or resource.name,
        "summary": said.partition("\n")[0],
        "parameters": [
            {"name": one.name, "in": "query", "required": False, "schema": one.schema, "description": one.says}
            for one in (*parameters, LANGUAGE)
        ],
        "responses": {**answers, **refused},
    }


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "Why a request is refused (RFC 9457): `code` for programs, `detail` for people.",
        "properties": {"type": text, "status": {"type": "integer"}, "code": text, "detail": text},
        "required": ["type", "status", "code", "detail"],
    }
