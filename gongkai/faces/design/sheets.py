"""The two style sheets, each joined from its parts in ``css/``.

Run ``python -m gongkai.faces.design.sheets`` after a change. A page must not ask for thirty files and the house has no
build step, so the joined sheets are kept in the repository and a test compares them with their parts.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = HERE / "css"
STATIC = HERE / "static" / "design"

COMPONENTS = sorted(path.relative_to(PARTS).as_posix() for path in (PARTS / "components").glob("*.css"))
SHEETS = {
    face: ["tokens.css", "base.css", f"faces/{face}.css", *COMPONENTS, "utilities.css", "print.css"]
    for face in ("portal", "desk")
}


def joined(face: str) -> str:
    """The text of one face's sheet ("portal" or "desk"): its parts in order, each under its name."""
    texts = {name: (PARTS / name).read_text(encoding="utf-8").strip() for name in SHEETS[face]}
    head = "/* Joined from gongkai/faces/design/css by sheets.py: change the parts, not this file. */"
    return "\n\n".join([head, *(f"/* ==== {name} ==== */\n{text}" for name, text in texts.items())]) + "\n"


def write() -> list[Path]:
    """Write both sheets and return their paths."""
    written = []
    for face in SHEETS:
        path = STATIC / f"{face}.css"
        path.write_text(joined(face), encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    write()
