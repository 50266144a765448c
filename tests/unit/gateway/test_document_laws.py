"""Laws of the generated documents: a route or a message that breaks one has a fault, however new it is."""

import json
import re
from functools import cache
from importlib.metadata import version
from typing import Any

import jsonschema
import pytest

from actors.runtime.errors import CODES
from gateway.documents.export_messages import messages_document
from gateway.documents.export_openapi import openapi_document
from gateway.rest.openapi.error_details import DETAILS
from gateway.rest.problems import STATUS

JSON, PROBLEM = "application/json", "application/problem+json"
UNIT = re.compile(
    r"(whole |Unix ms|\bms\b|seconds|hundredths|percent|share of 1|from 0 to 1|[Nn]umber|count|points|a ratio|index"
    r"|in the unit|same unit|units of its kind|fewer|without unit)"
)
"""What a description of a number says: its unit, or that it counts or numbers something."""
METHODS = {"get", "put", "post", "patch", "delete"}


@cache
def document() -> dict[str, Any]:
    return openapi_document()


def operations() -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def properties() -> dict[str, dict[str, Any]]:
    """Every property of both documents by `Schema.property`."""
    found = {}
    for schemas in (document()["components"]["schemas"], messages_document()["$defs"]):
        for name, schema in schemas.items():
            found |= {f"{name}.{each}": value for each, value in schema.get("properties", {}).items()}
    return found


