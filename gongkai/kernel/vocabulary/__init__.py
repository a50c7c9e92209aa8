"""Words shared by every room: terms with their article and how it is spelt, refusals, configurable numbers, the clock, clean text."""

from gongkai.kernel.vocabulary.citation import chinese, cited
from gongkai.kernel.vocabulary.clock import CHINA, now, today
from gongkai.kernel.vocabulary.numbers import Number
from gongkai.kernel.vocabulary.refusal import Refusal
from gongkai.kernel.vocabulary.term import Term
from gongkai.kernel.vocabulary.text import clean, fold, half_width, unified

__all__ = [
    "CHINA",
    "Number",
    "Refusal",
    "Term",
    "chinese",
    "cited",
    "clean",
    "fold",
    "half_width",
    "now",
    "today",
    "unified",
]
