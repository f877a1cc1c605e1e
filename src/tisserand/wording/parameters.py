"""Every number of the engine in words: what it does for a member. The numbers come from `engine.policy`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import NamedTuple

from tisserand.engine.policy import DEFAULT, Policy
from tisserand.wording.catalogue import N_, Words
from tisserand.wording.figures import decimal, number


class Parameter(NamedTuple):
    """One number: its `code` in the engine, its name, its value as text, and why it is so."""

    code: str
    name: str
    value: str
    why: str


class Part(NamedTuple):
    """Parameters that act together, under one title."""

    title: str
    parameters: Sequence[Parameter]


PARTS: dict[str, dict[str, tuple[str, str]]] = {
    N_("What makes a reason"): {
        "need_weight": (
            N_("A need that meets an offer"),
            N_("What weighs most: somebody looks for what somebody else can give, in one way or the other."),
        ),
        "both_ways_weight": (N_("Each can help the other"), N_("Added when both needs are met.")),
        "shared_weight": (
            N_("Contacts in common"),
            N_("Some, not many: neither total strangers nor people who already share everybody."),
        ),
        "shared_half": (
            N_("Where contacts in common reach half of their weight"),
            N_("About three ordinary contacts; further ones add less and less."),
        ),
        "working_zone": (
            N_("Contacts in common beyond which each counts less"),
            N_("A study on twenty million people found moderately weak ties the most useful."),
        ),
        "across_weight": (N_("Two circles rather than one"), N_("What this network is for.")),
        "town_weight": (N_("The same town"), N_("Meeting on foot is simpler.")),
        "mix_weight": (N_("Two kinds of actor"), N_("A company and an association see differently.")),
        "newcomer_weight": (N_("One of the two is new"), N_("The first ties decide whether somebody stays.")),
    },
    N_("The distance you choose"): {
        "distances": (
            N_("What contacts in common weigh, from near to far"),
            N_("Beside what is said above; a pair takes the mean of its two people."),
        ),
        "far_draws": (
            N_("People drawn by lot, from near to far"),
            N_("Who looks far is also proposed people whom nobody around her knows."),
        ),
    },
    N_("Your attention"): {
        "weekly_cap": (
            N_("Proposals a week, at most"),
            N_("Whatever you ask for: attention is what this network has least of."),
        ),
        "newcomer_days": (
            N_("Days during which somebody is new"),
            N_("Two months of welcome, and one more."),
        ),
    },
    N_("How strong a tie is"): {
        "half_life_days": (
            N_("Days after which a contact counts half"),
            N_("Two people who no longer meet slowly become less close."),
        ),
        "go_between_half_life_days": (
            N_("The same, to know who could introduce you"),
            N_("Last month says it better than last year."),
        ),
        "hub_degree": (
            N_("Contacts beyond which somebody brings nobody together"),
            N_("Knowing the same very well known person is no reason to meet."),
        ),
    },
    N_("Whom we look at before choosing"): {
        "candidates": (
            N_("People considered for you, at least"),
            N_("Beyond twenty, the choice no longer gains."),
        ),
        "most_candidates": (
            N_("The same, at most"),
            N_("In a small network, everybody may be considered, so that nobody is left without a proposal."),
        ),
        "pairs_weighed": (
            N_("Pairs of people weighed with ease"),
            N_("Between the two numbers above, lists are as long as this allows."),
        ),
        "exploration": (
            N_("People drawn by lot when too few are found"),
            N_("So that somebody without ties or words is reached too."),
        ),
        "answers": (N_("Offers kept for one need"), N_("So that one need does not call upon everybody.")),
    },
    N_("The chance of two yeses"): {
        "acceptance": (
            N_("What is believed of somebody before anything is known"),
            N_("The chance that one person says yes; it multiplies every reason alike."),
        ),
        "acceptance_pairs": (
            N_("How many past proposals weigh as much as that belief"),
            N_("A no, a silence and a “later” are the same here: only an introduction established counts."),
        ),
    },
}


def parts(words: Words, policy: Policy = DEFAULT) -> Iterator[Part]:
    """The numbers of `policy` in the reader's language, each in its part."""
    for title, told in PARTS.items():
        parameters = [
            Parameter(code, words.gettext(name), _value(getattr(policy, code), words), words.gettext(why))
            for code, (name, why) in told.items()
        ]
        yield Part(words.gettext(title), parameters)


def codes() -> frozenset[str]:
    """The name of every number of a policy."""
    return frozenset(field.name for field in fields(Policy))


def _value(value: float | tuple[float, ...], words: Words) -> str:
    if isinstance(value, tuple):
        return " · ".join(_value(one, words) for one in value)
    if isinstance(value, int) or value.is_integer():
        return number(int(value), words)
    return decimal(value, words, 2).rstrip("0")
