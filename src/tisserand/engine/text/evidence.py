"""Which words of a sentence say a feature: a reader is told what was written, not the name of a concept."""

import re
from collections.abc import Sequence

import numpy as np

from tisserand.engine.text.numbering import texts
from tisserand.engine.text.values import Vocabulary

LONGEST = 4
"""Words in the longest expression looked for."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def words_heard(sentence: str, features: Sequence[int], vocabulary: Vocabulary) -> tuple[str, ...]:
    """For each feature, the shortest run of words of `sentence` that says it (first of equals), as written.

    Features that no run says by itself (an n-gram, a word mended) are left out; a run is given once.
    """
    places = [found.span() for found in _WORD.finditer(sentence)]
    runs = [
        sentence[places[first][0] : places[first + size - 1][1]]
        for size in range(1, LONGEST + 1)
        for first in range(len(places) - size + 1)
    ]
    if not runs:
        return ()
    none = np.zeros(len(runs), np.int32)
    said = texts(runs, none, (none - 1).astype(np.int8), vocabulary)
    heard: list[str] = []
    for feature in features:
        saying = np.flatnonzero(said.word == feature)
        if saying.size:
            heard.append(runs[int(np.searchsorted(said.ptr, saying[0], side="right")) - 1])
    return tuple(dict.fromkeys(heard))
