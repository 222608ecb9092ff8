"""Items of every kind, some of them full of signs that other programs take for their own."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.notes import Citation
from assistant.quiz import Item, Kind
from assistant.quiz.item import pair_line

SIGNS = "a 1=~#{}:\\/[]<>&%*_|-+@'\"\t$;,.é→`!"
TEXTS = st.builds("{}{}{}".format, st.text(SIGNS, max_size=12), st.sampled_from("aé1"), st.text(SIGNS, max_size=12))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@st.composite
def items(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Item:
    """An item as the writers make it, with any signs in its texts."""
    kind = draw(st.sampled_from(kinds))
    texts = [f"{_squeezed(text)}{at}" for at, text in enumerate(draw(st.tuples(*[TEXTS] * 8)))]
    id = draw(st.uuids()).hex[:16]
    place = Citation("1_1", f"Chapter {texts[0]} > {texts[1]}", "a.md", (3, 4), f"{texts[2]}\n{texts[3]}")
    stem, options, key = texts[4], (), texts[5]
    prompts = matches = ()
    if kind is Kind.MCQ:
        options = tuple(texts[5:8])
    elif kind is Kind.TRUE_FALSE:
        options, key = draw(st.sampled_from([(("True", "False"), "True"), (("True", "False"), "False"), (("Yes", "No"), "No")]))
    elif kind is Kind.CLOZE:
        stem = f"{texts[4]} _____ {texts[6]}"
    elif kind is Kind.MATCHING:
        prompts, matches = tuple(texts[0:3]), tuple(texts[5:8])
        options = tuple(sorted(matches))
        key = "\n".join(pair_line(*pair) for pair in zip(prompts, matches, strict=True))
    return Item(id, kind, stem, options, key, texts[7], place, prompts=prompts, matches=matches)
