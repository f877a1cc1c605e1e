"""Needs meet offers, in French and in English: sentences become numbers, meetings keep the words behind them.

Reading order: `numbering` numbers what all needs and offers say and weighs each sentence, `meetings` finds
for each need the offers that answer it, `evidence` tells which words made them meet.
"""

from tisserand.engine.text.evidence import words_heard
from tisserand.engine.text.lexicon import LANGUAGES, Lexicon
from tisserand.engine.text.meetings import meetings, needs_of
from tisserand.engine.text.numbering import texts, vocabulary
from tisserand.engine.text.values import (
    KINDS,
    NO_TEXTS,
    TEXT_POLICY,
    Meetings,
    Nearness,
    TextPolicy,
    Texts,
    Vocabulary,
)

__all__ = [
    "KINDS", "LANGUAGES", "NO_TEXTS", "TEXT_POLICY", "Lexicon", "Meetings", "Nearness", "TextPolicy", "Texts",
    "Vocabulary", "meetings", "needs_of", "texts", "vocabulary", "words_heard",
]  # fmt: skip
