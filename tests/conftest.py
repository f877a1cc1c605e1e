"""What every test shares: deterministic Hypothesis, a database on request, skips that fail where a tool
is required."""

import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Nothing is timed in the gate, and the gate gives the same answer twice; the nightly run looks further.
settings.register_profile(
    "gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("nightly", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

REQUIRED = {"browser": "REQUIRE_BROWSER", "postgresql": "REQUIRE_PG"}


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' settings to ourselves: a command that a test starts reads those of an installation."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.fixture(autouse=True, scope="session")
def _signed_in_with_a_second_check() -> Generator[None, None, None]:
    """Let `Client.force_login` sign people in as they do at their browsers: a code, then a second check.

    Without it no page of an animator or of a host would open. `second=False` leaves it out, as in a session
    that began long ago.
    """
    from django.test import Client

    plain = Client.force_login

    def force_login(client: Client, user: Any, backend: str | None = None, *, second: bool = True) -> None:
        plain(client, user, backend)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        kinds = [{"method": "code"}, {"method": "mfa", "type": "totp"}] if second else [{"method": "code"}]
        session["account_authentication_methods"] = [{**one, "at": 0} for one in kinds]
        session["proved_at"] = 1e10 if second else 0
        session.save()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        yield


def is_on_postgresql() -> bool:
    """Say whether the database of this run is PostgreSQL."""
    return os.environ.get("TISSERAND_DATABASE", "").lower().startswith("postgres")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs PostgreSQL on another database; leave it out where another run is known to do it."""
    ours = [item for item in items if item.get_closest_marker("postgresql")]
    if is_on_postgresql() or not ours:
        return
    if os.environ.get(REQUIRED["postgresql"]):
        items[:] = [item for item in items if item not in ours]
        config.hook.pytest_deselected(items=ours)
    for item in ours:
        item.add_marker(pytest.mark.skip(reason="this run is on SQLite; see `make test-postgresql`"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, pytest.TestReport]:
    """Turn the skip of a test that needs a tool into a failure when that tool is required."""
    report: pytest.TestReport = yield
    if not report.skipped:
        return report
    for marker, variable in REQUIRED.items():
        if item.get_closest_marker(marker) and os.environ.get(variable):
            report.outcome = "failed"
            report.longrepr = f"{variable} is set, and this test was skipped: {report.longrepr}"
    return report
