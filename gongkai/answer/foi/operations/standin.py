"""Until letters.py stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def document(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """X."""
    return {
        "template": "official",
        "title": f"文书{kind}",
        "organ": facts["organ"].name,
        "masthead": facts["organ"].name,
        "addressee": facts["applicant"],
        "blocks": [],
        "signature": facts["organ"].name,
        "date": str(facts["date"]),
    }
