"""The description of the open data in OpenAPI 3.1, made from the same shapes as its answers, so that neither can differ from the other."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from dashboard.queries.open_data import COLLECTIONS, LICENCE, LICENCE_URL, Collection, Page, Problem

VERSION = "1.0.0"
ROOT = "/api/v1"
MOST = 100
REF = "#/components/schemas/"


def document() -> dict[str, Any]:
    pages = {one.name: Page[one.shape] for one in COLLECTIONS.values()}  # type: ignore[name-defined]
    shapes = [Problem, *(one.shape for one in COLLECTIONS.values()), *pages.values()]
    names, schemas = models_json_schema([(shape, "serialization") for shape in shapes], ref_template=REF + "{model}")

    def named(shape: Any) -> str:
        return str(names[shape, "serialization"]["$ref"])

    paths: dict[str, Any] = {}
    for one in COLLECTIONS.values():
        paths[f"/{one.name}"] = {"get": _list(one, named(pages[one.name]), named(Problem))}
        paths[f"/{one.name}/{{key}}"] = {"get": _one(one, named(one.shape), named(Problem))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Area SEND inspections: open data",
            "version": VERSION,
            "description": "Published letters, plans, areas and dates. Read only, without a key. Answers carry an ETag; send it back "
            "in If-None-Match and an unchanged answer is 304 without a body.",
            "license": {"name": LICENCE, "url": LICENCE_URL},
        },
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _list(one: Collection, shape: str, problem: str) -> dict[str, Any]:
    return {
        "operationId": f"list_{one.name}",
        "summary": one.says,
        "parameters": [
            _number("page", "The page, from 1", 1, None),
            _number("page_size", f"Items on a page, at most {MOST}", 50, MOST),
        ],
        "responses": {
            "200": _answer("A page", shape),
            "304": {"description": "Not changed"},
            "400": _answer("A page that is no number, or too many items", problem),
            "404": _answer("No such page", problem),
        },
    }


def _one(one: Collection, shape: str, problem: str) -> dict[str, Any]:
    words = {
        "name": "key",
        "in": "path",
        "required": True,
        "description": "slug of an area, or reference of an inspection",
    }
    return {
        "operationId": f"get_{one.one}",
        "summary": f"One {one.one}",
        "parameters": [words | {"schema": {"type": "string"}}],
        "responses": {
            "200": _answer(f"The {one.one}", shape),
            "304": {"description": "Not changed"},
            "404": _answer("Not there, or not published", problem),
        },
    }


def _number(name: str, description: str, default: int, most: int | None) -> dict[str, Any]:
    bounds: dict[str, Any] = {"type": "integer", "minimum": 1, "default": default}
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": bounds | ({"maximum": most} if most else {}),
    }


def _answer(description: str, shape: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": shape}}}}
