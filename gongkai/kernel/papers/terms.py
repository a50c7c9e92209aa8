"""The words of papers: the form of a rendition and how far it has come."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class Format(Term):
    """The form in which a document is handed out."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word 文档"

    @property
    def media_type(self) -> str:
        """The media type under which a rendition is stored and served."""
        return {
            "pdf": "application/pdf",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }[self.value]


class State(Term):
    """How far a rendition has come."""

    QUEUED = "queued", "排版中"
    READY = "ready", "已生成"
    FAILED = "failed", "未能生成"
