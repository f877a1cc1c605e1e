"""Needs, offers and bridge themes as numbers, in one shared vocabulary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np

from tisserand.engine.fabric import Ints, Ptr
from tisserand.engine.ragged import ptr_between, put_between, ragged
from tisserand.engine.text import NO_TEXTS, Texts, Vocabulary, texts, vocabulary
from tisserand.formats.lexicon import shipped_lexicon
from tisserand.formats.numbering import folded
from tisserand.formats.records import Ask, Bridge, Person
from tisserand.vocabulary import AskType

Owned = Sequence[tuple[int, Ask]]
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


def sentences(people: Sequence[Person], rows: Sequence[Bridge], words: Vocabulary | None = None) -> Sentences:
    """The Sentences of `people` in the order of their numbers, and of the themes of bridge `rows`; in their
    own vocabulary, or in that of `words`."""
    needs, offers = _owned(enumerate(people))
    themes = tuple(sorted({theme_name(theme) for row in rows for theme in row.themes}))
    if words is None and not (needs and offers):
        need_asks, offer_asks = tuple(ask for _, ask in needs), tuple(ask for _, ask in offers)
        none = np.zeros(0, np.int32)
        return Sentences(NO_TEXTS, NO_TEXTS, need_asks, offer_asks, themes, np.zeros(1, np.int64), none, None)
    return numbered(needs, offers, themes, _vocabulary(needs, offers, themes) if words is None else words)


def words_of(people: Sequence[Person], themes: Sequence[str]) -> Vocabulary:
    """The Vocabulary of all that `people` need, then offer, and of `themes`."""
    return _vocabulary(*_owned(enumerate(people)), themes)


def _vocabulary(needs: Owned, offers: Owned, themes: Sequence[str]) -> Vocabulary:
    said = (ask.text for _, ask in chain(needs, offers))
    return vocabulary([*said, *chain.from_iterable(map(_spelt, themes))], shipped_lexicon())


def _owned(people: Iterable[tuple[int, Person]]) -> tuple[Owned, Owned]:
    """The needs and the offers of people, each with its owner; one said twice by somebody is said once."""
    rows = tuple(people)
    return (
        [(owner, ask) for owner, person in rows for ask in dict.fromkeys(person.needs)],
        [(owner, ask) for owner, person in rows for ask in dict.fromkeys(person.offers)],
    )


def numbered(needs: Owned, offers: Owned, themes: tuple[str, ...], words: Vocabulary) -> Sentences:
    """The Sentences of asks, each with its owner, in the vocabulary `words`."""
    need_texts, offer_texts = _texts(needs, words), _texts(offers, words)
    need_asks, offer_asks = tuple(ask for _, ask in needs), tuple(ask for _, ask in offers)
    theme_ptr, theme = _need_themes(need_texts, themes, words)
    return Sentences(need_texts, offer_texts, need_asks, offer_asks, themes, theme_ptr, theme, words)


def with_asks_of(said: Sentences, owner: int, person: Person) -> Sentences:
    """`said` with what `person` writes now, as that of `owner`, in the same vocabulary."""
    if said.words is None:
        return said
    hers = numbered(*_owned([(owner, person)]), said.themes, said.words)
    need, offer = _stretch(said.needs, owner), _stretch(said.offers, owner)
    theme = (said.need_theme_ptr[need[0]], said.need_theme_ptr[need[1]])
    return replace(
        said,
        needs=said.needs.spliced(*need, hers.needs),
        offers=said.offers.spliced(*offer, hers.offers),
        need_asks=said.need_asks[: need[0]] + hers.need_asks + said.need_asks[need[1] :],
        offer_asks=said.offer_asks[: offer[0]] + hers.offer_asks + said.offer_asks[offer[1] :],
        need_theme_ptr=ptr_between(said.need_theme_ptr, *need, hers.need_theme_ptr),
        need_theme=put_between(said.need_theme, *theme, hers.need_theme),
    )


def _stretch(said: Texts, owner: int) -> tuple[int, int]:
    """The first and last (excluded) sentences of `owner`, or where they would stand."""
    low, high = np.searchsorted(said.owner, (owner, owner + 1))
    return int(low), int(high)


def _texts(owned: Owned, words: Vocabulary) -> Texts:
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
