"""The packages, how long they are, and who imports whom: printed, and drawn into docs/map.md."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "map.md"
WORDS = "kernel.vocabulary"  # everybody speaks it: its arrows would hide the others


def package_of(module: str) -> str:
    """The room of a module: gongkai.kernel.records.models → kernel.records; gongkai.config.settings → config."""
    parts = module.split(".")[1:]
    return ".".join(parts[: 1 if parts[:1] == ["config"] else 2])


def lines_of() -> Counter[str]:
    """Lines of Python by package, migrations left out."""
    lines: Counter[str] = Counter()
    for path in sorted((ROOT / "gongkai").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        package = package_of(module)
        if "migrations" not in path.parts and (package == "config" or "." in package):
            lines[package] += len(path.read_text(encoding="utf-8").splitlines())
    return Counter({package: count for package, count in lines.items() if count})


def arrows_of(packages: Counter[str]) -> Counter[tuple[str, str]]:
    """How many imports lead from one package to another."""
    graph = grimp.build_graph("gongkai")
    arrows: Counter[tuple[str, str]] = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            pair = package_of(importer), package_of(imported)
            if pair[0] != pair[1] and set(pair) <= set(packages):
                arrows[pair] += 1
    return arrows


def contracts() -> list[tuple[str, list[str]]]:
    """Names and layers of the layer contracts in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [(c["name"], c["layers"]) for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]


def drawing(lines: Counter[str], arrows: Counter[tuple[str, str]]) -> str:
    """The map as Markdown with a Mermaid graph, the strata as boxes, and a table that says the same in words."""
    text = [
        "# Map",
        "",
        "Written by `make map`. An arrow means *imports*; those to `vocabulary`, which every room speaks,",
    ]
    text += [
        "and those from `config`, which wires everything, are left out of the picture.",
        "",
        "```mermaid",
        "graph TD",
    ]
    for stratum in ("faces", "publish", "kernel"):
        text.append(f"  subgraph {stratum}")
        text += [f'    {name.replace(".", "_")}["{name.partition(".")[2]}"]' for name in sorted(lines) if name.startswith(f"{stratum}.")]  # fmt: skip
        text.append("  end")
    text += [
        f"  {a.replace('.', '_')} --> {b.replace('.', '_')}" for a, b in sorted(arrows) if b != WORDS and a != "config"
    ]
    text += ["```", "", "| package | lines | imports |", "| --- | ---: | --- |"]
    for name in sorted(lines):
        used = ", ".join(b for a, b in sorted(arrows) if a == name) or "nothing of the house"
        text.append(f"| {name} | {lines[name]:,} | {used} |")
    text.append(f"| **together** | {sum(lines.values()):,} | |")
    text += ["", "## Layers: who may import whom, from top to bottom", ""]
    text += [f"- **{name}**: {' → '.join(f'`{layer}`' for layer in layers)}" for name, layers in contracts()]
    return "\n".join(text) + "\n"


def main() -> int:
    """Print the map and write it down."""
    lines = lines_of()
    arrows = arrows_of(lines)
    for name in sorted(lines):
        used = ", ".join(f"{b} ({n})" for (a, b), n in sorted(arrows.items()) if a == name)
        print(f"{name:26} {lines[name]:6,} lines   → {used or '–'}")
    print(f"{'together':26} {sum(lines.values()):6,} lines\n")
    for name, layers in contracts():
        print(f"{name}\n    {' > '.join(layers)}")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(drawing(lines, arrows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
