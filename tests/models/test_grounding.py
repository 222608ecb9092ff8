"""A sentence passes only where its figures, units, names, negations and most of its words stand in its passages."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.entries import passage_text
from assistant.index.vocabulary import Vocabulary
from assistant.models.grounding import Evidence, Fault, contradict, coverage, faults
from assistant.models.quantities import Quantity, quantities
from assistant.notes import Library, Review, read_library, read_review, review_files
from tests.notes.reading import CORPUS

from .twists import TWISTS, twisted

EVENTS = "CloudTrail keeps events for 90 days."


def evidence(*texts: str, titles: tuple[str, ...] = (), vocabulary: Vocabulary | None = None) -> Evidence:
    return Evidence(texts, titles, vocabulary)


def of(sentence: str, *texts: str) -> set[Fault]:
    return set(faults(sentence, evidence(*texts)))


@pytest.mark.parametrize(
    "sentence",
    [
        EVENTS,
        "Events are kept for **90 days** by CloudTrail.",
        "CloudTrail keeps its events for ninety days.",
        "In CloudTrail, events are kept 2160 hours.",
    ],
)
def test_a_paraphrase_is_supported(sentence: str) -> None:
    assert of(sentence, EVENTS) == set()


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("CloudTrail keeps events for 30 days.", Fault.FIGURE),
        ("CloudTrail keeps events for 90 hours.", Fault.FIGURE),
        ("CloudTrail keeps 3 events for 90 days.", Fault.FIGURE),
        ("CloudWatch keeps events for 90 days.", Fault.NAME),
        ("CloudTrail keeps events for 90 days in Glacier.", Fault.NAME),
        ("CloudTrail does not keep events for 90 days.", Fault.NEGATION),
        ("CloudTrail keeps events for 90 days, since auditors everywhere demand proof.", Fault.WORDS),
        ("CloudTrail keeps events for 90 days, see https://evil.example/x", Fault.ADDRESS),
        ("CloudTrail keeps events for 90 days (help.evil.com).", Fault.ADDRESS),
        ("!?", Fault.EMPTY),
        ("No, you cannot.", Fault.EMPTY),
    ],
)
def test_what_the_passage_does_not_say_is_named(sentence: str, fault: Fault) -> None:
    assert fault in of(sentence, EVENTS)


def test_a_sentence_without_a_passage_is_not_supported() -> None:
    assert faults(EVENTS, evidence()) == (Fault.NO_SOURCE,)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("An NLB can be paused.", "An NLB cannot be paused."),
        ("Events are deleted.", "Events are never deleted."),
        ("Tasks run with a password.", "Tasks run without a password."),
        ("Reads don't block.", "Reads block."),
        ("There is no charge for reads.", "There is a charge for reads."),
    ],
)
def test_a_negation_may_neither_come_nor_go(sentence: str, passage: str) -> None:
    assert Fault.NEGATION in of(sentence, passage)


def test_a_negation_of_something_else_does_no_harm() -> None:
    passage = "Glacier encrypts all data, and does not compress it."
    assert of("Glacier encrypts all data.", passage) == set()
    assert of("Glacier does not compress data.", passage) == set()
    assert Fault.NEGATION in of("Glacier compresses data.", passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Replication is asynchronous.", "Replication is synchronous."),
        ("The subnet is private.", "The subnet is public."),
        ("The minimum size is 5 GB.", "The maximum size is 5 GB."),
        ("Encryption is disabled by default.", "Encryption is enabled by default."),
    ],
)
def test_the_opposite_of_a_word_is_a_fault(sentence: str, passage: str) -> None:
    assert Fault.OPPOSITE in of(sentence, passage)


@pytest.mark.parametrize(
    ("sentence", "passage", "fault"),
    [
        ("CloudTrail keeps events for ⑨⓪ days.", EVENTS, Fault.FIGURE),
        ("CloudTrail keeps events for seventy days.", EVENTS, Fault.FIGURE),
        ("CloudTrail keeps events for one hundred and ninety days.", EVENTS, Fault.FIGURE),
        ("CloudTrail keeps events for half of 90 days.", EVENTS, Fault.FIGURE),
        ("A disk writes 5 GB/s.", "A disk writes 5 GB.", Fault.FIGURE),
        ("A key costs $3 a day.", "A key costs $3 a month.", Fault.FIGURE),
        ("CloudTrail keeps events for at least 90 days.", EVENTS, Fault.BOUND),
        ("A failover takes at least 30 seconds.", "A failover takes less than 30 seconds.", Fault.BOUND),
        ("A group holds up to 3 nodes.", "A group holds at least 3 nodes.", Fault.BOUND),
        ("It can lose at least 3 copies.", "It runs in more than 3 zones, and can lose up to 3 copies.", Fault.BOUND),
        ("CloudTrail rarely keeps events for 90 days.", EVENTS, Fault.NEGATION),
        (
            "A stopped queue does share data, and keeps its topic.",
            "A stopped queue does not share data. It does not move.",
            Fault.NEGATION,
        ),
        ("CloudTrail must keep events for 90 days.", EVENTS, Fault.OVERSTATED),
        ("CloudTrail keeps all events for 90 days.", EVENTS, Fault.OVERSTATED),
        ("CloudTrail keeps events for 90 days, at a discount.", EVENTS, Fault.WORDS),
        ("The S3 table sends its logs to the ALB.", "The ALB table sends its logs to the S3.", Fault.EXCHANGED),
        ("Aurora keeps 3 copies of data in 6 zones.", "Aurora keeps 6 copies of data in 3 zones.", Fault.EXCHANGED),
        ("Paper is faster to read than glass.", "Glass is faster to read than paper.", Fault.EXCHANGED),
        ("AD Simple takes no trust.", "Simple AD takes no trust.", Fault.EXCHANGED),
        (
            "A bucket can only be shared with others.",
            "A bucket can be shared with others, and only the owner pays.",
            Fault.OVERSTATED,
        ),
        ("The exam must test every chapter.", "The exam can test every chapter, and notes must be handed in.", Fault.OVERSTATED),
        ("A queue always keeps its messages.", "A queue keeps its messages. Every topic has all rights.", Fault.OVERSTATED),
        ("A group works with all features disabled.", "A group works with all features enabled.", Fault.OPPOSITE),
        (
            "A private certificate needs a public authority.",
            "A private certificate needs a private authority. A public certificate is free.",
            Fault.OPPOSITE,
        ),
        (
            "A snapshot can be copied to another region.",
            "A snapshot can be copied to another region if it is public.",
            Fault.CONDITION,
        ),
        ("Unused keys are deleted.", "Unless somebody objects, unused keys are deleted.", Fault.CONDITION),
    ],
)
def test_a_twist_of_what_the_passage_says_is_named(sentence: str, passage: str, fault: Fault) -> None:
    assert of(passage, passage) == set()
    assert fault in of(sentence, passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("You must hand in the notes only after the exam.", "Notes have to be handed in after the exam only."),
        ("Every message of the queue is always kept.", "All messages of the queue are kept, always."),
        ("Glass is slower to read than paper.", "Paper is faster to read than glass."),
        ("CloudTrail events are read by Kafka.", "Kafka reads the events of CloudTrail."),
        (
            "A snapshot that is public can be copied to another region.",
            "A snapshot can be copied to another region if it is public.",
        ),
        ("Unused keys are deleted where nobody objects.", "Unless somebody objects, unused keys are deleted."),
        ("Reads work with or without a key.", "Reads work without a key. They work with a key as well."),
    ],
)
def test_the_same_in_another_order_passes(sentence: str, passage: str) -> None:
    found = of(sentence, passage)
    assert not found & {Fault.OVERSTATED, Fault.EXCHANGED, Fault.CONDITION}


def test_a_figure_of_another_line_is_not_taken_for_its_own() -> None:
    lines = ("An Aurora cluster holds up to 15 replicas in a region.", "A MySQL database holds up to 5 replicas of its own.")
    assert of("An Aurora cluster holds up to 15 replicas.", *lines) == set()
    assert Fault.EXCHANGED in of("An Aurora cluster in a region holds up to 5 replicas.", *lines)


def test_what_is_said_of_one_is_not_said_of_another() -> None:
    rows = ("Balancer: ALB; Layer: 7; Idle timeout (s): 60", "Balancer: NLB; Layer: 4; Idle timeout (s): 350")
    assert of("The ALB has an idle timeout of 60 s.", *rows) == set()
    assert of("The ALB has an idle timeout of 60 s, the NLB of 350 s.", *rows) == set()
    assert Fault.EXCHANGED in of("The ALB has an idle timeout of 350 s.", *rows)
    lines = ("An ALB routes by path and host.", "An NLB keeps the address of clients.")
    assert of("An ALB routes by path and host, and an NLB keeps the address of clients.", *lines) == set()
    assert Fault.EXCHANGED in of("An ALB keeps the address of clients.", *lines)


def test_acronyms_and_titles_count() -> None:
    passage = "It keeps the source address of the Network Load Balancer's clients."
    vocabulary = Vocabulary(["Network Load Balancer (NLB)"])
    sentence = "An NLB keeps the source address of clients."
    assert faults(sentence, evidence(passage, vocabulary=vocabulary)) == ()
    assert Fault.NAME in of(sentence, passage)
    assert faults("CloudTrail keeps events.", evidence("Events are kept.", titles=("Security > CloudTrail",))) == ()


def test_digits_within_a_name_must_be_the_same() -> None:
    passage = "Glacier encrypts data with AES-256 after a FIPS 140-2 validation."
    assert of("Glacier encrypts data with AES-256.", passage) == set()
    assert Fault.FIGURE in of("Glacier encrypts data with AES-128.", passage)
    assert Fault.FIGURE in of("Glacier encrypts data after a FIPS 140-3 validation.", passage)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("60 minutes", "1 hour"),
        ("2 days", "48 h"),
        ("1,000 requests", "1000 requests"),
        ("5 million rows", "5,000,000 rows"),
        ("99.90 %", "99.9 percent"),
        ("$3", "3 dollars"),
        ("five minutes", "5min"),
    ],
)
def test_figures_are_brought_to_one_form(one: str, other: str) -> None:
    assert quantities(one) == quantities(other) != []


def test_digits_of_names_are_no_figures() -> None:
    assert quantities("S3, EC2, IPv4 and t2.micro") == []
    assert quantities("5 GB in S3") == [Quantity("5", "gb")]


def test_a_column_s_head_gives_a_figure_its_unit() -> None:
    row = "Volume: gp2; Largest size (GB): 16384"
    assert of("The largest size of a gp2 volume is 16384 GB.", row) == set()
    assert Fault.FIGURE in of("The largest size of a gp2 volume is 16384 TB.", row)


@given(st.integers(2, 5000), st.integers(2, 5000), st.sampled_from(["seconds", "GB", "%", "requests", "dollars"]))
def test_only_the_passage_s_own_figure_passes(given_figure: int, said: int, unit: str) -> None:
    passage = f"Each queue holds {given_figure} {unit} at most."
    assert (Fault.FIGURE in of(f"A queue holds {said} {unit} at most.", passage)) == (said != given_figure)


WORDS = st.lists(
    st.sampled_from("queue topic stores sends data message bucket key table stream 5 GB 12 minutes".split()), min_size=4
)


@given(WORDS, st.sampled_from(["Zephyr", "XQ9", "Kubeflow"]))
def test_a_name_that_is_not_given_never_passes(words: list[str], name: str) -> None:
    text = " ".join(words)
    assert Fault.NAME not in of(text, text)
    assert Fault.NAME in of(f"{text} {name}", text)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_can_be_checked(sentence: str, texts: list[str]) -> None:
    found = faults(sentence, Evidence(tuple(texts)))
    assert len(set(found)) == len(found)
    assert 0 <= coverage(sentence, Evidence(tuple(texts))) <= 1


@pytest.mark.parametrize(
    ("one", "other", "does"),
    [
        ("CloudTrail keeps events for 90 days.", "CloudTrail keeps its events for 7 days.", True),
        ("An NLB keeps the client's address.", "An NLB does not keep the client's address.", True),
        ("CloudTrail keeps events for 90 days.", "CloudTrail keeps events for 2160 hours.", False),
        ("CloudTrail keeps events for 90 days.", "CloudWatch keeps metrics for 15 months.", False),
        ("CloudTrail keeps events for 90 days.", "CloudTrail keeps events for 90 days.", False),
        ("5 GB", "7 GB", False),
    ],
)
def test_contradictions_are_of_one_thing(one: str, other: str, does: bool) -> None:
    assert contradict(one, other) is contradict(other, one) is does


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(CORPUS)


@pytest.fixture(scope="module")
def review(library: Library) -> Review:
    return read_review(review_files(CORPUS, library.files), library)


def carrying(ids: tuple[str, ...], library: Library, vocabulary: Vocabulary) -> Evidence:
    passages = [library.passages[id] for id in ids]
    titles = tuple(library.by_anchor[passage.anchor].path_text for passage in passages)
    return Evidence(tuple(passage_text(passage, library) for passage in passages), titles, vocabulary)


@pytest.fixture(scope="module")
def vocabulary(library: Library) -> Vocabulary:
    return Vocabulary([*(s.title for s in library.sections), *(p.text for p in library.passages.values())])


def test_every_passage_of_the_corpus_supports_itself(library: Library, vocabulary: Vocabulary) -> None:
    for passage in library.passages.values():
        if passage.quotable:
            assert faults(passage.markdown, carrying((passage.id,), library, vocabulary)) == (), passage.markdown


SLIPS = {
    "condition_dropped": 0.65,
    "names_swapped": 0.25,
    "negation_dropped": 0.2,
    "only": 0.12,
    "always": 0.12,
    "must": 0.1,
    "opposite": 0.1,
    "negation_added": 0.04,
    "rarely": 0.04,
    "every": 0.03,
    "made_up": 0.04,
}
"""Share of twisted sentences that may pass where a model cites all of a section; of other twists none may."""


def test_answers_in_other_words_pass_and_twisted_ones_do_not(library: Library, review: Review, vocabulary: Vocabulary) -> None:
    """The review questions' answers are paraphrases that hold; what is done to them here is what a model does wrongly."""
    draw = random.Random(7)
    questions = draw.sample(review.questions, 400)
    held = 0
    tried: Counter[str] = Counter()
    slipped: Counter[str] = Counter()
    for question in questions:
        answer = re.sub(r"^(?:yes|no)\b\W*", "", question.answer, flags=re.I)
        beside = [p.id for p in library.by_anchor[question.anchor].passages if p.quotable and p.id not in question.passages]
        if faults(answer, carrying(question.passages, library, vocabulary)):
            continue
        held += 1
        cited = carrying((*question.passages, *beside[: 6 - len(question.passages)]), library, vocabulary)
        for twist, wrong in twisted(answer, draw):
            tried[twist] += 1
            slipped[twist] += not faults(wrong, cited)
    assert held / len(questions) > 0.975
    assert set(tried) == {twist.__name__ for twist in TWISTS}
    shares = {twist: slipped[twist] / tried[twist] for twist in tried}
    assert not {twist: share for twist, share in shares.items() if share > SLIPS.get(twist, 0)}
