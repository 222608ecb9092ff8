"""The review page: what is due today, one card at a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from assistant.assistant import Assistant
from assistant.progress import Rating, Record
from assistant.progress.bound import now
from assistant.progress.reviews import Card
from assistant.progress.schedule import interval_text
from assistant.web.frame import Frame
from assistant.web.item_views import key_html, reason_html, recalled_html
from assistant.web.markdown import attribute
from assistant.web.parts import SHEET, button, button_link, counted, told_html
from assistant.web.visitor import Visitors

_NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


class Rated(BaseModel):
    """How well a card was known."""

    item: Annotated[str, Field(max_length=64)]
    rating: Rating
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0


def review_routes(assistant: Assistant, frame: Frame) -> APIRouter:
    """The addresses of the review page.

    Args:
        assistant: holds the notes and the records.
        frame: what the page stands in.
    """
    router = APIRouter(prefix="/review", include_in_schema=False)
    record_of = Visitors(assistant.study).record

    @router.api_route("", methods=["GET", "HEAD"])
    def page() -> HTMLResponse:
        return HTMLResponse(frame.document("/review", SHEET, "desk.css", "quiz.css", "review.css", "desk.js", "review.js"))

    @router.get("/view")
    def view(request: Request) -> HTMLResponse:
        return HTMLResponse(review_html(record_of(request)))

    @router.post("/rate")
    def rate(sent: Rated, request: Request) -> HTMLResponse:
        record = record_of(request)
        rated = record.reviews.rate(sent.item, sent.rating, sent.seconds)
        remark = f"{_NAMES[sent.rating]}: back in {interval_text(rated.memory.due - now())}."
        return HTMLResponse(review_html(record, remark, undo=True))

    @router.post("/undo")
    def undo(request: Request) -> HTMLResponse:
        record = record_of(request)
        card = record.reviews.undo()
        return HTMLResponse(review_html(record, "Taken back." if card else "There is nothing to take back.", first=card))

    return router


def review_html(record: Record, remark: str = "", *, undo: bool = False, first: Card | None = None) -> str:
    """The next card that is due, or that there is none.

    Args:
        record: whose cards.
        remark: what the last step did.
        undo: whether it can be taken back.
        first: a card to show before the others.
    """
    cards = record.reviews.cards()
    due = list(record.reviews.due(cards))
    told = told_html(remark, button("undo", "Undo", "U") if undo else "")
    card = first or (due[0] if due else None)
    if card is None:
        return told + _nothing(cards)
    return (
        f'{told}<section class="item review" data-item="{attribute(card.item.id)}" data-state="asked">'
        f'<header class="item-head"><p class="count">{len(due)} <span class="soft">due today</span></p></header>'
        f'{recalled_html(card.item)}<div class="back" id="back" hidden>{key_html(card.item)}{reason_html(card.item)}'
        f"{_ratings(card)}</div>"
        f'<footer class="item-foot" id="front-foot">{button("reveal", "Show the answer", "Enter", "primary")}</footer></section>'
    )


def _nothing(cards: tuple[Card, ...]) -> str:
    coming = [card for card in cards if not card.gone]
    if not coming:
        return _empty(
            "Nothing to review yet",
            "Every question that you answer in a quiz becomes a card here. It comes back when you are about to forget it.",
            button_link("/quiz", "Start a quiz", "primary"),
        )
    return _empty(
        "Done for today",
        f"The next card is due in {interval_text(coming[0].memory.due - now())}; {counted(len(coming), 'card')} in all.",
        button_link("/quiz", "Take a quiz", "primary") + button_link("/progress", "See your progress"),
    )


def _empty(title: str, text: str, links: str) -> str:
    heading = f'<h1 class="page-title" tabindex="-1">{title}</h1>'
    return f'<div class="empty">{heading}<p>{text}</p><div class="buttons">{links}</div></div>'


def _ratings(card: Card) -> str:
    intervals = card.intervals(now())
    buttons = "".join(
        f'<button type="button" class="rating {name.lower()}" data-rating="{int(rating)}">'
        f'<kbd aria-hidden="true">{int(rating)}</kbd>'
        f"<b>{name}</b><small>{interval_text(intervals[rating])}</small></button>"
        for rating, name in _NAMES.items()
    )
    return f'<div class="ratings" role="group" aria-label="How well did you know it?">{buttons}</div>'
