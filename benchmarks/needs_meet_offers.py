"""Needs meet offers: thirty needs, each to be met by its own offer among two hundred, in French and English.

The pairs (`needs_pairs.csv`) and the other offers (`needs_distractors.csv`) were written and frozen by
somebody who had not seen the lexicon. Peers: character n-grams (tf-idf of 3 to 5 characters inside words,
cosine), SQLite full-text search (fts5 without diacritics, any of the words, bm25). A rank counts every other
offer with an equal score as better; an offer with score 0 is not found.

    python benchmarks/needs_meet_offers.py [--detail]
"""

import argparse
import csv
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from machine import machine_facts, table, write_results
from numpy.typing import NDArray
from scipy import sparse

from tisserand.engine.policy import ONE
from tisserand.engine.text import KINDS, meetings, texts, vocabulary
from tisserand.engine.text.lexicon import LISTS, Lexicon, lexicon_from
from tisserand.formats.lexicon import shipped_lexicon, shipped_rows
from tisserand.vocabulary import AskType

FOLDER = Path(__file__).parent
TYPES = {
    "fonds": AskType.FUNDS,
    "talents": AskType.TALENTS,
    "locaux": AskType.PREMISES,
    "marketing": AskType.MARKETING,
    "notoriété": AskType.RENOWN,
    "retour marché": AskType.MARKET_FEEDBACK,
    "compétence": AskType.SKILL,
    "autre": AskType.OTHER,
}
BOOTSTRAP, SEED = 2000, 20261122

Scores = NDArray[np.float64]


class Ask(NamedTuple):
    """One sentence, with its type and its language."""

    text: str
    type: AskType
    language: str


Ranker = Callable[[Sequence[Ask], Sequence[Ask]], Scores]


def asks() -> tuple[list[Ask], list[Ask]]:
    """The needs, and the offers with the own offer of need i at place i."""
    with (FOLDER / "needs_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    needs = [Ask(row["need"], TYPES[row["need_type"]], row["language_need"]) for row in rows]
    offers = [Ask(row["offer"], TYPES[row["offer_type"]], row["language_offer"]) for row in rows]
    with (FOLDER / "needs_distractors.csv").open(encoding="utf-8", newline="") as file:
        others = [
            Ask(row["offer"], TYPES[row["offer_type"]], row["language_offer"]) for row in csv.DictReader(file)
        ]
    return needs, offers + others


def ours(needs: Sequence[Ask], offers: Sequence[Ask], lexicon: Lexicon) -> Scores:
    """The fit of `tisserand.engine.text`, 0 where it sees no meeting; each sentence is another person's."""
    sides = (needs, offers)
    words = vocabulary([ask.text for side in sides for ask in side], lexicon)
    owners = (np.arange(len(needs)), len(needs) + np.arange(len(offers)))
    asked, offered = (
        texts([ask.text for ask in side], owner, np.array([KINDS.index(ask.type) for ask in side]), words)
        for side, owner in zip(sides, owners, strict=True)
    )
    found = meetings(asked, offered, top=len(offers), near=None)
    scores = np.zeros((len(needs), len(offers)))
    scores[found.need, found.offer] = found.fit / ONE
    return scores


def with_lexicon(needs: Sequence[Ask], offers: Sequence[Ask]) -> Scores:
    """Ours as it is shipped."""
    return ours(needs, offers, shipped_lexicon())


def without_concepts(needs: Sequence[Ask], offers: Sequence[Ask]) -> Scores:
    """Ours with the lists of grammar words but no concept of the lexicon."""
    return ours(needs, offers, lexicon_from(row for row in shipped_rows() if row.concept in LISTS))


def ngrams(text: str) -> Counter[str]:
    """Characters 3 to 5 at a time, inside words padded by a space."""
    words = (f" {word} " for word in re.findall(r"\w+", text.lower()))
    return Counter(
        word[i : i + size]
        for word in words
        for size in (3, 4, 5)
        for i in range(max(1, len(word) - size + 1))
    )


def by_ngrams(needs: Sequence[Ask], offers: Sequence[Ask]) -> Scores:
    """Cosine of tf-idf vectors of character n-grams; the frequencies are those of the offers."""
    columns: dict[str, int] = {}
    offered, asked = ([ngrams(ask.text) for ask in side] for side in (offers, needs))
    for counts in offered:
        for gram in counts:
            columns.setdefault(gram, len(columns))
    seen = Counter(gram for counts in offered for gram in counts)
    rarity = np.array([1 + np.log((1 + len(offers)) / (1 + seen[gram])) for gram in columns])
    right, left = (_unit_rows(side, columns, rarity) for side in (offered, asked))
    return np.asarray((left @ right.T).todense(), float)


def _unit_rows(texts: Sequence[Counter[str]], columns: dict[str, int], rarity: Scores) -> sparse.csr_matrix:
    cells = [
        (i, columns[g], count)
        for i, counts in enumerate(texts)
        for g, count in counts.items()
        if g in columns
    ]
    row, column, count = (np.array(part) for part in zip(*cells, strict=True))
    matrix = sparse.csr_matrix((count * rarity[column], (row, column)), shape=(len(texts), len(columns)))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-12)) @ matrix)


