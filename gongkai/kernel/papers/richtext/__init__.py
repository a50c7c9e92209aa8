"""Rich text of documents: cleaned on entry, read as text, compared, listed and turned into blocks; pure, no Django."""

from gongkai.kernel.papers.richtext.blocks import blocks
from gongkai.kernel.papers.richtext.clean import from_plain, sanitize
from gongkai.kernel.papers.richtext.difference import diff
from gongkai.kernel.papers.richtext.headings import contents, with_anchors
from gongkai.kernel.papers.richtext.paste import from_word_paste
from gongkai.kernel.papers.richtext.text import to_text
from gongkai.kernel.papers.richtext.word import from_docx

__all__ = [
    "blocks",
    "contents",
    "diff",
    "from_docx",
    "from_plain",
    "from_word_paste",
    "sanitize",
    "to_text",
    "with_anchors",
]