def kinds(schema: dict[str, Any]) -> set[str]:
    return {each.get("type") for each in (schema, *schema.get("anyOf", ()))} - {None, "null"}


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    whole = {**schema, "components": document()["components"]}
    return jsonschema.Draft202012Validator(whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def responses(operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    shared = document()["components"]["responses"]
    return {
        status: shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
        for status, each in operation["responses"].items()
    }


# --- properties ---


def test_every_property_is_described():
    assert [name for name, schema in properties().items() if not schema.get("description")] == []


def test_every_number_says_its_unit():
    numbers = {name: each for name, each in properties().items() if kinds(each) & {"integer", "number"}}
    assert len(numbers) > 100
    assert [name for name, each in numbers.items() if not UNIT.search(each["description"])] == []


def test_descriptions_are_sentences_about_things_and_not_about_him():
    texts = {name: each["description"] for name, each in properties().items()}
    both = json.dumps([document(), messages_document()], indent=0)
    every = re.findall(r'"(?:description|summary|title)": "[^\n]*', both)
    assert [text for text in every if re.search(r"\b(he|his|him)\b", text, re.IGNORECASE)] == []
    assert [name for name, text in texts.items() if text[-1] not in ".`"] == []


def staff_properties() -> set[str]:
    """The names of schemas that answers of staff routes consist of."""
    schemas = document()["components"]["schemas"]
    found: set[str] = set()
    waiting: list[Any] = [
        response
        for name, operation in operations().items()
        if "/api/admin/" in name
        for status, response in operation["responses"].items()
        if status < "4"
    ]
    while waiting:
        match waiting.pop():
            case {"$ref": str(reference)} if (name := reference.rpartition("/")[2]) not in found:
                found.add(name)
                waiting.append(schemas[name])
            case dict() as node:
                waiting.extend(node.values())
            case list() as nodes:
                waiting.extend(nodes)
    return found


def test_staff_see_moments_and_no_unix_ms():
    texts = {name: each for name, each in properties().items() if name.partition(".")[0] in staff_properties()}
    assert len(texts) > 100
    as_stored = {"AuditView.old", "AuditView.new"}
    assert {name for name, each in texts.items() if "in Unix ms" in each["description"]} == as_stored


def test_what_is_named_as_a_moment_on_a_staff_route_is_one():
    named = re.compile(r".*\.(at|now|until|.*_at|.*_until)$")
    schemas = document()["components"]["schemas"]
    own = {
        f"{name}.{each}": value
        for name in staff_properties()
        for each, value in schemas[name].get("properties", {}).items()
    }
    moments = {name: each for name, each in own.items() if named.fullmatch(name) and not name.startswith("Banner")}
    assert len(moments) > 20
    for name, schema in moments.items():
        forms = {each.get("format") for each in (schema, *schema.get("anyOf", ()))}
        assert "date-time" in forms, name


# --- operations ---


def test_operations_read_well_in_an_sdk():
    names = [operation["operationId"] for operation in operations().values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", name) for name in names)
    assert operations()["PATCH /api/admin/shop/items/{item_id}/toggle"]["operationId"] == "shop_items_toggle"


def test_every_staff_route_has_the_tag_of_its_area():
    for name, operation in operations().items():
        staff = "/api/admin/" in name
        assert all(tag.startswith("staff: ") == staff for tag in operation["tags"]), name


def test_the_document_says_where_it_is_served_and_in_which_version():
    assert document()["servers"]
    assert document()["info"]["version"] == version("pitboss")


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_documents_every_refusal(name: str):
    found = responses(operations()[name])
    wanted = {"400", "500"} | ({"429", "503", "504"} if "/api/" in name else set())
    if operations()[name].get("security"):
        wanted |= {"401", "403"}
    assert wanted <= set(found)
    for status, response in found.items():
        if "4" <= status < "6":
            assert response["content"][PROBLEM]["schema"]["$ref"].endswith(f"/Problem{status}")


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_has_examples_that_are_valid(name: str):
    operation = operations()[name]
    described = [operation.get("requestBody", {}), *responses(operation).values()]
    contents = [content for each in described for content in each.get("content", {}).values()]
    if not contents:
        assert set(operation["responses"]) & {"204"}
    for content in contents:
        assert "example" in content
        validator(content["schema"]).validate(content["example"])


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_documents_its_headers(name: str):
    operation = operations()[name]
    keyed = any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", ()))
    for status, response in responses(operation).items():
        headers = response["headers"]
        assert "X-Request-ID" in headers
        assert all(header["description"] for header in headers.values())
        if status < "4":
            assert ("Idempotency-Replayed" in headers) == keyed
            assert ("ETag" in headers) == ("304" in operation["responses"])
        assert ("WWW-Authenticate" in headers) == (status == "401")
        assert ("Retry-After" in headers) == (status in {"429", "503", "504"})


def test_a_list_answers_items_and_next_and_takes_limit_and_cursor():
    schemas = document()["components"]["schemas"]
    lists = 0
    for name, operation in operations().items():
        reference = operation["responses"].get("200", {}).get("content", {}).get(JSON, {}).get("schema", {}).get("$ref")
        shown = schemas[reference.rpartition("/")[2]].get("properties", {}) if reference else {}
        taken = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        assert ("next" in shown) == ({"limit", "cursor"} <= taken), name
        assert not taken & {"since", "until", "page", "offset"}, name
        if "next" in shown:
            lists += 1
            assert "items" in shown or name == "GET /api/admin/audit", name
    assert lists > 10


# --- errors ---


def test_the_code_of_an_error_is_one_of_those_there_are():
    schemas = document()["components"]["schemas"]
    assert schemas["ProblemDocument"]["properties"]["code"]["enum"] == sorted(STATUS)
    assert messages_document()["$defs"]["ErrorBody"]["properties"]["code"]["enum"] == sorted(CODES)


def test_every_code_has_a_schema_with_its_details_under_its_status():
    schemas = document()["components"]["schemas"]
    for code, status in STATUS.items():
        reference = schemas[f"Problem{status}"]["discriminator"]["mapping"][code]
        shown = schemas[reference.rpartition("/")[2]]["properties"]
        assert shown["code"]["const"] == code
        assert shown["status"]["const"] == status
        details = DETAILS[code].__struct_fields__ if code in DETAILS else ()
        assert set(details) <= set(shown)


def test_the_socket_knows_the_same_details():
    errors = messages_document()["errors"]
    assert {code: entry["status"] for code, entry in errors.items()} == dict(CODES)
    assert {code for code, entry in errors.items() if "details" in entry} == set(DETAILS) & set(CODES)


def test_every_close_code_is_described_and_says_what_to_do():
    closes = messages_document()["closes"]
    doings = ("stop", "resume", "without `resume`", "log in")
    assert [name for name, each in closes.items() if not any(word in each["description"] for word in doings)] == []
    assert [name for name, each in closes.items() if each["final"] != ("stop" in each["description"])] == []
