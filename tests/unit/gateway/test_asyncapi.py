"""The AsyncAPI document has every message of the registry, says who sends it, and its examples are such messages."""

import re
from functools import cache
from typing import Any

import jsonschema
import pytest

from gateway.documents.export_asyncapi import asyncapi_document, messages_page
from gateway.documents.export_messages import messages_document

ASKED = ("session", "commands", "subscriptions")


@cache
def document() -> dict[str, Any]:
    return asyncapi_document()


def messages() -> dict[str, dict[str, Any]]:
    return document()["components"]["messages"]


def names(references: list[dict[str, str]]) -> set[str]:
    return {each["$ref"].rpartition("/")[2] for each in references}


def validator(message: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**message["payload"], "components": document()["components"]})


def test_every_message_of_the_registry_is_there():
    registry = messages_document()
    asked = {name for group in ASKED for name in registry[group]}
    told = {*registry["pushes"], *registry["broadcasts"]}
    watched = {f"{kind}.{name}" for kind, each in registry["topics"].items() for name in each}
    answers = {f"{name}.reply" for name in asked - {"connect"}}
    alone = {"hello", "initial_state", "ping", "pong", "reconnect", "refusal"}
    assert set(messages()) == asked | told | watched | answers | alone
    assert set(document()["channels"]["sync"]["messages"]) == set(messages())


def test_every_message_is_sent_by_one_side():
    operations = document()["operations"].values()
    received = [name for each in operations if each["action"] == "receive" for name in names(each["messages"])]
    sent = [name for each in operations if each["action"] == "send" for name in names(each["messages"])]
    answers = {name for each in operations for name in names(each.get("reply", {}).get("messages", []))}
    assert sorted([*received, *sent, *answers]) == sorted(messages())


def test_a_request_is_answered_by_its_reply_or_a_refusal():
    operation = document()["operations"]["receive_rps_play"]
    assert names(operation["reply"]["messages"]) == {"rps.play.reply", "refusal"}
    payload = messages()["rps.play.reply"]["payload"]["properties"]["payload"]
    assert payload["$ref"] == "#/components/schemas/RpsPlayed"


@pytest.mark.parametrize("name", sorted(asyncapi_document()["components"]["messages"]))
def test_the_examples_of_a_message_are_such_messages(name: str):
    message = messages()[name]
    assert message["title"]
    assert message["summary"]
    assert message["examples"]
    for example in message["examples"]:
        validator(message).validate(example["payload"])


def test_an_example_of_another_message_would_be_found():
    other = messages()["slot.spin"]["examples"][0]["payload"]
    assert not validator(messages()["rps.play"]).is_valid(other)


def test_the_document_says_what_codes_mean():
    registry = messages_document()
    assert set(document()["x-errors"]) == set(registry["errors"])
    assert document()["x-close-codes"] == registry["closes"]


def test_every_link_of_the_page_leads_to_one_heading():
    text = re.sub(r"```.*?```", "", messages_page(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = ["-".join(re.sub(r"[^\w\s-]", "", each.lower()).split()) for each in headings]
    assert sorted(set(anchors)) == sorted(anchors)
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - set(anchors) == set()
