"""docs/configuration.md lists every setting with its default, and no other."""

import re
from pathlib import Path

from cluster.profiles import field_of
from cluster.settings import variables

DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]*)\|", re.MULTILINE)


def documented() -> dict[str, str]:
    return {name: default.strip().strip("`") for name, default in ROW.findall(DOCUMENT.read_text())}


def expected() -> dict[str, str]:
    return {name: shown(field_of(path).default) for name, path in variables().items()}


def shown(value: object) -> str:
    match value:
        case "" | ():
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def test_every_setting_is_documented_and_every_documented_one_exists():
    assert set(documented()) == set(expected())


def test_the_documented_defaults_are_those_of_the_program():
    assert documented() == expected()
