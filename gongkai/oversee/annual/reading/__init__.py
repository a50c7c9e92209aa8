"""Reads annual reports that others published: html, docx, pdf, Markdown, flattened text; no database, nothing guessed silently."""

from __future__ import annotations

from gongkai.oversee.annual.reading.published import Published, Unread, read, read_many

__all__ = ["Published", "Unread", "read", "read_many"]
