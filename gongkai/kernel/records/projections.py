"""The register of projections: what is derived from published records after commit (search index, pressed pages …)."""

from __future__ import annotations

_NAMES: set[str] = set()


def register(name: str) -> None:
    """Enter a projection; publishing a record then leaves a pending row for it."""
    _NAMES.add(name)


def names() -> list[str]:
    """Every registered projection."""
    return sorted(_NAMES)
