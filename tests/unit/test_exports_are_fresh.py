"""The committed documents are what the code says."""

from hashlib import sha256
from pathlib import Path

import pytest

from gateway.documents.__main__ import DOCUMENTS
from gateway.documents.export import API_DOCS, export, rendered


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_committed_document_is_fresh(path: Path):
    fresh = path.exists() and path.read_text("utf-8") == rendered(DOCUMENTS[path]())
    assert fresh, "`python -m gateway.documents` writes it anew"


def test_the_types_of_the_routes_are_those_of_the_document():
    source = (API_DOCS / "openapi.json").read_bytes()
    types = (API_DOCS.parents[1] / "web" / "src" / "api" / "schema.ts").read_text("utf-8")
    assert f"sha256 of docs/api/openapi.json: {sha256(source).hexdigest()}" in types, "`make papers` writes it anew"


def test_a_check_tells_fresh_from_stale_and_writes_nothing(tmp_path):
    path = tmp_path / "api" / "document.json"

    assert export(path, {"a": 1}, ["--check"]) == 1
    assert not path.exists()
    assert export(path, {"a": 1}, []) == 0
    assert export(path, {"a": 1}, ["--check"]) == 0
    assert export(path, {"a": 2}, ["--check"]) == 1
    assert path.read_text() == rendered({"a": 1})
