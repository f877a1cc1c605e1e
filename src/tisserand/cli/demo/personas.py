"""Whom a visitor of the demo may be, and the circles whose animators read first."""

PERSONAS = {
    "member": "Camille Roussel",
    "newcomer": "Nour Haddad",
    "animator": "Hélène Garnier",
    "other_animator": "Ousmane Sarr",
    "other_member": "Mehdi Benali",
    "host": "Denise Arrighi",
}
"""Whom a visitor may be, with one click."""

APPROVES = ("Sillage Lyon", "Lieux Communs")
"""The circles whose animators read every proposal first: there is always one to read."""
SILENCE_APPROVES = "Mentors d’Ainay"
