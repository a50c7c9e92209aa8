"""A workflow is a table a lawyer can read: what may happen next, and by when; everything else is read off it.

Declare ``Workflow(code, initial, states, moves, clocks)``; ask ``step`` whether an event may follow a history,
``moves_open`` for the buttons, ``due`` for the clocks, ``progress``, ``diagram``, ``outline``, ``matrix`` for the rest.
"""

from gongkai.kernel.workflow.definition import DefinitionError, Workflow, path_to
from gongkai.kernel.workflow.drawings import Entry, Place, Step, diagram, matrix, outline, outline_text, progress
from gongkai.kernel.workflow.readings import ClockReading, Status, due, read, readings_of
from gongkai.kernel.workflow.steps import (
    DatedBackwards,
    Event,
    MoveRefused,
    NotFromHere,
    NotYourRole,
    OnlyOnce,
    Pause,
    Run,
    Situation,
    SomethingMissing,
    TermNotAllowed,
    UnknownMove,
    advance,
    moves_open,
    open_from,
    opening,
    situation,
    step,
)
from gongkai.kernel.workflow.table import STAY, Clock, Move, State, Unit

__all__ = [
    "STAY",
    "Clock",
    "ClockReading",
    "DatedBackwards",
    "DefinitionError",
    "Entry",
    "Event",
    "Move",
    "MoveRefused",
    "NotFromHere",
    "NotYourRole",
    "OnlyOnce",
    "Pause",
    "Place",
    "Run",
    "Situation",
    "SomethingMissing",
    "State",
    "Status",
    "Step",
    "TermNotAllowed",
    "Unit",
    "UnknownMove",
    "Workflow",
    "advance",
    "diagram",
    "due",
    "matrix",
    "moves_open",
    "open_from",
    "opening",
    "outline",
    "outline_text",
    "path_to",
    "progress",
    "read",
    "readings_of",
    "situation",
    "step",
]
