"""Who a party is, encrypted at rest: one key file under ``secrets``, sealed facts, and keyed hashes to search without opening."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import models

from gongkai.kernel.vocabulary import Refusal, clean, fold

#: What may be sealed; everything else is a programmer's error.
FACTS = ("name", "identity_kind", "identity_number", "phone", "email", "address", "representative")
_LONGEST = {"name": 200, "address": 300, "email": 254}
_LABELS = {
    "name": "姓名或者名称", "identity_kind": "证件类型", "identity_number": "证件号码", "phone": "联系电话",
    "email": "电子邮箱", "address": "联系地址", "representative": "代表人",
}  # fmt: skip
_ABOUT = b"gongkai.identity.1"
_SPOILT = "身份信息无法解密：密钥不符或内容已被改动，请联系系统管理员。"
_ORGANISATION = re.compile(
    "(公司|集团|中心|事务所|协会|学会|商会|基金会|合作社|委员会|联合会|大学|学院|学校|中学|小学|医院|研究院|研究所|"
    "银行|厂|社|店|局|部|站|馆|队|所|院|会|处|室|办|企业|村|居|政府)([((].*[))])?$"
)


def place() -> Path:
    """Where the key lies."""
    return Path(settings.GONGKAI_FOLDER) / "secrets" / "identity_key"


def seal(facts: Mapping[str, str]) -> str:
    """The facts of a person as one encrypted text (AES-256-GCM). ValueError for an unknown fact, Refusal for a long one."""
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"not facts of a person: {sorted(unknown)}")
    cleaned = {name: " ".join(clean(facts.get(name) or "").split()) for name in FACTS}
    kept = {name: value for name, value in cleaned.items() if value}
    for name, value in kept.items():
        if len(value) > _LONGEST.get(name, 100):
            raise Refusal(f"{_LABELS[name]}过长：最多{_LONGEST.get(name, 100)}字，现有{len(value)}字。", field=name)
    plain = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
    return "1:" + base64.urlsafe_b64encode(closed(plain, _ABOUT)).decode()


def unseal(sealed: str) -> dict[str, str]:
    """The facts again. Refusal when the text was changed or the key is another one."""
    try:
        form, _, text = sealed.partition(":")
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
        if form != "1":
            raise ValueError
    except ValueError as fault:
        raise Refusal(_SPOILT) from fault
    return dict(json.loads(opened(raw, _ABOUT)))


def closed(plain: bytes, about: bytes, *, repeatable: bool = False) -> bytes:
    """Bytes encrypted with the key of the folder (AES-256-GCM, a nonce first); ``about`` says what they are.

    ``repeatable``: the same bytes always give the same (their keyed hash is the nonce), so that a file is kept once.
    """
    nonce = hmac.new(_keys()[1], about + b"\0" + plain, hashlib.sha256).digest()[:12] if repeatable else None
    nonce = nonce or secrets.token_bytes(12)
    return nonce + AESGCM(_keys()[0]).encrypt(nonce, plain, about)


def opened(raw: bytes, about: bytes) -> bytes:
    """The bytes again. Refusal when they were changed, are something else, or the key is another one."""
    try:
        if len(raw) < 29:
            raise ValueError
        return AESGCM(_keys()[0]).decrypt(raw[:12], raw[12:], about)
    except (InvalidTag, ValueError) as fault:
        raise Refusal(_SPOILT) from fault


def index(field: str, value: str) -> str:
    """The keyed hash (HMAC-SHA256, hex) under which a value is found; "" for an empty one.

    ``field`` is name, identity_number, or contact (phone or mail address). Written differently (full width, spaces,
    hyphens, +86), the same value gives the same hash.
    """
    if field not in {"name", "identity_number", "contact"}:
        raise ValueError(f"not a searchable fact: {field!r}")
    folded = fold(clean(value))
    if field == "contact" and "@" not in folded:
        folded = re.sub(r"^(\+|00)86(?=\d{7,})", "", re.sub(r"[-()·.]", "", folded))
    elif field == "identity_number":
        folded = re.sub(r"[-()·.]", "", folded)
    if not folded:
        return ""
    return hmac.new(_keys()[1], f"{field}\0{folded}".encode(), hashlib.sha256).hexdigest()


def mask(name: str) -> str:
    """A name as lists show it: 张*; of an organisation its first two and last two characters (云岫**公司)."""
    name = " ".join(clean(name).split())
    if len(name) >= 4 and _ORGANISATION.search(name):
        return f"{name[:2]}**{name[-2:]}"
    return f"{name[:1]}*" if name else ""


def forget() -> None:
    """Drop the key kept in this process (tests, a restored folder)."""
    _load.cache_clear()


def _keys() -> tuple[bytes, bytes]:
    return _load(place())


@lru_cache(maxsize=2)
def _load(path: Path) -> tuple[bytes, bytes]:
    """(key of the cipher, key of the indexes), both from the one secret of the folder."""
    secret = _read(path) or _create(path)
    return (
        hmac.new(secret, b"gongkai identity cipher", hashlib.sha256).digest(),
        hmac.new(secret, b"gongkai identity index", hashlib.sha256).digest(),
    )


def _read(path: Path) -> bytes | None:
    try:
        text = path.read_text().strip()
        if path.stat().st_mode & 0o077:  # a copy put back from a backup may have lost its permissions
            path.chmod(0o600)
        secret = bytes.fromhex(text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise Refusal(f"读不到身份信息密钥：{path}。请从备份恢复。") from fault
    if len(secret) != 32:
        raise Refusal(f"身份信息密钥已损坏：{path}。请从备份恢复。")
    return secret


def _create(path: Path) -> bytes:
    """A first key; never a second one: where something was sealed already, the key is lost and must be brought back."""
    for model in apps.get_models():  # kernel and applications alike
        if any(field.name == "sealed" for field in model._meta.concrete_fields) and models.QuerySet(model).exists():
            raise Refusal(f"身份信息密钥不见了：{path}。已有加密的身份信息，不能另造密钥，请从备份恢复。")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".identity_key.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(32) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was quicker
    finally:
        temporary.unlink(missing_ok=True)
    found = _read(path)
    assert found is not None
    return found
