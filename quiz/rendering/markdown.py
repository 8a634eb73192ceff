"""Markdown to HTML that is safe on a page: no raw HTML, no images, an allow-list at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_INLINE_TAGS = {"a", "code", "em", "strong", "br"}
_BLOCK_TAGS = _INLINE_TAGS | {
    *("p", "ul", "ol", "li", "pre", "blockquote", "hr", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_CLASSES = {"td": {"start", "center", "end"}, "th": {"start", "center", "end"}}
_ALIGNMENT = {"left": "start", "center": "center", "right": "end"}

# Two full-width characters: kana, kanji, full-width forms and CJK punctuation.
_WIDE = "\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])\n[ \t]*(?=[{_WIDE}])")


def _join_wide_lines(state: StateCore) -> None:
    """Drop a line break between two full-width characters: Japanese has no spaces.

    A break next to markup stays, since only text tokens on both sides can be judged.
    """
    for token in state.tokens:
        children = token.children or []
        kept: list[Token] = []
        for at, child in enumerate(children):
            if child.type == "softbreak" and 0 < at < len(children) - 1:
                edge = children[at - 1].content[-1:] + "\n" + children[at + 1].content[:1]
                if _BETWEEN_WIDE.search(edge):
                    continue
            kept.append(child)
        token.children = kept if token.children is not None else None


class _Renderer(RendererHTML):
    """Classes for the `style` that the CSP refuses; headings below the page's h2."""

    def renderToken(  # noqa: N802 - the library's name
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        if token.type in ("th_open", "td_open"):
            style = str(token.attrs.pop("style", ""))
            if align := _ALIGNMENT.get(style.removeprefix("text-align:")):
                token.attrs["class"] = align
            if token.type == "th_open":
                token.attrs["scope"] = "col"
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 2)}" if int(token.tag[1:]) < 3 else "h5"
        return super().renderToken(tokens, idx, options, env)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    parser.enable("table").disable(["image", "html_block", "html_inline"])
    parser.core.ruler.push("join_wide_lines", _join_wide_lines)
    return parser


_markdown = _parser()


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"https"},
        link_rel="noopener noreferrer",
    ).strip()


def block(text: str) -> str:
    """Block Markdown as safe HTML; "" for an empty text. `#` becomes h3, `##` h4, the rest h5."""
    return _clean(_markdown.render(text), _BLOCK_TAGS)


def inline(text: str) -> str:
    """Inline Markdown (code, emphasis, links) as safe HTML without a paragraph around it."""
    return _clean(_markdown.renderInline(text.strip()), _INLINE_TAGS)


_MARKS = re.compile(r"[`*_\\\[\]<>&|#~\n]|^\s*(?:[-+]|\d+[.)])\s")


# A code span on one line that begins and ends with no space, its marks standing alone.
_CODE = re.compile(r"(?<![`\\])`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)")


def plain(text: str) -> str:
    """What `block` shows of the text, without marks: each paragraph, item or cell on its line."""
    if not _MARKS.search(text):
        return text.strip()
    if not text[:1].isspace() and not _MARKS.search(_CODE.sub("x", text).strip()):
        return _CODE.sub(r"\1", text.strip())
    lines = []
    for token in _markdown.parse(text):
        if token.type == "inline":
            shown = (
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
            )
            lines.append("".join(shown))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content)
    return "\n".join(lines).strip()
