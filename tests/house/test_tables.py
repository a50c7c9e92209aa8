"""Every workflow that a room declares is built, drawn and told, so that a contradiction fails before anyone meets it."""

from __future__ import annotations

import importlib

from gongkai.kernel.workflow import Workflow, diagram, matrix, outline, path_to

from .code import files, module_of


def declared() -> list[Workflow]:
    modules = [importlib.import_module(module_of(path)) for path in files() if path.name == "workflow.py"]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Workflow)]


def test_every_declared_table_is_sound_and_can_be_drawn_and_told():
    tables = declared()
    assert tables
    for table in tables:
        assert diagram(table).count("-->") > len(table.states)
        assert len(outline(table)) == len(table.states)
        assert any(matrix(table).values())
        assert all(path_to(table, state.code) or state.code == table.initial for state in table.states)


def test_no_two_tables_share_a_code():
    codes = [table.code for table in {id(table): table for table in declared()}.values()]
    assert len(set(codes)) == len(codes)
