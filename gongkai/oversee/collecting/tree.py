"""Where an organ stands in a collection, pure: what lies below an office, whom a filing goes to, what it is of a roll-up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gongkai.kernel.organizations.terms import Nature
from gongkai.oversee.collecting.terms import Part


@dataclass(frozen=True)
class Node:
    """What matters of an organ."""

    pk: int
    name: str
    nature: str
    government: int | None
    vertical: int | None
    supervisor: bool
    closed: bool


@dataclass(frozen=True)
class Place:
    """Where the filing of an organ stands: who fills it in, what it is summed into, who examines it, what it is there."""

    keeper: int
    above: int
    reviewer: int
    part: Part


class Tree:
    """The organs below an office. The 主管部门 of a government has the government's organs, any other office those that follow it."""

    def __init__(self, nodes: Iterable[Node], lead: int) -> None:
        self.nodes = {node.pk: node for node in nodes}
        self.lead = self.nodes[lead]
        government = self.lead.government
        self.root = government if self.lead.supervisor and government in self.nodes else lead
        self.reached = self._reached()

    def _reached(self) -> set[int]:
        children: dict[int, list[int]] = {}
        for node in self.nodes.values():
            for parent in {node.government, node.vertical} - {None}:
                children.setdefault(parent or 0, []).append(node.pk)
        seen: set[int] = set()
        queue = [self.root]
        while queue:
            current = queue.pop()
            if current not in seen:
                seen.add(current)
                queue += children.get(current, [])
        return seen

    @property
    def candidates(self) -> frozenset[int]:
        """Ids of the organs that may be asked: those below that exist, and the office itself. A government's own report is the roll-up."""
        return frozenset(
            pk for pk in self.reached if not self.nodes[pk].closed and (pk != self.root or pk == self.lead.pk)
        )

    def place(self, organ: int, taking_part: Collection[int]) -> Place:
        """Where a filing stands, when these take part: it goes to the nearest of them above, else to the office that collects."""
        node = self.nodes[organ]
        above = self._above(node, taking_part)
        reviewer = self.office(above)
        keeper = self.office(organ) if node.nature == Nature.GOVERNMENT else organ
        if organ in {above, reviewer}:
            part = Part.OWN
        elif node.nature in {Nature.GOVERNMENT, Nature.TOWNSHIP}:
            part = Part.LOWER
        else:
            part = Part.DEPARTMENT
        return Place(keeper, above, reviewer, part)

    def _above(self, node: Node, taking_part: Collection[int]) -> int:
        seen = {node.pk}
        current = self._parent(node)
        while current is not None and current != self.root and current not in seen:
            seen.add(current)
            if current in taking_part:
                return current
            current = self._parent(self.nodes[current])
        return self.root

    def _parent(self, node: Node) -> int | None:
        return next((one for one in (node.government, node.vertical) if one is not None and one in self.reached), None)

    def office(self, organ: int) -> int:
        """Whose FOI office acts for an organ: a government acts through its 主管部门 or its general office."""
        if organ == self.root:
            return self.lead.pk
        node = self.nodes[organ]
        if node.nature != Nature.GOVERNMENT:
            return organ
        members = [one for one in self.nodes.values() if one.government == organ and not one.closed]
        chosen = next((one for one in members if one.supervisor), None)
        chosen = chosen or next((one for one in members if one.nature == Nature.OFFICE), None)
        return organ if chosen is None else chosen.pk
