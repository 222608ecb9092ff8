"""The help with a section that a chat model gives: buttons beside its text, whose outcome comes into the chat like an answer."""

from __future__ import annotations

from assistant.notes import Section
from assistant.web.markdown import attribute

HELPS = {
    "simpler": ("Explain simply", "Explain “{}” simply"),
    "guide": ("Study guide", "Write a study guide of “{}”"),
    "scenario": ("Exam scenario", "Give me an exam scenario on “{}”"),
}
"""By the kind of help: what its button says, and what then stands in the chat."""

COMPARE = "compare"
"""The kind of help that takes a second section, which the page asks for."""


def helps_html(section: Section) -> str:
    """The buttons for a section.

    Args:
        section: the section; with all below it, it holds text.
    """
    named = " › ".join(section.path[-2:])
    buttons = "".join(
        f'<button type="button" class="help" data-help="{kind}" data-about="{attribute(section.anchor)}" '
        f'data-words="{attribute(words.format(named))}">{label}</button>'
        for kind, (label, words) in HELPS.items()
    )
    compare = (
        f'<button type="button" class="help" data-compare="{attribute(section.anchor)}" aria-expanded="false" '
        f'data-words="{attribute(f"Compare “{named}” with")}">Compare with…</button>'
    )
    return f'<div class="helps" role="group" aria-label="Help with this section">{buttons}{compare}</div>'
