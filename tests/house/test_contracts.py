"""What import-linter cannot see obeys the same contracts: foreign keys, dotted strings of tasks, settings and hooks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.db.models import Model

from .code import ROOT, files, module_of, tree

Contract = dict[str, Any]
CONTRACTS: list[Contract] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
_DOTTED = re.compile(r"gongkai(?:\.\w+)+")


@cache
def plain_graph() -> grimp.ImportGraph:
    return grimp.build_graph("gongkai", cache_dir=None)


def foreign_keys() -> Iterator[tuple[str, str]]:
    """Pairs (module, module) for every relation between models of ours, however it was written."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            other = field.related_model
            if field.concrete and isinstance(other, type) and issubclass(other, Model):
                pair = model.__module__, other.__module__
                if all(name.startswith("gongkai.") for name in pair):
                    yield pair


def dotted_strings(source: ast.Module, modules: set[str]) -> Iterator[str]:
    """The modules that strings of a file name: "gongkai.kernel.trust.jobs.seal" names gongkai.kernel.trust.jobs."""
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _DOTTED.fullmatch(node.value):
            name = node.value
            while name not in modules and "." in name:
                name = name.rpartition(".")[0]
            if name != "gongkai":
                yield name


@cache
def graph_with_strings() -> grimp.ImportGraph:
    graph = grimp.build_graph("gongkai", cache_dir=None)
    modules = set(graph.modules)
    strings = {
        (module_of(path), name)
        for path in files()
        if module_of(path) in modules
        for name in dotted_strings(tree(path), modules)
    }
    for importer, imported in {*foreign_keys(), *strings}:
        # A room that names itself (apps.py) imports nothing.
        if importer != imported and not importer.startswith(f"{imported}."):
            graph.add_import(importer=importer, imported=imported)
    return graph


def expand(graph: grimp.ImportGraph, pattern: str) -> list[str]:
    """The modules that a pattern of the contracts means: gongkai.kernel.* → each room of the kernel."""
    if "*" not in pattern:
        return [pattern] if pattern in graph.modules else []
    shape = re.compile(re.escape(pattern).replace(r"\*\*", r"[\w.]+").replace(r"\*", r"\w+"))
    return sorted(module for module in graph.modules if shape.fullmatch(module))


def layers_of(contract: Contract) -> list[grimp.Layer]:
    return [
        grimp.Layer(*(name.strip(" ()") for name in re.split(r"[|:]", line)), independent=":" not in line)
        for line in contract["layers"]
    ]


def broken(graph: grimp.ImportGraph, contract: Contract) -> list[str]:
    """Sentences, one per import or chain that the contract forbids."""
    if contract["type"] == "layers":
        return [
            f"{route.importer} → {route.imported}"
            for pattern in contract["containers"]
            for box in expand(graph, pattern)
            for route in graph.find_illegal_dependencies_for_layers(layers=layers_of(contract), containers={box})
        ]
    if contract["type"] == "independence":
        rooms = [room for pattern in contract["modules"] for room in expand(graph, pattern)]
        return [
            f"{one} → {other}"
            for one, other in product(rooms, rooms)
            if one != other and graph.direct_import_exists(importer=one, imported=other, as_packages=True)
        ]
    assert contract["type"] == "forbidden", f"teach this test contracts of type {contract['type']}"
    sources = [module for pattern in contract["source_modules"] for module in expand(graph, pattern)]
    targets = [module for pattern in contract["forbidden_modules"] for module in expand(graph, pattern)]
    return [
        f"{one} → {other}"
        for one, other in product(sources, targets)
        if graph.direct_import_exists(importer=one, imported=other, as_packages=True)
    ]


@pytest.mark.parametrize("contract", CONTRACTS, ids=[contract["name"] for contract in CONTRACTS])
def test_foreign_keys_and_dotted_strings_obey_the_contract(contract: Contract):
    assert broken(graph_with_strings(), contract) == [], (
        f"{contract['name']}: a string names what this module may not know; move the code, or register from above"
    )


def test_a_foreign_key_upwards_would_be_found():
    contract = next(one for one in CONTRACTS if one["name"] == "kernel")
    graph = grimp.build_graph("gongkai", cache_dir=None)
    before = broken(graph, contract)
    graph.add_import(importer="gongkai.kernel.vocabulary.term", imported="gongkai.kernel.workflow.table")
    assert set(broken(graph, contract)) - set(before) == {"gongkai.kernel.vocabulary → gongkai.kernel.workflow"}


def test_a_string_that_names_the_models_would_be_found_in_a_face():
    contract = next(one for one in CONTRACTS if one["type"] == "forbidden")
    graph = grimp.build_graph("gongkai", cache_dir=None)
    model = next(name for name in sorted(graph.modules) if re.fullmatch(r"gongkai\.kernel\.\w+\.models", name))
    named = list(dotted_strings(ast.parse(f'call("{model}.Something")'), set(graph.modules)))
    assert named == [model]
    graph.add_import(importer="gongkai.faces", imported=model)
    assert f"gongkai.faces → {model}" in broken(graph, contract)


def test_relations_between_rooms_are_seen():
    assert any(a.split(".")[2] != b.split(".")[2] for a, b in foreign_keys())


def test_every_room_has_its_place_in_the_contracts():
    named = {
        f"{box}.{name.strip(' ()')}"
        for contract in CONTRACTS
        if contract.get("exhaustive")
        for box in contract["containers"]
        for line in contract["layers"]
        for name in re.split(r"[|:]", line)
    }
    boxes = {box for contract in CONTRACTS if contract.get("exhaustive") for box in contract["containers"]}
    rooms = {child for box in boxes for child in plain_graph().find_children(box)}
    assert rooms - named == set()


PURE = re.compile(
    r"gongkai\.kernel\.(vocabulary|workflow|screening)(\..+)?|gongkai\.kernel\.trust\.(canonical|merkle)"
    r"|gongkai\.\w+\.\w+\.(terms|rules|workflow)(\..+)?"
)


def test_words_rules_and_tables_never_come_to_django():
    graph = grimp.build_graph("gongkai", include_external_packages=True, cache_dir=None)
    pure = sorted(name for name in graph.modules if PURE.fullmatch(name))
    assert "gongkai.kernel.workflow.steps" in pure
    chains = (graph.find_shortest_chain(importer=name, imported="django") for name in pure)
    assert [" → ".join(chain) for chain in chains if chain] == []
    models = next(name for name in sorted(graph.modules) if name.endswith(".models"))
    assert graph.find_shortest_chain(importer=models, imported="django")  # Django is seen where it is
