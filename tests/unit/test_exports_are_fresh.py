"""The committed documents under docs/api are what the code says."""

import pytest

from gateway.documents import export_messages, export_openapi
from gateway.documents.export import export, rendered

DOCUMENTS = [
    (export_openapi, export_openapi.openapi_document),
    (export_messages, export_messages.messages_document),
]


@pytest.mark.parametrize(("module", "document"), DOCUMENTS, ids=["openapi", "messages"])
def test_the_committed_document_is_fresh(module, document):
    fresh = module.PATH.read_text("utf-8") == rendered(document())
    assert fresh, f"`python -m {module.__name__}` writes it anew"


def test_a_check_tells_fresh_from_stale_and_writes_nothing(tmp_path):
    path = tmp_path / "api" / "document.json"

    assert export(path, {"a": 1}, ["--check"]) == 1
    assert not path.exists()
    assert export(path, {"a": 1}, []) == 0
    assert export(path, {"a": 1}, ["--check"]) == 0
    assert export(path, {"a": 2}, ["--check"]) == 1
    assert path.read_text() == rendered({"a": 1})
