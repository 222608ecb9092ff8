"""A quiz as HTML: the start, each item as it stands, and the score at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.notes import Library
from assistant.progress import Place, Sitting, SittingKind
from assistant.progress.sittings import TYPED, SittingSummary
from assistant.progress.statistics import Share
from assistant.quiz import Grade, Kind
from assistant.study import MINUTES_AN_ITEM
from assistant.web.item_views import KIND_NAMES, answered_html, asked_html, mistake_html, reason_html
from assistant.web.markdown import attribute
from assistant.web.parts import button, button_link, shown_path

COUNTS = (5, 10, 20, 40)
"""How many items are offered."""

EXAM_COUNTS = (20, 40, 65)
"""How many questions of an exam are offered; 65 is what many certification exams ask."""


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The score of one part of the notes.

    Attributes:
        title: the section's path, or the chapter.
        right: how many were right.
        of: how many were asked.
    """

    title: str
    right: int
    of: int


def start_html(library: Library, unfinished: Sequence[Sitting], past: Sequence[SittingSummary]) -> str:
    """What can be taken: a quiz, an exam, or what was left open.

    Args:
        library: the notes.
        unfinished: quizzes and exams that are still being taken.
        past: those that were ended.
    """
    chapters = "".join(
        f'<option value="{attribute(section.anchor)}">{"  " * section.depth}{attribute(section.title)}</option>'
        for section in library.sections
        if section.depth < 2
    )
    counts = "".join(_radio("count", str(count), str(count), checked=count == 10) for count in COUNTS)
    kinds = "".join(
        f'<label class="pick"><input type="checkbox" name="kind" value="{kind.value}" checked><span>{name}</span></label>'
        for kind, name in KIND_NAMES.items()
    )
    return (
        '<h1 class="page-title" tabindex="-1">Quiz yourself</h1>'
        f"{''.join(_go_on(sitting) for sitting in unfinished)}"
        '<form class="card setup" id="setup"><h2>A quiz</h2>'
        '<p class="soft">With feedback at once, each answer beside the notes.</p>'
        '<label class="field"><span>About</span>'
        f'<select name="scope"><option value="">All notes</option>{chapters}</select></label>'
        f'<fieldset class="field"><legend>Questions</legend><div class="picks">{counts}</div></fieldset>'
        f'<fieldset class="field"><legend>Kinds</legend><div class="picks">{kinds}</div></fieldset>'
        '<label class="pick line"><input type="checkbox" name="weak" checked><span>Weak and due sections first</span></label>'
        f"{button('', 'Start', 'Enter', 'primary')}</form>"
        f"{_exam_form()}{_past(past)}"
    )


def _exam_form() -> str:
    counts = "".join(
        _radio("exam-count", str(count), f"{count} <small>in {count * MINUTES_AN_ITEM:.0f} min</small>", checked=count == 20)
        for count in EXAM_COUNTS
    )
    return (
        '<form class="card setup" id="exam-setup"><h2>A mock exam</h2>'
        '<p class="soft">Timed and mixed, each chapter by its weight. '
        "No feedback until you hand it in; a reload loses nothing.</p>"
        f'<fieldset class="field"><legend>Questions</legend><div class="picks">{counts}</div></fieldset>'
        f"{button('', 'Start the exam', css='secondary')}</form>"
    )


def place_html(sitting: Sitting, place: Place, grade: Grade | None) -> str:
    """One item of a quiz, to answer or with its feedback.

    Args:
        sitting: the quiz.
        place: the item's place.
        grade: what of the key was found in the answer; None where there is none.
    """
    attempt = place.attempt
    if attempt is None or grade is None:
        body = asked_html(place.item) + _asked_foot()
        state = "asked"
    else:
        body = (
            _verdict(place)
            + answered_html(place.item, attempt.given, grade, attempt.right)
            + reason_html(place.item, gone=place.gone)
            + _answered_foot(place)
        )
        state = "answered"
    return (
        f'<section class="item {state}" data-sitting="{attribute(sitting.id)}" data-number="{place.number}" '
        f'data-kind="{place.item.kind.value}" data-state="{state}">{_head(sitting, place)}{body}</section>'
    )


def summary_html(sitting: Sitting) -> str:
    """The score, by section, and each mistake with the place in the notes."""
    missed = [place for place in sitting.places if place.missed]
    open_ = [place for place in sitting.places if place.attempt is None]
    asked = len(sitting.places)
    exam = sitting.kind is SittingKind.EXAM
    scores = scores_of(sitting, by_chapter=exam)
    rows = "".join(_score(score) for score in scores)
    again = ""
    if missed or open_:
        name = "Retry the mistakes" if missed else "Take what was left"
        again = button("retry", name, "Enter", "primary", data_sitting=sitting.id)
    share = Share(sitting.right, asked).text if exam else f"{sitting.right} of {asked}"
    told = f"{sitting.right} of {asked} right" if exam else "right"
    return (
        f'<section class="summary" data-sitting="{attribute(sitting.id)}"><p class="kind">{attribute(sitting.title)}</p>'
        f'<h1 class="score" tabindex="-1">{share} <span>{told}</span></h1>{_praise(sitting)}'
        f'<div class="buttons">{again}{button_link("/quiz", "New quiz")}{button_link("/review", "What is due")}</div>'
        f'<div class="card"><h2>By {"chapter" if exam else "section"}</h2><ul class="scores">{rows}</ul></div>'
        f"{_listed('Mistakes', missed)}{_listed('Left open' if exam else 'Skipped', open_)}{_listed_flags(sitting)}</section>"
    )


