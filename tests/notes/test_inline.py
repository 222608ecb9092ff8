"""What a stretch of inline Markdown says."""

from __future__ import annotations

import pytest

from assistant.notes.parser import inline_of


@pytest.mark.parametrize(
    ("raw", "text", "markdown"),
    [
        ("plain words", "plain words", "plain words"),
        ("**bold** and *soft*", "bold and soft", "**bold** and *soft*"),
        ("__bold__ and _soft_", "bold and soft", "**bold** and *soft*"),
        ("***both***", "both", "***both***"),
        ("the `PUT` call", "the PUT call", "the `PUT` call"),
        ("`` a`b ``", "a`b", "`` a`b ``"),
        ("[words](https://example.org)", "words", "words"),
        ("<https://example.org>", "https://example.org", "https://example.org"),
        ("![words](x.png)", "words", "words"),
        ('<img src="x.png" alt="words">', "words", "words"),
        ("<img src=x.png>", "", ""),
        ("<b>words</b> <span class='x'>more</span>", "words more", "words more"),
        ("one<br/>two", "one; two", "one; two"),
        ("one\ntwo", "one two", "one two"),
        ("one  \ntwo", "one two", "one two"),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7", "5 < 6 & 7"),
        ("2 \\* 3 \\* 4", "2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("2 * 3 ** 4", "2 * 3 ** 4", "2 \\* 3 \\*\\* 4"),
        ("a `code", "a `code", "a \\`code"),
        ("a <!-- aside --> b", "a b", "a b"),
        ("  much   space\t here ", "much space here", "much space here"),
        ("", "", ""),
    ],
)
def test_words_and_marks(raw: str, text: str, markdown: str) -> None:
    inline = inline_of(raw)
    assert (inline.text, inline.markdown) == (text, markdown)
    assert not inline.struck


@pytest.mark.parametrize(
    "raw",
    ["words", "5", "**x**", "`x`", "[link](u) with words of its own around", "日本語", "the TODO list", "TODOs pile up"],
)
def test_what_states_something_is_quotable(raw: str) -> None:
    assert inline_of(raw).quotable


@pytest.mark.parametrize("raw", ["", "...", "**!**", "[link](u)", "see [link](u)", "TODO x", "~~x~~", "(TODO x)", "- TBD"])
def test_what_states_nothing_is_not_quotable(raw: str) -> None:
    assert not inline_of(raw).quotable


@pytest.mark.parametrize("raw", ["~~x~~ y", "<del>x</del> y", "<s>x</s> y", "<strike>x</strike> y", "<DEL>x</DEL> y"])
def test_struck_words_are_left_out(raw: str) -> None:
    inline = inline_of(raw)
    assert (inline.text, inline.markdown, inline.struck) == ("y", "y", True)


def test_emphasis_that_held_only_struck_words_leaves_no_marks() -> None:
    assert inline_of("a **~~b~~** c").markdown == "a c"


def test_struck_text_that_is_never_closed_stays_struck() -> None:
    assert inline_of("kept <del>gone and gone").text == "kept"


@pytest.mark.parametrize(
    "raw",
    [
        "**~~old~~ new** rest",
        "**new ~~old~~** rest",
        "\\~~kept\\~~ words",
        "\\[x\\](address) words",
        "a \\_b\\_ c",
        "R&amp;amp;D",
        "a\\\\*b*",
        "``` a`` b ``` c",
    ],
)
def test_markdown_says_the_same_words_as_the_text(raw: str) -> None:
    inline = inline_of(raw)
    assert inline_of(inline.markdown).text == inline.text
