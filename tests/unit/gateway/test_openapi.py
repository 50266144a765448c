"""The generated documents are whole: every reference leads somewhere and every operation is described."""

import jsonschema
import pytest
from fastapi.routing import iter_route_contexts

from actors.games.rps import RpsPlay
from actors.messages import COMMANDS, PUSHES
from gateway.app import routed_app
from gateway.documents.export_messages import messages_document
from gateway.documents.export_openapi import openapi_document
from gateway.rest.guards import query_parameters


def references(node):
    if isinstance(node, dict):
        yield from (node[key] for key in node if key == "$ref")
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def operations(document):
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def resolve(document, reference):
    node = document
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


@pytest.mark.parametrize("document", [openapi_document(), messages_document()], ids=["openapi", "messages"])
def test_every_reference_resolves(document):
    found = list(references(document))

    assert found
    assert all(resolve(document, reference) for reference in found)


def test_every_operation_is_described_and_named_once():
    described = operations(openapi_document())

    assert all(one["summary"] and one["description"] and one["tags"] for one in described)
    assert len({one["operationId"] for one in described}) == len(described)


def test_every_operation_documents_its_problems():
    for operation in operations(openapi_document()):
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/ProblemDocument"}


def test_every_tag_is_explained():
    document = openapi_document()
    used = {tag for operation in operations(document) for tag in operation["tags"]}

    assert used == {tag["name"] for tag in document["tags"]}


def test_a_command_documents_its_key_body_and_bearer_token():
    document = openapi_document()
    play = document["paths"]["/api/games/rps/play"]["post"]

    assert {"name": "Idempotency-Key", "in": "header", "required": True}.items() <= play["parameters"][0].items()
    assert play["security"] == [{"HTTPBearer": []}]
    assert document["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    schema = resolve(document, play["requestBody"]["content"]["application/json"]["schema"]["$ref"])
    assert schema["additionalProperties"] is False


def test_the_message_schema_holds_every_command_and_push():
    document = messages_document()

    assert list(document["commands"]) == sorted(command.TYPE for command in COMMANDS)
    assert list(document["pushes"]) == sorted(push.TYPE for push in PUSHES)


@pytest.mark.parametrize(
    ("payload", "valid"),
    [
        ({"bet": 1, "choice": "rock"}, True),
        ({"bet": 0, "choice": "rock"}, False),
        ({"bet": 1, "choice": "rock", "extra": 1}, False),
        ({"bet": 2**53, "choice": "rock"}, False),
    ],
)
def test_the_message_schema_accepts_what_the_decoder_accepts(payload, valid):
    document = messages_document()
    schema = {**document["commands"][RpsPlay.TYPE]["payload"], "$defs": document["$defs"]}

    assert jsonschema.Draft202012Validator(schema).is_valid(payload) is valid


def test_a_route_takes_the_query_parameters_that_it_documents():
    paths = openapi_document()["paths"]
    for context in iter_route_contexts(routed_app().routes):
        if context.path in paths:
            operation = paths[context.path][min(context.methods).lower()]
            documented = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
            assert query_parameters(context.original_route) == documented
