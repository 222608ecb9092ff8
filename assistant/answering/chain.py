"""The chain from question to answer, in LangChain's expression language."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda, RunnablePassthrough

from assistant.answering.answer import REFUSAL, Answer, AnswerPart
from assistant.answering.composer import Composer, cite
from assistant.answering.question import understand
from assistant.answering.ranking import rank

if TYPE_CHECKING:
    from assistant.index import SearchIndex


def build_chain(index: SearchIndex) -> Runnable[dict[str, Any], AnswerPart]:
    composer = Composer(index.library, index.passage_words.terms)

    def found(asked):
        return rank(understand(asked["question"], index.vocabulary), index)

    def write(inputs: Iterator[dict[str, Any]]) -> Iterator[AnswerPart]:
        for asked in inputs:
            start = time.perf_counter()
            question = understand(asked["question"], index.vocabulary)
            ranking = rank(question, index)
            statements = composer.compose(question, ranking)
            text = ""
            for s in statements:
                line = ("\n" if text else "") + s.line
                text += line
                yield AnswerPart(line)
            yield AnswerPart("", Answer(asked["question"], text or REFUSAL, bool(text), 1.0, cite(statements, index.library), statements, asked["question"], seconds=time.perf_counter() - start))

    return RunnableGenerator(write)