def scores_of(sitting: Sitting, *, by_chapter: bool) -> tuple[SectionScore, ...]:
    """The score of each section or chapter, in the order of the notes."""
    counted: dict[str, list[bool]] = {}
    for place in sorted(sitting.places, key=lambda place: (place.item.citation.file, place.item.citation.lines)):
        path = place.item.citation.path
        title = path.split(" > ")[0] if by_chapter else path
        counted.setdefault(title, []).append(place.attempt is not None and place.attempt.right)
    return tuple(SectionScore(title, sum(rights), len(rights)) for title, rights in counted.items())


def _score(score: SectionScore) -> str:
    return (
        f'<li><span class="title">{attribute(shown_path(score.title))}</span>'
        f'<progress max="{score.of}" value="{score.right}" aria-hidden="true"></progress>'
        f"<span>{score.right} of {score.of}</span></li>"
    )


def _listed(title: str, places: Sequence[Place]) -> str:
    if not places:
        return ""
    return f'<div class="card"><h2>{title}</h2><ol class="mistakes">{"".join(mistake_html(place) for place in places)}</ol></div>'


def _listed_flags(sitting: Sitting) -> str:
    flagged = [place for place in sitting.places if place.flagged and place.attempt and place.attempt.right]
    return _listed("Flagged", flagged)


def _praise(sitting: Sitting) -> str:
    if sitting.right == len(sitting.places):
        text = "All right. These come back in some days, to make sure."
    elif sitting.answered:
        text = "What you missed comes back today under Review, and then at longer and longer intervals."
    else:
        text = "Nothing was answered."
    return f'<p class="soft">{text}</p>'


def _head(sitting: Sitting, place: Place) -> str:
    done = sum(one.attempt is not None or one.skipped for one in sitting.places)
    return (
        f'<header class="item-head"><p class="count">{place.number + 1} <span class="soft">of {len(sitting.places)}</span></p>'
        f'<progress max="{len(sitting.places)}" value="{done}" aria-label="Questions done"></progress>'
        f"{button('flag', 'Flag', 'F', aria_pressed=str(place.flagged).lower())}{button('end', 'End')}</header>"
    )


def _verdict(place: Place) -> str:
    right = place.attempt is not None and place.attempt.right
    word = "Right" if right else "Not right"
    own = " (your own verdict)" if place.attempt and place.attempt.own_verdict else ""
    return f'<p class="verdict {"right" if right else "wrong"}" role="status">{word}{own}</p>'


def _asked_foot() -> str:
    return f'<footer class="item-foot">{button("skip", "Skip", "S")}</footer>'


def _answered_foot(place: Place) -> str:
    overrule = ""
    if place.item.kind in TYPED and place.attempt:
        name, value = ("I was wrong", "false") if place.attempt.right else ("I was right", "true")
        overrule = button("overrule", name, css="secondary", data_right=value)
    return f'<footer class="item-foot">{overrule}{button("next", "Next", "Enter", "primary")}</footer>'


def _go_on(sitting: Sitting) -> str:
    name = "exam" if sitting.kind is SittingKind.EXAM else "quiz"
    done = sum(place.attempt is not None or place.given is not None for place in sitting.places)
    when = f"{sitting.started.astimezone():%d %b, %H:%M}"
    told = f"Your {name} <b>{attribute(sitting.title)}</b> of {when} is open: {done} of {len(sitting.places)} answered."
    return f'<p class="go-on"><span>{told}</span>{button_link(f"/quiz?sitting={sitting.id}", "Go on")}</p>'


def _past(past: Sequence[SittingSummary]) -> str:
    ended = [one for one in past if one.finished]
    if not ended:
        return ""
    rows = "".join(
        f'<li><a href="/quiz?sitting={attribute(one.id)}">{attribute(one.title)}</a>'
        f'<span class="soft">{one.right} of {one.items} right</span>'
        f'<time class="soft" datetime="{one.started.isoformat()}">{one.started.astimezone():%d %b, %H:%M}</time></li>'
        for one in ended[:8]
    )
    return f'<section class="card"><h2>Earlier</h2><ul class="past">{rows}</ul></section>'


def _radio(name: str, value: str, label: str, *, checked: bool) -> str:
    mark = " checked" if checked else ""
    return f'<label class="pick"><input type="radio" name="{name}" value="{value}"{mark}><span>{label}</span></label>'


def kinds_of(values: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds that a form names; those that do not exist are left out."""
    return tuple(kind for kind in Kind if kind.value in values)
