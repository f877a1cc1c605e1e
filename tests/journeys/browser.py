"""People at their browsers, and the network that lives around them: what a journey is told with.

A `Visitor` is somebody in a browser of her own, with her language and her screen. What she presses and fills
is counted; what her console says and what our pages refuse is kept. `look` is what an eye does on a page:
accessibility (once for each kind of page), width, and a picture where JOURNEY_PICTURES names a folder.
`Network` moves the network's own clock and does the worker's work, as the worker does it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import resolve
from django_tasks_db.models import DBTaskResult

from tests.web.test_browser import FLAGS
from tisserand.domain.attention.models import Clock
from tisserand.domain.attention.queries import pending_code
from tisserand.domain.introductions.jobs.welcoming import KEEPER
from tisserand.project.clock import LONG, QUICK
from tisserand.project.lease import lease
from tisserand.project.worker import _worker, beat
from tisserand.web.first_run import address

FRIDAY = datetime(2042, 8, 29, 7, 0, tzinfo=UTC)
"""The first instant: far enough ahead of the machine that only the journey moves the clock."""
NAME = "journey"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
REPORTS = """document.addEventListener('securitypolicyviolation',
    fault => console.error(`CSP ${fault.violatedDirective} ${fault.blockedURI}`))"""


@contextmanager
def launched() -> Iterator[Any]:
    """A headless Chromium, the one of the system; the test is skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        # its synchronous face runs a loop in this thread, which Django would take for an asynchronous one
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        one = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield one
        one.close()


