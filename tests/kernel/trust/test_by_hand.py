"""The recipe for strangers works as it is written, and the verifier needs neither Django nor a database."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel.trust.test_proofs import KEY, SCAN, SIGNER, made

ROOT = Path(__file__).resolve().parents[3]
RECIPE = ROOT / "docs" / "recipes" / "verify-by-hand.md"

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


def by_hand(folder: Path, proof: dict, *, key: str = KEY, scan: bytes = SCAN) -> subprocess.CompletedProcess[str]:
    """Run the shell blocks of the recipe, in order, in a folder with the three files."""
    (folder / "proof.json").write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    (folder / "key.txt").write_text(key + "\n", encoding="utf-8")
    (folder / "attachment.pdf").write_bytes(scan)
    blocks = re.findall(r"```bash\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    return subprocess.run(
        ["bash", "-eu", "-c", "\n".join(blocks)], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_recipe_accepts_a_true_proof(tmp_path):
    done = by_hand(tmp_path, made())
    assert done.returncode == 0, done.stderr
    assert "Signature Verified Successfully" in done.stdout
    assert "供热管理办法" in done.stdout


@pytest.mark.parametrize(
    "changes",
    [
        {"proof": {**made(), "statement": {"title": "别的"}}},
        {"proof": {**made(), "appended_at": "2025-03-02T09:00:00+08:00"}},
        {"proof": {**made(), "leaf_index": 2}},
        {"proof": {**made(), "checkpoint": made()["checkpoint"].replace("ledger 4", "ledger 5")}},
        {"scan": SCAN + b" "},
        {"key": type(SIGNER)("gongkai/test", bytes(32)).public.text},
        {"key": KEY[:-8] + "AAAAAAA="},
    ],
)
def test_the_recipe_refuses_what_was_changed(tmp_path, changes):
    assert by_hand(tmp_path, changes.pop("proof", made()), **changes).returncode != 0


def test_the_verifier_runs_without_django():
    code = "import sys; sys.modules['django'] = None; import gongkai.kernel.trust.proofs"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
