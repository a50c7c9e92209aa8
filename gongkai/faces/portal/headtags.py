"""The head tags that an inspection of government sites looks for (网页标签); a tag without content is left out."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.faces.portal import addresses
from gongkai.kernel.organizations.queries import Site
from gongkai.kernel.records.queries import Record, Revision
from gongkai.kernel.vocabulary import CHINA

Tags = tuple[tuple[str, str], ...]


def of_site(site: Site) -> Tags:
    """SiteName, SiteDomain, SiteIDCode: on every page."""
    return _filled(
        [("SiteName", site.name), ("SiteDomain", site.domain or addresses.host()), ("SiteIDCode", site.id_code)]
    )


def of_column(name: str, description: str, *, keywords: str = "", types: str = "信息公开") -> Tags:
    """A page that gathers others: its title, its scope in one sentence, its words and its class."""
    return _filled(
        [
            ("ColumnName", name),
            ("ColumnDescription", description),
            ("ColumnKeywords", keywords or name),
            ("ColumnType", types),
        ]
    )


def of_article(record: Record, revision: Revision, *, column: str, types: str, image: str = "") -> Tags:
    """A record: PubDate is ``YYYY-MM-DD HH:MM``; Author is who is responsible, ContentSource where it comes from."""
    published = record.published_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if record.published_at else ""
    keywords = "，".join(dict.fromkeys(filter(None, [*revision.keywords.replace("；", "，").split("，"), column])))
    return _filled(
        [
            ("ColumnName", column),
            ("ColumnType", types),
            ("ArticleTitle", revision.title),
            ("PubDate", published),
            ("ContentSource", revision.content_source or revision.organ_name),
            ("Keywords", keywords),
            ("Author", revision.responsible_unit or revision.organ_name),
            ("Description", revision.summary or revision.title),
            ("Image", image),
            ("Url", addresses.absolute(addresses.record(record.pk))),
        ]
    )


def _filled(tags: Iterable[tuple[str, str]]) -> Tags:
    squeezed = [(name, " ".join((content or "").split())) for name, content in tags]
    return tuple((name, content) for name, content in squeezed if content and content != "null")
