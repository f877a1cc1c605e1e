"""Tables of circles: circles, memberships, what an invitation opens, bridges and their signatures."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tisserand.domain.columns import code_column, ref_column
from tisserand.domain.people.models import Invitation, Person
from tisserand.vocabulary import ApprovalMode, Role


class Circle(models.Model):
    """A protected space: its purpose, its charter, its policy. A federation is a circle of circles.

    `kind` is a `CircleKind`, the ready-made choices it started from; `distance`: how far its members are
    introduced unless they say otherwise, 0 (near) to 4 (far).
    """

    ref = ref_column()
    name = models.CharField(max_length=80, unique=True)
    purpose = models.CharField(max_length=280, blank=True)
    charter = models.TextField(max_length=4000, blank=True)
    town = models.CharField(max_length=80, blank=True)
    dye = models.CharField(max_length=20, blank=True)
    weave = models.CharField(max_length=20, blank=True)
    listed = models.BooleanField(default=False)
    approval = code_column(ApprovalMode.UNLESS_STOPPED)
    through_members = models.BooleanField(default=False)
    takes_inside = models.BooleanField(default=True)
    vouch_needed = models.BooleanField(default=False)
    kind = code_column("")
    distance = models.PositiveSmallIntegerField(default=2)
    federation = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    created_on = models.DateField()


class MembershipSet(models.QuerySet["Membership"]):
    """Chainable filters on memberships."""

    def current(self) -> Self:
        """Those of people who are here and have not left."""
        return self.filter(left_on__isnull=True, person__confirmed_on__isnull=False)

    def animating(self) -> Self:
        """The current ones of animators."""
        return self.current().filter(role=Role.ANIMATOR)


class Membership(models.Model):
    """A person in a circle; `sponsor` helps a newcomer in. Until `spared_until` her animators are not asked
    to go and see how she is."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    role = code_column(Role.MEMBER)
    sponsor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    spared_until = models.DateField(null=True, blank=True)

    objects = MembershipSet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "circle"], condition=Q(left_on__isnull=True), name="one_membership"
            )
        ]


class HiddenCircle(models.Model):
    """A circle whose members somebody would rather not be proposed to."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hidden_circles")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "circle"], name="one_hidden_circle")
        ]


class Admission(models.Model):
    """The circle and the role that an accepted invitation opens. `facts` are what a file said of somebody,
    waiting until she comes: they become hers, or are forgotten with the invitation."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="admission")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="admissions")
    role = code_column(Role.MEMBER)
    sponsor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facts = models.JSONField(default=dict)


class MemberList(models.Model):
    """A list of members that an animator is bringing into her circle: read and shown to her first, brought
    in by the worker when she says so. `content` is emptied as soon as it is brought in or given up, and the
    row is deleted some days later; `encoding` is how she chose to read it (empty: as found). `reading` is
    what she is shown of it, and is emptied with it. `outcome` holds the counts, never an address."""

    ref = ref_column()
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    content = models.BinaryField(default=b"")
    encoding = models.CharField(max_length=20, blank=True)
    reading = models.JSONField(default=dict)
    brought_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)


class BridgeSet(models.QuerySet["Bridge"]):
    """Chainable filters on bridges."""

    def signed(self) -> Self:
        """Those that both circles signed."""
        signed = Signature.objects.filter(bridge=OuterRef("pk"))
        return self.filter(
            Exists(signed.filter(circle=OuterRef("start"))), Exists(signed.filter(circle=OuterRef("end")))
        )

    def in_force(self, on: date) -> Self:
        """Those that carry proposals on day `on`."""
        return self.signed().filter(suspended_on__isnull=True, until__gte=on)


class Bridge(models.Model):
    """An agreement between two circles: `quota` proposals a month for the asks of `start`'s members among
    `end`'s, `quota_back` the other way (0: not that way). No theme means every theme."""

    ref = ref_column()
    start = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="bridges_out")
    end = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="bridges_in")
    quota = models.PositiveSmallIntegerField()
    quota_back = models.PositiveSmallIntegerField(default=0)
    themes = models.JSONField(default=list)
    until = models.DateField()
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_on = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)
    suspended_by = models.ForeignKey(Circle, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = BridgeSet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(start=F("end")), name="bridge_of_two")
        ]


class Signature(models.Model):
    """One circle's yes to a bridge, by somebody who animated it that day."""

    bridge = models.ForeignKey(Bridge, on_delete=models.CASCADE, related_name="signatures")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bridge", "circle"], name="one_signature")
        ]


class BridgePerson(models.Model):
    """Somebody a circle asked to stand on a bridge; once she accepts, she agrees to be named."""

    bridge = models.ForeignKey(Bridge, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stands_on")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bridge", "person"], name="one_bridge_person")
        ]
