"""A mock exam as HTML while it is taken: one question at a time, all of them in a grid, and the time that is left."""

from __future__ import annotations

from datetime import datetime

from assistant.progress import Place, Sitting
from assistant.web.item_views import asked_html
from assistant.web.markdown import attribute
from assistant.web.parts import button


def exam_html(sitting: Sitting, number: int, now: datetime) -> str:
    """One question of an exam.

    Args:
        sitting: the exam, not handed in yet.
        number: the question's place.
        now: this moment, for the time that is left.
    """
    place = sitting.places[number]
    left = max(0, int((sitting.deadline - now).total_seconds())) if sitting.deadline else -1
    filled = sum(one.given is not None for one in sitting.places)
    data = f'data-sitting="{attribute(sitting.id)}" data-number="{number}" data-kind="{place.item.kind.value}"'
    return (
        f'<section class="item exam" {data} data-state="exam" data-left="{left}" data-last="{len(sitting.places) - 1}">'
        f'<header class="item-head"><p class="count">{number + 1} <span class="soft">of {len(sitting.places)}</span></p>'
        f'<progress max="{len(sitting.places)}" value="{filled}" aria-label="Questions answered"></progress>'
        '<p class="clock" id="clock" role="timer" aria-label="Time left"></p>'
        f"{button('flag', 'Flag', 'F', aria_pressed=str(place.flagged).lower())}</header>{asked_html(place.item, place.given)}"
        f'<footer class="item-foot">{button("previous", "Back", "←", "secondary")}'
        f"{button('following', 'Next', 'Enter', 'primary')}</footer>"
        f'<nav class="grid" aria-label="Questions">{"".join(_cell(one, number) for one in sitting.places)}</nav>'
        f'<p class="hand-in"><span class="soft">{_state(sitting)}</span>'
        f"{button('hand-in', 'Hand in', css='secondary')}</p></section>"
    )


def _cell(place: Place, number: int) -> str:
    told = [f"Question {place.number + 1}"]
    told += ["answered"] if place.given is not None else ["open"]
    told += ["flagged"] if place.flagged else []
    css = " ".join(["cell", *(["filled"] if place.given is not None else []), *(["flagged"] if place.flagged else [])])
    here = ' aria-current="step"' if place.number == number else ""
    label = ", ".join(told)
    return f'<button type="button" class="{css}" data-go="{place.number}" aria-label="{label}"{here}>{place.number + 1}</button>'


def _state(sitting: Sitting) -> str:
    open_ = sum(place.given is None for place in sitting.places)
    flagged = sum(place.flagged for place in sitting.places)
    told = [f"{open_} open" if open_ else "All answered"]
    return ", ".join([*told, *([f"{flagged} flagged"] if flagged else [])])
