"""The import contracts of the rooms of `cluster` find what they forbid.

Each case adds one import to the graph of the product and checks the contract of pyproject.toml that forbids it.
"""

from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

configure()
OPTIONS = read_user_options(str(Path(__file__).parents[3] / "pyproject.toml"))
ROOMS = {each["id"]: each for each in OPTIONS.contracts_options if each["id"].startswith("cluster-")}
KINDS = {"forbidden": ForbiddenContract, "layers": LayersContract}


@pytest.fixture(scope="module")
def product() -> grimp.ImportGraph:
    """Every import of the product."""
    return grimp.build_graph(*OPTIONS.session_options["root_packages"], include_external_packages=True, cache_dir=None)


def is_kept(name: str, graph: grimp.ImportGraph) -> bool:
    """Return what import-linter says of one contract of pyproject.toml and a graph of imports."""
    options = ROOMS[name]
    kind = KINDS[options["type"]]
    contract = kind(name=options["name"], session_options=OPTIONS.session_options, contract_options=options)
    kept: bool = contract.check(deepcopy(graph), verbose=False).kept
    return kept


@pytest.mark.parametrize("contract", ROOMS)
def test_a_contract_of_the_rooms_is_kept(product: grimp.ImportGraph, contract: str):
    assert is_kept(contract, product)


VIOLATIONS = [
    ("cluster-rooms", "cluster.settings", "cluster.control.ports"),
    ("cluster-rooms", "cluster.processes.host", "cluster.control.director"),
    ("cluster-rooms", "cluster.control.director", "cluster.wiring"),
    ("cluster-rooms", "cluster.verification.run", "cluster.dev.platform"),
    ("cluster-rooms", "cluster.dev.platform", "cluster.cli.app"),
    ("cluster-ray", "cluster.dev.ray_driver", "ray"),
    ("cluster-ray", "cluster.control.director", "ray"),
    ("cluster-processes", "cluster.control.director", "cluster.control.ray.fleet"),
    ("cluster-processes", "cluster.processes.gateway", "cluster.settings"),
    ("cluster-embedded", "cluster.embedded.postgres", "cluster.settings"),
    ("cluster-embedded", "cluster.embedded.launch", "actors.runtime.clock"),
    ("cluster-verification", "cluster.verification.run", "cluster.processes.host"),
    ("cluster-verification", "cluster.verification.rounds", "cluster.wiring"),
]


@pytest.mark.parametrize(("contract", "importer", "imported"), VIOLATIONS)
def test_a_contract_of_the_rooms_finds_a_violation(
    product: grimp.ImportGraph, contract: str, importer: str, imported: str
):
    graph = deepcopy(product)
    assert {importer, imported} <= graph.modules
    graph.add_import(importer=importer, imported=imported)
    assert not is_kept(contract, graph)


def test_a_room_that_no_contract_names_is_found(product: grimp.ImportGraph):
    graph = deepcopy(product)
    graph.add_module("cluster.attic")
    assert not is_kept("cluster-rooms", graph)


def test_every_contract_of_the_rooms_is_shown_on_a_violation():
    assert {contract for contract, _, _ in VIOLATIONS} == ROOMS.keys()
