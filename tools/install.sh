#!/usr/bin/env bash
# Fill .venv from the pinned lists: install.sh PYTHON runtime|dev. Run through `make setup`.
set -euo pipefail
python=$1 which=$2
cd "$(dirname "$0")/.."
here=$(pwd)
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本(make PYTHON=python3.11 …)。" >&2; exit 2; }
[ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || { rm -rf .venv/bin .venv/lib .venv/include .venv/pyvenv.cfg; "$python" -m venv .venv; }
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
for list in requirements.txt requirements-dev.txt; do [ -s "$list" ] || { echo "$list is empty" >&2; exit 3; }; done
export VIRTUAL_ENV="$here/.venv"
if [ "$which" = dev ]; then
  .venv/bin/uv pip sync --quiet --require-hashes requirements.txt requirements-dev.txt
else
  .venv/bin/uv pip install --quiet --require-hashes -r requirements.txt
fi
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$here" > "$site/gongkai.pth"
cat > .venv/bin/gongkai <<EOT
#!$here/.venv/bin/python
import sys
from gongkai.config.cli import main
sys.exit(main())
EOT
chmod +x .venv/bin/gongkai
