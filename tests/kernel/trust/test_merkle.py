"""The Merkle tree agrees with RFC 6962 and its published vectors, and proves nothing that is not so."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.trust import merkle

# The eight leaves of the Certificate Transparency reference tests and the root at every size.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = {(0, 1): [], (0, 8): [A, B, C], (5, 8): [D, E, ROOTS[4]], (2, 3): [ROOTS[2]], (1, 5): [ROOTS[1], B, D]}
CONSISTENCY = {(1, 1): [], (1, 8): [A, B, C], (6, 8): [F, E, ROOTS[4]], (2, 5): [B, D]}


class Memory:
    def __init__(self):
        self.kept: dict[merkle.Position, bytes] = {}
        self.calls = 0

    def nodes(self, wanted):
        self.calls += 1
        return {position: self.kept[position] for position in wanted if position in self.kept}


def grown(hashes: list[bytes]) -> merkle.Tree:
    store, frontier = Memory(), merkle.Frontier()
    for index, leaf in enumerate(hashes):
        store.kept[0, index] = leaf
        store.kept.update(frontier.append(leaf))
    return merkle.Tree(store, len(hashes))


def reference_root(hashes: list[bytes]) -> bytes:
    """MTH word for word as RFC 6962 §2.1 defines it."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + reference_root(hashes[:k]) + reference_root(hashes[k:])).digest()


REFERENCE = [merkle.leaf_hash(bytes.fromhex(item)) for item in DATA]
MANY = [merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(200)]
FOREST = grown(MANY)
sizes = st.integers(1, len(MANY))


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size):
    assert merkle.root(REFERENCE[:size]).hex() == ROOTS[size]
    assert grown(REFERENCE).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs(index, size):
    assert [part.hex() for part in grown(REFERENCE).inclusion_proof(index, size)] == INCLUSION[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_published_consistency_proofs(old, new):
    assert [part.hex() for part in grown(REFERENCE).consistency_proof(old, new)] == CONSISTENCY[old, new]


@settings(deadline=None)
@given(st.lists(st.binary(max_size=3), max_size=70))
def test_the_root_is_the_one_that_the_rfc_defines(items):
    hashes = [merkle.leaf_hash(item) for item in items]
    assert merkle.root(hashes) == reference_root(hashes)


def test_every_leaf_of_every_size_is_proved_and_no_other():
    for size in range(1, 70):
        root = reference_root(MANY[:size])
        for index in range(size):
            path = FOREST.inclusion_proof(index, size)
            assert merkle.verify_inclusion(MANY[index], index, size, path, root)
            assert not merkle.verify_inclusion(MANY[index + 1], index, size, path, root)
            assert not merkle.verify_inclusion(MANY[index], size, size, path, root)
            assert not merkle.verify_inclusion(MANY[index], -1, size, path, root)
            assert not merkle.verify_inclusion(MANY[index], index, size, [*path, bytes(32)], root)
            if path:
                assert not merkle.verify_inclusion(MANY[index], index, size, path[:-1], root)
                assert not merkle.verify_inclusion(MANY[index], (index + 1) % size, size, path, root)


def test_every_pair_of_sizes_is_consistent():
    roots = [reference_root(MANY[:size]) for size in range(71)]
    for new in range(71):
        for old in range(new + 1):
            path = FOREST.consistency_proof(old, new)
            assert merkle.verify_consistency(old, new, roots[old], roots[new], path)
            if 0 < old < new:
                assert not merkle.verify_consistency(old, new, roots[old - 1], roots[new], path)
                assert not merkle.verify_consistency(old, new, roots[old], roots[new - 1], path)
                assert not merkle.verify_consistency(old, new, roots[old], roots[new], path[:-1])
                assert not merkle.verify_consistency(old, new, roots[old], roots[new], [*path, bytes(32)])


@settings(deadline=None)
@given(sizes, st.data())
def test_one_flipped_bit_in_a_path_breaks_the_proof(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = FOREST.inclusion_proof(index, size)
    root = FOREST.root(size)
    if path:
        part, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(path[part], "big") ^ (1 << bit)).to_bytes(32, "big")
        assert not merkle.verify_inclusion(MANY[index], index, size, [*path[:part], flipped, *path[part + 1 :]], root)


@settings(deadline=None)
@given(sizes, sizes, st.integers(0, len(MANY) - 1))
def test_a_rewritten_past_is_not_consistent(one, other, changed):
    old, new = sorted((one, other))
    forged = [*MANY[:changed], bytes(32), *MANY[changed + 1 :]]
    path = grown(forged).consistency_proof(old, new)
    holds = merkle.verify_consistency(old, new, FOREST.root(old), merkle.root(forged[:new]), path)
    assert holds == (changed >= old and (old < new or changed >= new))


def test_a_proof_asks_the_store_once_and_for_few_nodes():
    tree = grown(MANY)
    tree.store.calls = 0
    tree.inclusion_proof(77)
    assert tree.store.calls == 1


def test_a_hole_in_the_store_is_named():
    tree = grown(MANY)
    del tree.store.kept[3, 2]
    with pytest.raises(merkle.Missing):
        tree.inclusion_proof(0, 24)


def test_sizes_and_leaves_outside_the_tree_are_refused():
    for wrong in (
        lambda: FOREST.root(201),
        lambda: FOREST.inclusion_proof(5, 5),
        lambda: FOREST.consistency_proof(7, 6),
    ):
        with pytest.raises(IndexError):
            wrong()
    with pytest.raises(ValueError, match="one hash"):
        merkle.Frontier(3, [bytes(32)])


def test_a_growing_tree_may_go_on_from_its_frontier():
    frontier = FOREST.frontier(150)
    for leaf in MANY[150:]:
        frontier.append(leaf)
    assert frontier.root() == FOREST.root()
