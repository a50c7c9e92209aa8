"""Cases on the command line: a backup brings back who asked, an imported year and gongkai rebuild reach the due dates."""

from __future__ import annotations

import subprocess
import sys
import tarfile

from tests.config.gongkai import made_ready, run_all, surroundings

_CITY = """
from datetime import date, datetime
from gongkai.config.cli import prepare
prepare()
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import CHINA
from tests import factories
from tests.answer.foi import requests
where = requests.office()
case = requests.handling(where, at=datetime(2026, 9, 1, 10, tzinfo=CHINA))
admin = factories.person(Role.ADMIN, organ=where.organ)
print(case.pk, case.due_at.astimezone(CHINA).date(), admin.username)
"""
_YEAR = """2026-01-01至2026-01-03,元旦,放假
2026-01-04,元旦,上班
2026-02-15至2026-02-23,春节,放假
2026-02-14,春节,上班
2026-02-28,春节,上班
2026-04-04至2026-04-06,清明节,放假
2026-05-01至2026-05-05,劳动节,放假
2026-05-09,劳动节,上班
2026-06-19至2026-06-21,端午节,放假
2026-09-07,特别安排,放假
2026-09-25至2026-09-27,中秋节,放假
2026-10-01至2026-10-07,国庆节,放假
2026-10-10,国庆节,上班
2026-09-20,国庆节,上班"""


def _python(folder, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], env=surroundings(folder), cwd=folder.parent, text=True, capture_output=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_a_city_with_cases_is_backed_up_restored_verified_and_recomputed(tmp_path):
    folder, archive = tmp_path / "city" / "data", tmp_path / "city.tar.gz"
    made_ready(folder)
    pk, due, admin = _python(folder, _CITY).split()
    assert due == "2026-09-29"
    (tmp_path / "2026.csv").write_text(_YEAR)
    said = run_all(
        folder,
        ["workdays", "import", "2026", tmp_path / "2026.csv", "--source", "国办发明电〔2026〕9号", "--by", "nobody"],
        ["workdays", "import", "2026", tmp_path / "2026.csv", "--source", "国办发明电〔2026〕9号", "--by", admin],
        ["workdays", "import", "2026", tmp_path / "missing.csv", "--source", "x", "--by", admin],
        ["rebuild"],
        ["backup", archive],
    )
    assert [one.code for one in said] == [3, 0, 2, 0, 0], [one.err for one in said]
    assert "改变 1 件" in said[1].out
    assert "改正 0 件" in said[3].out
    with tarfile.open(archive) as opened:
        assert "secrets/identity_key" in opened.getnames()
    target = tmp_path / "new" / "data"
    (restored,) = run_all(target, ["restore", archive, "--json"])
    assert (restored.code, restored.json["faults"]) == (0, [])
    look = f"""
from gongkai.config.cli import prepare
prepare()
from gongkai.kernel.casework import identity
from gongkai.kernel.casework.models import Case, Party
from gongkai.kernel.vocabulary import CHINA
case = Case.objects.get(pk={pk})
named = bool(identity.unseal(Party.objects.filter(case=case).earliest("pk").sealed)["name"])
print(case.due_at.astimezone(CHINA).date(), named)
"""
    assert _python(target, look) == "2026-09-30 True"
    (target / "secrets" / "identity_key").unlink()
    (verified,) = run_all(target, ["verify", "--all", "--json"])
    assert verified.code == 1
    assert any("身份信息密钥不见了" in fault for fault in verified.json["faults"])
