"""Teaches the cross-encoder which texts answer a question, from review questions."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.nn.utils import clip_grad_norm_

from assistant.answering.cross_encoder import NUMBERS, Network
from assistant.index import Progress, SearchIndex
from assistant.index.alike import turn_all
from assistant.index.embedder import Vectors

_NEAREST = 4
"""How many of the nearest texts that do not answer a question it may be held against."""

_RATE, _WARM_UP, _CLIP, _DECAY = 1e-3, 60, 1.0, 0.01
_BATCH, _SORTED_TOGETHER = 64, 50
_AT_ONCE = 500
_AGAIN = 0.5
"""Each round ends with a rate near zero, and the next starts anew at half the first one's (Loshchilov and Hutter 2017, arXiv
1608.03983)."""

NOTES = Path(__file__).with_name("lessons")
"""Notes on other subjects with their review questions, of which no suite asks anything: what is learned is to hold there too."""

Pair = tuple[str, str, float]
"""A question, a text, and 1 where it answers it, else 0."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with texts that answer it and near ones that do not.

    Attributes:
        question: a wording of a review question, or of one that the notes leave open.
        carriers: passages that carry its answer; none for an open question.
        twins: other wordings with the same answer, each followed by it.
        near: the nearest passages that do not carry it.
        others: the nearest questions with another answer, each followed by that.
    """

    question: str
    carriers: tuple[str, ...]
    twins: tuple[str, ...]
    near: tuple[str, ...]
    others: tuple[str, ...]


def lessons(index: SearchIndex) -> list[Lesson]:
    """A lesson for each wording of the review questions and open questions.

    Args:
        index: notes with both beside them; their texts are embedded anew.
    """
    texts = {kind: [entry.text for entry in index.entries[kind]] for kind in ("passages", "questions", "open")}
    vectors = {kind: index.embedder.embed(some) for kind, some in texts.items()}
    asked = [index.review.by_id[entry.id] for entry in index.entries["questions"]]
    told = [f"{text} {question.answer}" for text, question in zip(texts["questions"], asked, strict=True)]
    rows = {entry.id: row for row, entry in enumerate(index.entries["passages"])}
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for row, question in enumerate(asked):
        groups[question.answer].append(row)
    carriers = {
        answer: {rows[id] for row in group for id in asked[row].passages if id in rows} for answer, group in groups.items()
    }
    found: list[Lesson] = []
    questions = turn_all(vectors["questions"], index.alike)
    for kind in ("questions", "open"):
        passages_near = _nearest(turn_all(vectors[kind], index.adapter), vectors["passages"])
        questions_near = _nearest(turn_all(vectors[kind], index.alike), questions)
        for row, (text, near, others) in enumerate(zip(texts[kind], passages_near, questions_near, strict=True)):
            answer = asked[row].answer if kind == "questions" else None
            right = carriers[answer] if answer is not None else set()
            wrong = [other for other in others if asked[other].answer != answer and not carriers[asked[other].answer] & right]
            found.append(
                Lesson(
                    text,
                    tuple(texts["passages"][at] for at in sorted(right)),
                    tuple(told[at] for at in groups.get(answer or "", ()) if at != row),
                    tuple([texts["passages"][at] for at in near if at not in right][:_NEAREST]),
                    tuple([told[at] for at in wrong][:_NEAREST]),
                )
            )
    return found


def _nearest(vectors: Vectors, others: Vectors) -> Iterator[list[int]]:
    """For each vector the rows of the nearest others, nearest first."""
    for start in range(0, len(vectors), _AT_ONCE):
        yield from np.argsort(-(vectors[start : start + _AT_ONCE] @ others.T), axis=1, kind="stable")[:, :60].tolist()


def pairs(lessons: Sequence[Lesson], chance: random.Random) -> list[Pair]:
    """Two pairs of each lesson: one that answers and one that does not, or for an open question two that do not."""
    drawn: list[Pair] = []
    for lesson in lessons:
        if right := lesson.carriers or lesson.twins:
            answers = lesson.twins if lesson.twins and chance.random() < 0.5 else right
            drawn.append((lesson.question, chance.choice(answers), 1.0))
            if wrong := [some for some in (lesson.near, lesson.others) if some]:
                drawn.append((lesson.question, chance.choice(chance.choice(wrong)), 0.0))
        else:
            drawn += [(lesson.question, chance.choice(some), 0.0) for some in (lesson.near, lesson.others) if some]
    return drawn


def _batches(drawn: Sequence[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Shuffled batches of texts of like length, so that little is padded."""
    shuffled = chance.sample(drawn, len(drawn))
    for start in range(0, len(shuffled), _BATCH * _SORTED_TOGETHER):
        alike = sorted(shuffled[start : start + _BATCH * _SORTED_TOGETHER], key=lambda pair: len(pair[0]) + len(pair[1]))
        batches = [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
        yield from chance.sample(batches, len(batches))


def rounds_of(shipped: Sequence[Lesson], others: Sequence[Lesson]) -> list[list[Lesson]]:
    """What each round goes through: the shipped notes, the same again, then other subjects with as many lessons of the shipped.

    Args:
        shipped: lessons of the shipped notes.
        others: lessons of notes on other subjects.
    """
    mixed = random.Random(0).sample(shipped, min(len(shipped), len(others)))  # noqa: S311
    return [list(shipped), list(shipped), [*others, *mixed]]


def train(rounds: Sequence[Sequence[Lesson]], out: Path = NUMBERS, done: Progress | None = None) -> None:
    """Learns from lessons and stores what was learned: about 1,000 lessons a minute on two cores.

    Args:
        rounds: what to learn from, one round after the other.
        out: the file to write.
        done: told how many batches are done.
    """
    torch.manual_seed(0)
    threads = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    network = Network()
    learned = network.learned()
    chance = random.Random(0)  # noqa: S311
    drawn = [list(_batches(pairs(lessons, chance), chance)) for lessons in rounds]
    total, step = sum(map(len, drawn)), 0
    for number, batches in enumerate(drawn):
        optimizer = torch.optim.AdamW(learned.values(), weight_decay=_DECAY)
        rate = _RATE * _AGAIN if number else _RATE
        warm_up = max(1, min(_WARM_UP, len(batches) // 4))
        for at, batch in enumerate(batches):
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, (at + 1) / warm_up) * (1 - at / len(batches))
            questions, texts, answers = zip(*batch, strict=True)
            loss = binary_cross_entropy_with_logits(network(network.tokens(questions, texts)), torch.tensor(answers))
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(learned.values(), _CLIP)
            optimizer.step()
            step += 1
            if done:
                done(step, total)
    asked = len({lesson.question for lessons in rounds for lesson in lessons})
    made = f"python -m evals train: {len(rounds)} rounds, LoRA on all-MiniLM-L6-v2, from {asked} questions"
    save_file({name: tensor.detach().half() for name, tensor in learned.items()}, out, {"made": made})
    torch.set_num_threads(threads)
