from __future__ import annotations

import re

import pytest

from quiz.rendering import drawing, markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](https://evil.example/x.png)",
    '[a](https://x.example "onmouseover=alert(1)")',
    "<svg onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<a href='https://x.example' style='position:fixed'>x</a>",
    "<iframe src=https://x.example></iframe>",
    "[a](http://x.example)",
    "`</code><script>alert(1)</script>`",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("render", [markdown.inline, markdown.block])
def test_no_text_brings_its_own_html(render: type, attack: str) -> None:
    html = str(render(attack))

    assert not re.search(r"<(script|img|svg|style|iframe)|<[^>]+\s(on\w+|style|src)=", html)
    assert not re.search(r'href="(?!https://)', html)


def test_inline_text_has_no_paragraph_around_it() -> None:
    assert markdown.inline("use `taskRoleArn`, **not** a key\n") == (
        "use <code>taskRoleArn</code>, <strong>not</strong> a key"
    )


def test_a_line_break_between_full_width_characters_is_dropped() -> None:
    assert markdown.block("権限を\n渡します。\nECS と\nS3") == "<p>権限を渡します。\nECS と\nS3</p>"


def test_a_tables_alignment_is_a_class_and_its_header_names_columns() -> None:
    html = markdown.block("| a | b |\n|:--|--:|\n| 1 | 2 |")

    assert '<th class="start" scope="col">a</th>' in html
    assert '<td class="end">2</td>' in html
    assert "style" not in html


def test_headings_of_an_author_stay_below_those_of_the_page() -> None:
    assert markdown.block("# one\n\n## two") == "<h3>one</h3>\n<h4>two</h4>"


def test_a_drawing_becomes_an_svg_with_a_name_and_no_style_of_its_own() -> None:
    svg = drawing.svg("+---+   +---+\n| a |-->| b |\n+---+   +---+", "a calls b")

    assert svg.startswith("<svg")
    assert 'role="img"' in svg
    assert "<title>a calls b</title>" in svg
    assert "<style" not in svg


def test_what_cannot_be_drawn_is_shown_as_text() -> None:
    html = drawing.svg("", "<nothing> to see")

    assert html == '<pre role="img" aria-label="&lt;nothing&gt; to see"></pre>'
