"""The code of the house as files, syntax trees and modules, for tests that read it."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(*folders: str) -> list[Path]:
    """Python files of these folders (of the package when none is named), migrations left out, sorted."""
    found = (path for folder in folders or ("gongkai",) for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def shown(path: Path) -> str:
    """The path as it is written in messages and lists: from the root of the tree, with slashes."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The dotted name of a file's module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def declaring(base: str) -> list[str]:
    """Import the modules in which a class names ``base`` among its bases; returns their names."""
    found = [
        module_of(path)
        for path in files()
        if any(
            isinstance(node, ast.ClassDef) and base in {ast.unparse(one).rpartition(".")[2] for one in node.bases}
            for node in ast.walk(tree(path))
        )
    ]
    for name in found:
        importlib.import_module(name)
    return found
