"""Somebody who has a keyboard and nothing else: she goes from one thing to the next, and presses keys."""

from __future__ import annotations

from tests.journeys.browser import Network

MOST_TABS = 160
"""Beyond this a page has no end for who cannot point."""


class Keyboard:
    """A Visitor who never points: what she reaches, she reached by Tab."""

    def __init__(self, network: Network, *, scripts: bool, width: int = 1280) -> None:
        self.visitor = network.visitor("fr", width, scripts=scripts)
        self.page = self.visitor.page

    def opens(self, path: str) -> str:
        """Go to a page."""
        return self.visitor.opens(path)

    def reads(self) -> str:
        """What the page says."""
        return self.visitor.reads()

    def is_at(self, selector: str) -> bool:
        """Whether what has the focus is one of these."""
        return self.page.locator(f":is({selector}):focus").count() > 0

    def reaches(self, selector: str) -> None:
        """Press Tab until one of these has the focus, and see that the focus shows."""
        for _ in range(MOST_TABS):
            if self.is_at(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.visitor.path}: {selector} is out of reach of the keyboard")

    def types(self, selector: str, text: str) -> None:
        """Reach a field and write in it, over what it holds."""
        self.reaches(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def presses(self, selector: str, key: str = "Enter") -> str:
        """Reach a link or a button and press it; what the page that follows says."""
        self.reaches(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        return self.reads()

    def unfolds(self, selector: str) -> None:
        """Open what is folded under that place, if it is not open yet."""
        fold = self.page.locator(selector).first
        if fold.get_attribute("open") is None:
            self.reaches(f"{selector} > summary")
            self.page.keyboard.press("Enter")

    def ticks(self, name: str, value: str = "") -> None:
        """Tick a box, or choose one answer of a question: Tab goes to the question, arrows among answers."""
        wanted = f'main [name="{name}"]' + (f'[value="{value}"]' if value else "")
        kind = self.page.locator(wanted).first.get_attribute("type")
        if kind != "radio":
            self.reaches(wanted)
            self.page.keyboard.press("Space")
            return
        self.reaches(f'main [name="{name}"]')
        for _ in range(MOST_TABS):
            if self.is_at(wanted):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert self.page.locator(wanted).first.is_checked()
