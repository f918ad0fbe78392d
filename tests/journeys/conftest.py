"""A walk through the portal in a real browser, as one person, on a phone or at a desk; each page is looked at."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import expect, sync_playwright

from accounts.roles import Role
from tests.factories import UserFactory
from umkm.models import CategoryRule

PHONE, DESK = (390, 844), (1280, 900)
PASSWORD = "rahasia123"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TELL_OF_CSP = "document.addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective))"


@pytest.fixture(scope="package")
def chromium():
    # Playwright's loop makes Django think it runs in async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request):
    return request.param


@pytest.fixture
def walk(chromium, live_server, size):
    """A walk in a browser of that size; whatever was wrong on the way fails the test at its end."""
    walk = Walk(chromium, live_server, size)
    yield walk
    walk.end()


@pytest.fixture
def plain_walk(chromium, live_server):
    """The same on a phone whose browser runs no scripts."""
    walk = Walk(chromium, live_server, PHONE, java_script_enabled=False)
    yield walk
    walk.end()


@pytest.fixture
def food(places):
    """Codes that start with 107 make food."""
    CategoryRule.objects.get_or_create(version="2020", prefix="107", category="FOOD", defaults={"is_primary": True})


@pytest.fixture
def kepala(db):
    """The head of the division, who reads everything."""
    head = UserFactory(full_name="Dewi Kepala", is_staff=True)
    head.groups.add(Group.objects.get(name=Role.HEAD))
    return head


class Walk:
    """One person's way; `arrive` says where they are now, by the page's heading."""

    def __init__(self, chromium, live_server, size, java_script_enabled=True):
        width, height = size
        self.context = chromium.new_context(
            base_url=live_server.url, locale="id-ID", viewport={"width": width, "height": height},
            java_script_enabled=java_script_enabled, reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        self.has_scripts, self.is_narrow = java_script_enabled, width < 992
        self.wrong = []
        self.page = self.context.new_page()
        self.page.add_init_script(TELL_OF_CSP)
        self.page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def start(self, address="/"):
        """Open an address by hand: only where a way begins."""
        self.page.goto(address)

    def arrive(self, heading, exact=False):
        """Expect this heading, and nothing on the page that axe or a narrow screen would trip over."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        expect(self.page.get_by_role("heading", name=heading, exact=exact).first).to_be_visible()
        if self.has_scripts:
            self._look()

    def _look(self):
        before = list(self.wrong)
        found = Axe().run(self.page).response["violations"]
        # What axe's own styles make the browser say is not the portal's.
        self.wrong = before + [f"{self.page.url}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        if self.page.evaluate(WIDER):
            self.wrong.append(f"{self.page.url} scrolls sideways")

    def follow(self, link, within="main"):
        self.page.get_by_role(within).get_by_role("link", name=link).first.click()

    def menu(self, link):
        """A link of the header, which a narrow screen folds away."""
        if self.is_narrow:
            self.page.get_by_text("Menu", exact=True).click()
        self.follow(link, within="banner")

    def press(self, button):
        self.page.get_by_role("main").get_by_role("button", name=button).first.click()

    def write(self, label, text):
        self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first.fill(text)

    def tick(self, label):
        self.page.get_by_label(label).first.check()

    def sign_in(self, user):
        """From the front page, as everyone does."""
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        self.start()
        self.menu("Masuk")
        self.arrive("Masuk", exact=True)
        self.write("Nomor HP atau alamat e-mail", user.email)
        self.write("Kata sandi", PASSWORD)
        self.press("Masuk")

    def end(self):
        """Close the browser, and fail for what was wrong on the way."""
        self.context.close()
        assert self.wrong == []
