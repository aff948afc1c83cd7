"""The HTML part of a mail: its Markdown, block by block, in the layout; styles are inlined once, not once a mail."""

import re
from functools import cache, lru_cache
from importlib.resources import files

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markdown_it import MarkdownIt
from markupsafe import Markup

from store.settings import settings

#: A paragraph that is only « label : <address> » is what the reader is asked to do.
_BUTTON = re.compile(r"(?P<label>[^\n<>]{1,80}?)\s*:\s*<(?P<url>https?://[^\s<>]+)>")
_OFFICIAL = re.compile(r"mailto:|https://([\w-]+\.)*(gouv\.fr|telerecours\.fr|defenseurdesdroits\.fr)(/|$)")
_TEMPLATES = files("notifications") / "templates"


# The readers of one letter follow each other, and most of them read the same.
@lru_cache(64)
def page(subject: str, text: str, rows: tuple[tuple[str, str], ...], footer: str) -> str:
    """The whole HTML part; `rows` are the facts shown in a table above the text."""
    return _layout().render(subject=subject, body=_body(text), rows=rows, footer=footer)


def _body(text: str) -> Markup:
    # Most blocks (greeting, remedies, signature) come back in many letters: each is converted once.
    return Markup("\n".join(_block(block) for block in text.split("\n\n")))


@lru_cache(8192)
def _block(block: str) -> str:
    button = _BUTTON.fullmatch(block)
    if button and _trusted(button["url"]):
        return _button().render(button.groupdict())
    return _styled(_markdown().render(block))


def _styled(html: str) -> str:
    return css_inline.inline_fragment(html, _body_css()).strip()


def _trusted(url: str) -> bool:
    return url.startswith(f"{settings().public_url}/") or _OFFICIAL.match(url) is not None


@cache
def _body_css() -> str:
    return (_TEMPLATES / "body.css").read_text(encoding="utf-8")


@cache
def _markdown() -> MarkdownIt:
    # A text given with an act may contain anything: no HTML, no picture, and no link but to us or to the State.
    markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "code"])
    markdown.validateLink = _trusted  # type: ignore[method-assign]
    return markdown


@cache
def _templates() -> Environment:
    # Statements stand in comments, which an HTML parser leaves where they are, even inside a table.
    return Environment(
        loader=PackageLoader("notifications"),
        undefined=StrictUndefined,
        autoescape=True,
        block_start_string="<!--%",
        block_end_string="%-->",
    )


@cache
def _button() -> Template:
    return _templates().from_string(_styled((_TEMPLATES / "button.html").read_text(encoding="utf-8")))


@cache
def _layout() -> Template:
    source = (_TEMPLATES / "layout.html").read_text(encoding="utf-8")
    inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
    return _templates().from_string(inliner.inline(source))
