"""The description is true: it is valid OpenAPI, names every route, and answers are of the shapes it gives."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.tracker.api.conftest import Ask
from tracker.api import openapi
from tracker.api.resources import RESOURCES


def validator(schema: str) -> Draft202012Validator:
    whole = openapi.description()
    found = {"$ref": f"#/components/schemas/{schema}", "components": whole["components"]}
    return Draft202012Validator(found, format_checker=Draft202012Validator.FORMAT_CHECKER)


def schema_of(operation: Any, status: str) -> str:
    (content, *_) = operation["responses"][status]["content"].values()
    return str(content["schema"]["$ref"]).rpartition("/")[2]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", RESOURCES)
def test_answers_have_the_shape_that_is_described(ask: Ask, token: str, evening: Any, name: str) -> None:
    paths = openapi.description()["paths"]
    page = ask(f"/api/{name}", token).json
    operation = paths[f"/{name}"]["get"]
    assert list(validator(schema_of(operation, "200")).iter_errors(page)) == []
    if RESOURCES[name].alone:
        one = ask(f"/api/{name}/{page['items'][0]['id']}", token).json
        assert list(validator(schema_of(paths[f"/{name}/{{id}}"]["get"], "200")).iter_errors(one)) == []
    else:
        assert f"/{name}/{{id}}" not in paths
    refused = ask(f"/api/{name}?limit=0", token).json
    assert list(validator(schema_of(operation, "400")).iter_errors(refused)) == []


def test_every_reference_leads_somewhere_and_every_row_is_explained() -> None:
    whole = openapi.description()
    schemas = whole["components"]["schemas"]

    def referred(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"].rpartition("/")[2]} if "$ref" in part else set()
            return own.union(*(referred(value) for value in part.values()))
        return set().union(*(referred(value) for value in part)) if isinstance(part, list) else set()

    assert referred(whole) <= schemas.keys()
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    names = [parameter["name"] for path in whole["paths"].values() for parameter in path["get"]["parameters"]]
    assert {"after", "limit", "guideline_id", "force", "unit_id", "state", "since", "by", "chain", "lang"} <= set(names)
