"""Every detail that the code refuses with has its place in the schema of its code."""

import ast
from pathlib import Path

import pytest

from gateway.rest.openapi.error_details import DETAILS

ROOT = Path(__file__).parents[3]
CONSTRUCTORS = {"Rejection", "Refusal", "Problem"}


def refused_with(tree: ast.AST) -> list[tuple[str, str]]:
    """Code and name of each detail that is written where something is refused."""
    found = []
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *rest]) if name in CONSTRUCTORS:
                written = [*rest, *(each.value for each in call.keywords if each.arg == "details")]
                keys = [key for each in written if isinstance(each, ast.Dict) for key in each.keys]
                found += [(code, key.value) for key in keys if isinstance(key, ast.Constant)]
            case ast.Tuple(elts=[ast.Constant(value=str(code)), ast.Dict(keys=keys)]) if code in DETAILS:
                found += [(code, key.value) for key in keys if isinstance(key, ast.Constant)]
    return found


REFUSALS = sorted({
    each
    for folder in ("actors", "gateway")
    for path in (ROOT / folder).rglob("*.py")
    for each in refused_with(ast.parse(path.read_text("utf-8")))
})  # fmt: skip


@pytest.mark.parametrize(("code", "detail"), REFUSALS)
def test_a_detail_is_documented(code: str, detail: str):
    assert detail in DETAILS[code].__struct_fields__


def test_details_are_found_in_every_way_of_writing_them():
    text = 'Rejection("a", {"x": 1}); Problem("b", "text", details={"y": 1}); return_ = ("not_found", {"z": 1})'
    assert refused_with(ast.parse(text)) == [("a", "x"), ("b", "y"), ("not_found", "z")]
    assert len(REFUSALS) > 30