def by_full_text(needs: Sequence[Ask], offers: Sequence[Ask]) -> Scores:
    """SQLite fts5: any word of the need, bm25 (the sign turned, so that more is better)."""
    found = np.zeros((len(needs), len(offers)))
    with sqlite3.connect(":memory:") as base:
        base.execute("create virtual table offer using fts5(text, tokenize='unicode61 remove_diacritics 2')")
        base.executemany(
            "insert into offer(rowid, text) values (?, ?)", [(j, o.text) for j, o in enumerate(offers)]
        )
        for i, need in enumerate(needs):
            query = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", need.text))
            answers = base.execute("select rowid, bm25(offer) from offer where offer match ?", (query,))
            for j, score in answers:
                found[i, j] = max(-score, 1e-9)
    return found


def by_chance(needs: Sequence[Ask], offers: Sequence[Ask]) -> Scores:
    """A seeded shuffle: what the figures are worth for nothing."""
    return np.random.default_rng(SEED).random((len(needs), len(offers)))


def ranks(scores: Scores) -> NDArray[np.float64]:
    """Rank of the own offer (offer i for need i), infinite when it is not found."""
    own = np.diagonal(scores)[:, None]
    better = (scores >= own).sum(axis=1)
    return np.where(own[:, 0] > 0, better, np.inf)


def figures(
    name: str, rank: NDArray[np.float64], needs: Sequence[Ask], offers: Sequence[Ask]
) -> dict[str, object]:
    """hit@1, hit@3 (with the bootstrap 90 % interval over needs), MRR, and hit@3 within and across
    languages."""
    draws = np.random.default_rng(SEED).integers(0, rank.size, (BOOTSTRAP, rank.size))
    low, high = np.quantile((rank <= 3)[draws].mean(axis=1), (0.05, 0.95))
    across = np.array([need.language != offer.language for need, offer in zip(needs, offers, strict=False)])
    return {
        "method": name,
        "hit@1": float((rank <= 1).mean()),
        "hit@3": float((rank <= 3).mean()),
        "hit@3 from": float(low),
        "hit@3 to": float(high),
        "MRR": float((1 / rank).mean()),
        "same language hit@3": float((rank[~across] <= 3).mean()),
        "across languages hit@3": float((rank[across] <= 3).mean()),
    }


def rankers() -> dict[str, Ranker]:
    """Every method by its name, ours first."""
    return {
        "ours": with_lexicon,
        "ours without concepts": without_concepts,
        "n-grams alone": by_ngrams,
        "SQLite full text": by_full_text,
        "chance": by_chance,
    }


def main() -> None:
    """Print the table, write the JSON; `--detail` prints the rank of each need by each method."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--detail", action="store_true")
    detail = parser.parse_args().detail
    needs, offers = asks()
    place = {name: ranks(ranker(needs, offers)) for name, ranker in rankers().items()}
    rows = [figures(name, rank, needs, offers) for name, rank in place.items()]
    for row in rows:
        row["hit@3 ratio"] = _ratio(rows[0]["hit@3"], row["hit@3"])
    print(f"{len(needs)} needs, {len(offers)} offers")
    print(table(rows))
    if detail:
        for i, need in enumerate(needs):
            print(" ".join(f"{rank[i]:>5.0f}" for rank in place.values()), need.text)
    print(write_results("needs_meet_offers", rows, machine_facts(seed=SEED)))


def _ratio(ours: object, peer: object) -> float | None:
    return float(ours) / float(peer) if isinstance(ours, float) and isinstance(peer, float) and peer else None


if __name__ == "__main__":
    main()
