"""The organs as the tree of a collection knows them."""

from __future__ import annotations

from gongkai.kernel.organizations.queries import Organ
from gongkai.oversee.collecting.tree import Node


def nodes() -> list[Node]:
    """Every organ in its order (one query)."""
    fields = ("pk", "name", "nature", "government_id", "vertical_parent_id", "is_supervisor", "closed_on")
    rows = Organ.objects.order_by("position", "id").values_list(*fields)
    return [
        Node(pk, name, nature, government, vertical, supervisor, closed is not None)
        for pk, name, nature, government, vertical, supervisor, closed in rows
    ]