class Network:
    """The installation: its clock, its worker, and the browsers that look at it."""

    def __init__(self, chromium: Any, base: str) -> None:
        self.chromium, self.base, self.at = chromium, base.rstrip("/"), FRIDAY
        self.seen: set[tuple[str, str, str]] = set()
        self.visitors: list[Visitor] = []
        self.pictures = 0
        cache.clear()
        KEEPER.forget()
        self.work()

    def work(self) -> None:
        """One beat of the worker at this instant, then all that waits for it, each task well done."""
        with lease(settings.FOLDER / "workers", NAME):
            beat(NAME, self.at)
            for queue in (LONG, QUICK):
                _worker(queue, NAME, batch=True).run()
        failed = [row.traceback for row in DBTaskResult.objects.failed()]
        assert failed == []
        assert Clock.objects.get().at == self.at

    def passes(self, days: int = 1) -> None:
        """Let days pass one by one, each with its work."""
        for _ in range(days):
            self.at += timedelta(days=1)
            self.work()

    def visitor(self, language: str = "fr", width: int = 1280, *, scripts: bool = True) -> Visitor:
        """Somebody new at a browser of her own."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 844},
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            java_script_enabled=scripts,
        )
        self.visitors.append(Visitor(self, context, language, width, scripts))
        return self.visitors[-1]

    def first_run(self) -> str:
        """The address that the terminal prints."""
        return address(self.base)

    def code_for(self, email: str) -> str:
        """The code that waits in a mailbox."""
        code = pending_code(email, self.at)
        assert code is not None
        return code

    @property
    def faults(self) -> list[str]:
        """What any browser complained of."""
        return [fault for visitor in self.visitors for fault in visitor.faults]

    def close(self) -> None:
        """Close every browser."""
        for visitor in self.visitors:
            visitor.context.close()


class Visitor:
    """Somebody at her browser: what she does, reads and counts."""

    def __init__(self, network: Network, context: Any, language: str, width: int, scripts: bool) -> None:
        self.network, self.context, self.language = network, context, language
        self.width, self.scripts = width, scripts
        self.faults: list[str] = []
        self.clicks, self.fields, self.typed = 0, 0, 0
        if scripts:
            context.add_init_script(REPORTS)
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("response", self._answered)

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    # -- gestures

    def opens(self, path: str) -> str:
        """Go to a page of ours; what it says."""
        self.page.goto(path if "://" in path else self.network.base + path)
        return self.reads()

    def presses(self, selector: str) -> str:
        """Press one thing that is on the page, and read the page that follows."""
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        return self.reads()

    def fills(self, **fields: str) -> None:
        """Fill fields by their names."""
        for name, text in fields.items():
            self.fields += 1
            self.typed += len(text)
            self.page.locator(f"main [name={name}]").first.fill(text)

    def ticks(self, name: str, value: str = "") -> None:
        """Tick one choice by its name, and its value where there are several."""
        self.clicks += 1
        wanted = f"main [name={name}]" + (f'[value="{value}"]' if value else "")
        self.page.locator(wanted).first.check()

    def chooses(self, name: str, text: str) -> None:
        """Choose in a list by what it says: one press to open it, one to choose."""
        self.clicks += 2
        self.page.locator(f"main select[name={name}]").first.select_option(label=text)

    def unfolds(self, selector: str) -> None:
        """Open what is folded around or under that place, if it is not open yet."""
        fold = self.page.locator(selector).first
        if fold.get_attribute("open") is None:
            self.clicks += 1
            fold.locator("> summary").click()

    # -- what she sees

    def reads(self) -> str:
        """What the page says, on one line, with plain spaces."""
        return " ".join(self.page.locator("main").first.inner_text().split())

    @property
    def path(self) -> str:
        """Where she is."""
        return str(self.page.url).removeprefix(self.network.base).partition("?")[0].partition("#")[0]

    def html(self, path: str) -> str:
        """A page as it travels, without what is drawn anew for each answer."""
        answer = self.context.request.get(self.network.base + path)
        text = re.sub(r'(csrfmiddlewaretoken" value)="[^"]*"', r"\1", answer.text())
        return f"{answer.status} {text}"

    def look(self, state: str = "") -> str:
        """Look at this page: nothing wider than the screen, no fault of accessibility the first time that
        such a page is seen in this language and `state`, a picture. Returns what it says."""
        wide = self.page.evaluate("() => document.documentElement.scrollWidth") if self.scripts else 0
        assert wide <= self.width, f"{self.path} is {wide} wide on a screen of {self.width}"
        kind = (resolve(self.path).url_name or "", state, self.language)
        if self.scripts and kind not in self.network.seen:
            self.network.seen.add(kind)
            self._check_accessibility()
        self._picture("-".join(filter(None, kind)))
        return self.reads()

    def _check_accessibility(self) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        found = axe.run(self.page)
        assert found.violations_count == 0, f"{self.path}\n{found.generate_report()}"

    def _picture(self, name: str) -> None:
        folder = os.environ.get("JOURNEY_PICTURES")
        if folder:
            self.network.pictures += 1
            Path(folder).mkdir(parents=True, exist_ok=True)
            place = Path(folder) / f"{self.network.pictures:02}-{name}-{self.width}.png"
            self.page.screenshot(path=place, full_page=True)

    # -- what she does on our pages

    def founds(self, *, name: str, email: str, circle: str, purpose: str, town: str) -> None:
        """Become the host of a new installation, with its first circle."""
        self.opens(self.network.first_run())
        self.look()
        self.fills(name=name, email=email, circle=circle, purpose=purpose, town=town)
        self.presses("main form button.button")

    def mail(self) -> str:
        """The newest letter of the demonstration's outbox, as the host reads it."""
        self.opens("/host/outbox")
        return self.presses("main tbody a")

    def mailed_link(self) -> str:
        """The link of an invitation that has just left."""
        self.mail()
        return str(self.page.locator('main a[href*="/invitation/"]').first.get_attribute("href"))

    def mailed_code(self) -> str:
        """The code that has just been written to somebody."""
        found = CODE.search(self.mail())
        assert found is not None
        return found[0]

    def invites(self, circle: str, *, email: str, name: str, role: str = "member", sponsor: str = "") -> None:
        """Send an invitation to a circle that she animates."""
        self.opens(f"/circles/{circle}/invitations")
        self.fills(email=email, name=name)
        self.ticks("role", role)
        if sponsor:
            self.chooses("sponsor", sponsor)
        said = self.presses("main button[name=send]")
        assert name in said

    def accepts(self, link: str, mailbox: Callable[[], str]) -> None:
        """Open an invitation, accept it, and give the code that the mailbox received."""
        self.opens(link)
        self.look()
        self.presses('form[action$="/accept"] button')
        self.look()
        self.fills(code=mailbox())
        self.presses('form[action$="/code"] button')
        assert self.path == "/welcome"
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.presses('form[action="/language"] button')
        assert self.page.locator("html").get_attribute("lang") == self.language

    def signs_in(self, email: str) -> None:
        """Come in by a code, as the letter that waits for her carries it."""
        self.opens("/signin")
        self.fills(email=email)
        self.presses('form[action="/signin"] button')
        self.fills(code=self.network.code_for(email))
        self.presses('form[action="/signin/code"] button')
        assert self.path == "/today"

    def begins(self, *, need: str = "", offer: str = "", beyond: bool = True, a_week: str = "") -> None:
        """Fill the welcome, and let the worker look for a first proposal."""
        self.look()
        asks = {name: text for name, text in (("need", need), ("offer", offer)) if text}
        self.fills(**asks)
        self.ticks("beyond", "yes" if beyond else "no")
        if a_week:
            self.ticks("a_week", a_week)
        self.presses('form[action="/welcome"] button')
        assert self.path == "/welcome/first"
        self.network.work()

    def says_yes(self, ref: str, *, email: bool = False, phone: bool = False, intention: str = "") -> str:
        """Say yes to a letter, with what she gives."""
        self.opens(f"/introductions/{ref}")
        self.unfolds("details.yes")
        if email:
            self.ticks("reveals_email")
        if phone:
            self.ticks("reveals_phone")
        self.fills(intention=intention)
        return self.presses("details.yes button[value=yes]")

    def letter(self) -> str:
        """The reference of the letter that waits on her Today; "" when there is none."""
        self.opens("/today")
        asked = self.page.locator('main form[action$="/answer"]')
        if not asked.count():
            return ""
        return str(asked.first.get_attribute("action")).split("/")[2]
