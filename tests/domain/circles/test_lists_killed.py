"""The worker that brings a list in is killed at each of its statements: nothing is half there, and the next
one ends the same list."""

from itertools import count

import pytest

from tests.domain.circles.test_import_killed import acknowledged
from tests.domain.circles.villages import ring
from tests.domain.people.villagers import AT, villager
from tisserand.domain.circles.actions import bring_list, keep_list, read_list, take_in
from tisserand.domain.circles.models import Admission, MemberList
from tisserand.domain.people.models import Invitation

LIST = b"email,name\n" + b"".join(b"guest%d@example.org,Guest %d\n" % (row, row) for row in range(300))


@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_nothing_and_the_next_one_ends_the_list() -> None:
    ada = villager()
    circle = ring(ada)
    ref = keep_list(by=ada, circle=circle, content=LIST, at=AT).ref
    read_list(ref=ref, at=AT)
    bring_list(by=ada, ref=ref, at=AT)
    for statement in count(1):
        done = acknowledged(lambda *_: take_in(ref=ref, at=AT), ada, circle, statement)
        rows, row = (Invitation.objects.count(), Admission.objects.count()), MemberList.objects.get()
        if done:
            assert rows == (300, 300) and row.finished_at == AT and bytes(row.content) == b""
            break
        assert (rows, row.finished_at, bytes(row.content)) == ((0, 0), None, LIST)
    assert statement > 8, "it was killed at each of its statements"
    assert take_in(ref=ref, at=AT) == 0
