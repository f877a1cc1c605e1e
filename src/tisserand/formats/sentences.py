"""Needs, offers and bridge themes as numbers, in one shared vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from tisserand.engine.fabric import Ints, Ptr
from tisserand.engine.ragged import ragged
from tisserand.engine.text import NO_TEXTS, Texts, Vocabulary, texts, vocabulary
from tisserand.formats.lexicon import shipped_lexicon
from tisserand.formats.numbering import folded
from tisserand.formats.records import Ask, Bridge, Person
from tisserand.vocabulary import AskType

TYPES = tuple(AskType)
SAID = {
    AskType.FUNDS: ("un financement", "une subvention", "du mécénat"),
    AskType.TALENTS: ("un recrutement", "des bénévoles"),
    AskType.PREMISES: ("des locaux", "un local", "une salle", "un bureau"),
    AskType.MARKETING: ("du marketing", "de la communication"),
    AskType.RENOWN: ("de la notoriété", "des relations presse"),
    AskType.MARKET_FEEDBACK: ("une étude de marché", "des clients pour un test"),
}
"""Types of asks as people say them, so that a bridge about premises carries a need that gives no type."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """`needs`, `offers` as Texts and as the records behind each number; `need_theme_*`: the numbers, in
    `themes`, of the bridge themes that each need belongs to; `words` says what a feature means, None
    when nobody wrote any."""

    needs: Texts
    offers: Texts
    need_asks: tuple[Ask, ...]
    offer_asks: tuple[Ask, ...]
    themes: tuple[str, ...]
    need_theme_ptr: Ptr
    need_theme: Ints
    words: Vocabulary | None


def sentences(people: Sequence[Person], rows: Sequence[Bridge]) -> Sentences:
    """The Sentences of `people` in the order of their numbers, and of the themes of bridge `rows`."""
    needs = [(owner, ask) for owner, person in enumerate(people) for ask in person.needs]
    offers = [(owner, ask) for owner, person in enumerate(people) for ask in person.offers]
    themes = tuple(sorted({theme_name(theme) for row in rows for theme in row.themes}))
    need_asks, offer_asks = tuple(ask for _, ask in needs), tuple(ask for _, ask in offers)
    if not needs or not offers:
        none = np.zeros(len(needs) + 1, np.int64)
        return Sentences(
            NO_TEXTS, NO_TEXTS, need_asks, offer_asks, themes, none[:1], np.zeros(0, np.int32), None
        )
    words = vocabulary(
        [*(ask.text for ask in (*need_asks, *offer_asks)), *chain.from_iterable(map(_spelt, themes))],
        shipped_lexicon(),
    )
    need_texts, offer_texts = _texts(needs, words), _texts(offers, words)
    theme_ptr, theme = _need_themes(need_texts, themes, words)
    return Sentences(need_texts, offer_texts, need_asks, offer_asks, themes, theme_ptr, theme, words)


def _texts(owned: Sequence[tuple[int, Ask]], words: Vocabulary) -> Texts:
    kind = [-1 if ask.type is None else TYPES.index(ask.type) for _, ask in owned]
    owner = np.array([owner for owner, _ in owned], np.int32)
    return texts([ask.text for _, ask in owned], owner, np.array(kind, np.int8), words)


def _need_themes(needs: Texts, themes: Sequence[str], words: Vocabulary) -> tuple[Ptr, Ints]:
    """A need belongs to a theme when its type is the theme, or when it says a concept or a stem of the
    theme, or a narrower concept."""
    sentence = np.repeat(np.arange(needs.owner.size), np.diff(needs.ptr))
    belongs, of = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for number, theme in enumerate(themes):
        said = np.isin(needs.word, _own_features(theme, words))
        kinds = [place for place, code in enumerate(TYPES) if _plain(code) == theme]
        rows = np.union1d(sentence[said], np.flatnonzero(np.isin(needs.kind, kinds)))
        belongs.append(rows)
        of.append(np.full(rows.size, number))
    return ragged(needs.owner.size, np.concatenate(belongs), np.concatenate(of))


def _own_features(theme: str, words: Vocabulary) -> Ints:
    """The features that a theme itself says, without the wider concepts that come with them."""
    spelt = _spelt(theme)
    none = np.zeros(len(spelt), np.int32)
    said = texts(spelt, none, (none - 1).astype(np.int8), words)
    own = [np.zeros(0, np.int32)]
    for first, last in pairwise(said.ptr):
        features = said.word[first:last]
        concepts = features[features < len(words.lexicon.concepts)]
        own.append(features[~np.isin(features, words.above[concepts])])
    return np.concatenate(own)


def theme_name(theme: str) -> str:
    """A theme as it is compared: folded, a type's code as its words."""
    return folded(theme.replace("_", " "))


def _plain(code: AskType) -> str:
    return code.replace("_", " ")


def _spelt(theme: str) -> tuple[str, ...]:
    """A theme that is a type of ask in the words people use for it; any other theme as written."""
    return next((said for code, said in SAID.items() if _plain(code) == theme), (theme,))
