"""Lines of log: what happened and where, never to whom."""

import logging
import sys

from tisserand.project.logs import Impersonal, told

ANA = "ana@example.org"


def line(name: str, message: str, *, failure: BaseException | None = None, **facts: object) -> str:
    record = logging.LogRecord(name, logging.WARNING, "here.py", 1, message, None, None)
    vars(record).update(facts)
    if failure is not None:
        record.exc_info = (type(failure), failure, failure.__traceback__)
    return Impersonal().format(record)


def raised() -> BaseException:
    try:
        raise KeyError(ANA)
    except KeyError:
        failure = sys.exc_info()[1]
    assert failure is not None
    return failure


def test_our_lines_are_kept_as_they_are() -> None:
    assert line("tisserand.project.clock", "weave done").endswith(
        "Z WARNING tisserand.project.clock weave done"
    )


def test_address_of_a_page_is_left_out() -> None:
    said = line("django.request", f"Not Found: /invitation/{ANA}", status_code=404)
    assert said.endswith("WARNING django.request answered 404")
    assert ANA not in line("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {ANA}")
    assert ANA not in line("allauth.account", f"code sent to {ANA}")


def test_exception_is_told_by_its_kind_and_place() -> None:
    said = line("tisserand", "stopped", failure=raised())
    assert "builtins.KeyError" in said
    assert "test_logs.py" in said
    assert "in raised" in said
    assert ANA not in said
    assert ANA not in told(raised())


def test_exception_of_another_logger_does_not_bring_its_values_back() -> None:
    assert ANA not in line(
        "django.request", f"Internal Server Error: /me/{ANA}", failure=raised(), status_code=500
    )
