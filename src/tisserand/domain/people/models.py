"""Tables of people: persons, organisations, invitations, consents, what is kept apart, what is audited."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tisserand.domain.columns import code_column, ref_column


class Organisation(models.Model):
    """For whom somebody speaks."""

    ref = ref_column()
    name = models.CharField(max_length=120, unique=True)
    actor_type = code_column("")
    sector = models.CharField(max_length=80, blank=True)


class PersonRows(BaseUserManager["Person"]):
    """Persons, found by address as they are signed in."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The Person of an address, whatever its capitals."""
        return self.get(email=(username or "").casefold())


class PersonSet(models.QuerySet["Person"]):
    """Chainable filters on persons."""

    def here(self) -> Self:
        """Those who proved their address: anybody else appears nowhere."""
        return self.filter(confirmed_on__isnull=False)

    def open_to_proposals(self) -> Self:
        """Those who are here and did not pause."""
        return self.here().filter(paused_on__isnull=True)


class Person(AbstractBaseUser):
    """One verified address. `confirmed_on` is empty until it is proved; `paused_on` says that she rests.

    `distance`: how far from her she wishes to be introduced, 0 (near) to 4 (far); empty: as her circles say.
    `active_month` is the first day of the last month in which she did something here, kept only to know whom
    to forget (two years), shown to nobody; `warned_on`: the day she was told of it.
    """

    ref = ref_column()
    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="fr")
    zone = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    town = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL)
    actor_type = code_column("")
    sector = models.CharField(max_length=80, blank=True)
    concern = models.CharField(max_length=160, blank=True)
    is_host = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    created_on = models.DateField()
    distance = models.PositiveSmallIntegerField(null=True, blank=True)
    active_month = models.DateField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)

    last_login = None  # nobody's last visit is kept

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonRows.from_queryset(PersonSet)()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["name"], name="person_name")]

    def __str__(self) -> str:
        return self.ref

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address case-folded, so that one mailbox is one person."""
        self.email = self.email.casefold()
        super().save(*args, **kwargs)

    @property
    def is_here(self) -> bool:
        """Whether she proved her address."""
        return self.confirmed_on is not None


class Invitation(models.Model):
    """An address asked to come in. It is not a person: it appears nowhere until it is accepted."""

    ref = ref_column()
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="fr")
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="invited")
    created_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="accepted")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["email"], name="invitation_email")]


class Consent(models.Model):
    """What a person agreed to, or took back. Every row stays: together they are the history."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    code = code_column()
    allowed = models.BooleanField()
    set_at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "code"], condition=Q(current=True), name="one_consent")
        ]


class Block(models.Model):
    """`person` wants nothing that joins her to `other`, ever; `other` is never told."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    set_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "other"], name="one_block"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="block_of_another"),
        ]


class Hide(models.Model):
    """`person` would rather not be proposed to `other`; she can take it back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hides")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    set_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "other"], name="one_hide"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="hide_of_another"),
        ]


class Withheld(models.Model):
    """One field (a `Field`) that one kind of reader (a `Reader`) is not shown; no row: the default."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="withheld")
    field = code_column()
    reader = code_column()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "field", "reader"], name="one_withheld")
        ]


class Report(models.Model):
    """Something that the host must look at. `about` is the reference of what was seen."""

    ref = ref_column()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="reports")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = code_column()
    text = models.TextField(max_length=1000, blank=True)
    about = models.CharField(max_length=40, blank=True)
    made_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)


class AuditLine(models.Model):
    """One sensitive act, readable by the person whom it concerns."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="audit_lines")
    act = code_column()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    about = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "at"], name="audit_of")]


class Erasure(models.Model):
    """The reference of somebody erased: a restored backup reads it, and erases her again."""

    ref = models.CharField(max_length=12, unique=True)
    erased_on = models.DateField()
