"""Closed lists, as codes. Sentences for them live in `wording`."""

from enum import StrEnum


class AskType(StrEnum):
    """What a need or an offer is about (capability 3.1)."""

    FUNDS = "fonds"
    TALENTS = "talents"
    PREMISES = "locaux"
    MARKETING = "marketing"
    RENOWN = "notoriete"
    MARKET_FEEDBACK = "retour_marche"
    SKILL = "competence"
    OTHER = "autre"


class ActorType(StrEnum):
    """What kind of actor a person speaks for (capability 0.8)."""

    COMPANY = "entreprise"
    ASSOCIATION = "association"
    PUBLIC_BODY = "collectivite"
    CITIZEN = "citoyen"
    SCHOOL = "ecole"
    PLACE = "tiers_lieu"


class Consent(StrEnum):
    """What a person may agree to."""

    BEYOND = "beyond"
    COUNTED = "counted"
    NAMED = "named"


class Reason(StrEnum):
    """Why two people are proposed to each other; the order is the order of the engine's columns.

    The score of a pair is the sum of the values of its reasons. `a` is the person named first.
    """

    NEED = "need"  # a looks for what b offers
    OFFER = "offer"  # b looks for what a offers
    BOTH_WAYS = "both_ways"  # each can help the other
    SHARED_CONTACTS = "shared_contacts"  # some contacts in common, neither strangers nor look-alikes
    ACROSS = "across"  # two circles, and a route open between them
    TOWN = "town"  # they can meet without travelling
    MIX = "mix"  # two different types of actor
    NEWCOMER = "newcomer"  # one of the two joined lately


class Route(StrEnum):
    """How two people may be proposed to each other."""

    BRIDGE = "bridge"  # a signed bridge, whose row is counted
    SHARED_MEMBER = "shared_member"  # a shared member, where both circles allow it
    EVERYWHERE = "everywhere"  # no bridge was ever declared: every circle is open to every other
    INSIDE = "inside"  # a circle in common
