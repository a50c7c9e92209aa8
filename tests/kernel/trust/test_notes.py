"""Signed notes: other people's are read, ours are read by others, and a changed byte is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongkai.kernel.trust.notes import Head, PublicKey, Signer, parse_keys, split, verified
from gongkai.kernel.vocabulary import Refusal

# The example of Go's package note, known to every implementation of the format.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SIGNER = Signer("gongkai/test", bytes(range(32)))
STATE = Head.at(
    datetime(2025, 3, 1, 1, tzinfo=UTC), origin="gongkai/test", size=8, root=bytes(32), ledger=(21, "a" * 64)
)


def test_a_note_by_another_implementation_is_verified():
    text, key = verified(NOTE, [PublicKey.parse(NEUMANN)])
    assert text.endswith("what your problem is.\n")
    assert key.key_id == "c74f20a3"


def test_our_signature_over_their_text_has_their_form():
    note = SIGNER.sign(STATE.text)
    text, signatures = split(note)
    assert note == f"{text}\n— gongkai/test {note.rsplit(' ', 1)[1]}"
    assert [line.key_id for line in signatures] == [SIGNER.public.key_id]
    assert len(signatures[0].signature) == 64


def test_a_checkpoint_says_origin_size_root_ledger_and_time():
    assert STATE.text == (f"gongkai/test\n8\n{'A' * 43}=\nledger 21 {'a' * 64}\ntime 2025-03-01T09:00:00+08:00\n")
    text, _ = verified(SIGNER.sign(STATE.text), [SIGNER.public])
    assert Head.parse(text) == STATE


def test_every_flipped_bit_of_a_note_is_refused():
    note = SIGNER.sign(STATE.text).encode()
    for place in range(len(note)):
        for bit in range(8):
            forged = bytearray(note)
            forged[place] ^= 1 << bit
            with pytest.raises((Refusal, UnicodeDecodeError)):
                Head.parse(verified(forged.decode(), [SIGNER.public])[0])


def test_a_witness_may_sign_too_and_a_stranger_alone_is_refused():
    stranger = Signer("witness.example", bytes(32))
    ours, theirs = SIGNER.sign(STATE.text), stranger.sign(STATE.text)
    both = ours + theirs.rsplit("\n\n", 1)[1]
    assert verified(both, [SIGNER.public])[1] == SIGNER.public
    with pytest.raises(Refusal, match=r"不是由所给公钥签名的.*witness\.example"):
        verified(theirs, [SIGNER.public])


def test_a_false_signature_of_a_known_key_is_refused_beside_a_true_one():
    ours = SIGNER.sign(STATE.text)
    false = SIGNER.sign(STATE.text.replace("\n8\n", "\n9\n")).rsplit("\n\n", 1)[1]
    with pytest.raises(Refusal, match="签名不成立"):
        verified(ours + false, [SIGNER.public])


def test_a_public_key_survives_its_line_and_a_mistyped_one_is_refused():
    line = SIGNER.public.text
    assert parse_keys(f"\ufeff# 县公开日志\n\n{line}\r\n") == [SIGNER.public]
    for wrong in ("", "abc", line[:-4], line.replace("gongkai", "gangkai"), f"x+00000000+{line.rsplit('+', 1)[0]}"):
        with pytest.raises(Refusal):
            PublicKey.parse(wrong)
    with pytest.raises(Refusal, match="没有公钥"):
        parse_keys("# nothing\n")


def test_a_secret_line_gives_the_same_key_and_never_shows_in_a_refusal():
    assert Signer.parse(SIGNER.secret_text).public == SIGNER.public
    damaged = SIGNER.secret_text[:-6]
    with pytest.raises(Refusal) as refused:
        Signer.parse(damaged)
    assert damaged[-20:] not in refused.value.message
    with pytest.raises(Refusal):
        Signer("two words", bytes(32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n8\n",
        STATE.text.replace("\n8\n", "\n08\n"),
        STATE.text.replace("\n8\n", "\n-8\n"),
        STATE.text.replace("ledger 21", "ledger x"),
        STATE.text.replace("+08:00", ""),
        STATE.text.replace("time ", "time"),
        STATE.text.replace("A=", "="),
    ],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(Refusal):
        Head.parse(text)


@pytest.mark.parametrize(
    "note", ["", "\n", "text\n", NOTE[:-1], NOTE.replace("—", "-"), NOTE + "\n", NOTE.replace("\n\n", "\n")]
)
def test_what_is_no_signed_note_is_refused(note):
    with pytest.raises(Refusal):
        verified(note, [PublicKey.parse(NEUMANN)])
