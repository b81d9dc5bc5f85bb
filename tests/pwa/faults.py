"""What goes wrong with offline copies in the wild: a table of stories.

``test_faults`` tells each of them with our worker, which must survive, and with a naive one,
which must not; if it does, ours with one line broken (``mutation``) must not, so that no story
always ends well. What the ids mean is in docs/reasons.md (Failure ids).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.pwa.copies import Damage, removal, removal_of_caches, replacement
from tests.pwa.line import (
    KINDS,
    Kind,
    Request,
    Where,
    by_worker,
    everywhere,
    the_worker_itself,
    vary,
)
from tests.pwa.scripts import call, script
from tests.pwa.storage import BLOCKED
from tests.pwa.visitor import GUIDE, MORE, PATIENCE, UNSAVED, Change, Lost, Visitor

Story = Callable[[Visitor], None]

DEADLINE = 25.0  # seconds: the worker gives a file 20
SILENT = ("silence", "silence_in_the_middle", "drip")


@dataclass(frozen=True)
class Fault:
    """A fault with its story."""

    name: str
    catalogue: str
    story: Story
    mutation: Change | None = None  # if the naive worker survives, too
    options: dict[str, Any] = field(default_factory=dict)
    front: str = ""  # a proxy before the line, by its name in ``telling``
    core: bool = False  # told by every run of the suite


# --- ours with a line broken ----------------------------------------------------------


def broken(*lines: tuple[str, str], file: str = "/sw.js") -> Change:
    return Change(file, lines)


FROM_NETWORK = broken(
    ("(await inTime(stored(path))) ?? (await inTime(complete", "(await inTime(complete")
)
NOT_HASHED = broken(("(await sha256(body)) !== hash", "false"))
FETCHED_AGAIN = broken(
    ("if (present) return present", ""),
    (
        "(await stored(path, hash)) ?? (await download(path, hash))",
        "await download(path, hash)",
    ),
)
NO_DEADLINE = broken(("AbortSignal.timeout(DOWNLOAD)", "undefined"))
LAST = 'data-change="${marks.change}"`\n'
NO_BRACES = broken(("\n{\n", "\n"), (LAST + "}\n", LAST))
NO_LOCK = broken(("navigator.locks.request(", "((_, __, act) => act())("))
SEAL_TRUSTED = broken(
    ("await verified(cache, SEAL, precache[locale])", "await cache.match(SEAL)")
)
NOT_SEALED = broken(("await cache.put(SEAL, manifest.clone())", "{}"))
SEAL_READ = broken((".json().catch(() => {})", ".json()"))
IN_MEMORY = broken(
    ("(await caches.open(NOTES)).put(OPENED, new Response(path))", "void (self.last = path)"),
    ("(await (await caches.open(NOTES)).match(OPENED))?.text()", "self.last"),
)
NOT_CAUGHT = broken((".catch(() => undefined)", ""))
ANY_METHOD = broken(("request.method !== 'GET' || ", ""))
NOT_TOLD = broken(("tell({ locale, failed: true })", ""))
HALF_AN_UPDATE = broken(
    ("for (const locale of await locales()) await save(locale)",
     "for (const locale of await locales()) await save(locale).catch(() => {})"),
    ("const needed = ", "const needed = false && "),
)  # fmt: skip
NOT_REGISTERED = broken(
    (".catch(() => serviceWorker.getRegistration())\n.catch(() => undefined)", ""),
    file="/updates.js",
)
STORAGE_NEEDED = broken(
    ("this.#forgetStorage() // blocked, or full", "throw 1"), file="/progress.js"
)
POSSIBLE = broken(("isSecureContext && !serviceWorker", "false"), file="/updates.js")


# --- stories --------------------------------------------------------------------------


def saving(where: Where, how: Kind, *, patience: float = PATIENCE) -> Story:
    """A first visit meets a fault; the next one finds all well."""

    def story(visitor: Visitor) -> None:
        line = visitor.line
        line.break_(where, how)
        visitor.visit()
        visitor.settle(patience)
        visitor.works()
        visitor.honest()
        line.die()
        visitor.nothing_foreign()
        line.revive()
        line.repair()
        visitor.save()
        visitor.needs_no_network()
        visitor.fetched_once()

    return story


def updating(where: Where, how: Kind, *, patience: float = PATIENCE) -> Story:
    """A newer release meets a fault; the older one stays until the newer is complete."""

    def story(visitor: Visitor) -> None:
        line, (old, new) = visitor.line, visitor.releases
        visitor.begin()
        line.given.clear()
        line.server = new.server
        line.break_(where, how)
        visitor.visit()
        visitor.update(patience)
        visitor.works()
        visitor.honest()
        visitor.leave()
        line.die()
        visitor.opens(GUIDE, old, new)
        visitor.has_the_tick()
        line.revive()
        line.repair()
        visitor.take_over(new)
        visitor.ticked("open")
        visitor.needs_no_network(new)
        visitor.fetched_once()

    return story


def answering(condition: Callable[[Visitor], None], path: str) -> Story:
    """A saved guide is opened where the network is bad."""

    def story(visitor: Visitor) -> None:
        visitor.begin()
        condition(visitor)
        visitor.opens(path)
        visitor.has_the_tick()

    return story


def lacking(condition: Callable[[Visitor], None]) -> Story:
    """A page that is not saved is asked for where the network is bad."""

    def story(visitor: Visitor) -> None:
        visitor.save()
        condition(visitor)
        visitor.tells(UNSAVED)
        visitor.opens()

    return story


def dead(visitor: Visitor) -> None:
    visitor.line.die()


def no_network(visitor: Visitor) -> None:
    visitor.context.set_offline(True)


def all_answers(kind: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.line.break_(everywhere, KINDS[kind])


def rotting(damage: Damage, *, offline: bool) -> Story:
    """A saved copy is damaged, before a visit with a network or without."""

    def story(visitor: Visitor) -> None:
        visitor.save()
        damage(visitor.page)
        visitor.page.goto("about:blank")
        if offline:
            visitor.line.die()
            visitor.nothing_foreign()
            visitor.line.revive()
        visitor.save()
        visitor.line.die()
        visitor.opens()
        visitor.opens("/")
        visitor.opens(MORE)

    return story


def another_rots(visitor: Visitor) -> None:
    """The seal of another language is damaged; the reader's own must open all the same."""
    visitor.page.goto(f"{visitor.origin}/de/app/")
    visitor.saved()
    visitor.save()
    replacement("/sealed", "{", where=" de$")(visitor.page)
    visitor.needs_no_network()


ROT: dict[str, Damage] = {
    "a page is replaced": replacement(GUIDE, "<h1>Hello</h1>", "text/html"),
    "a page is cut": lambda page: page.evaluate(script("cut-page"), [GUIDE, 9000]),
    "a page is gone": removal(GUIDE),
    "a script is replaced": replacement("/progress.js", "throw 1", "text/javascript"),
    "a script is gone": removal("/progress.js"),
    "every entry is gone": removal(""),
    "every cache is gone": removal_of_caches(),
}
SEALS: dict[str, tuple[Damage, Change]] = {
    "the seal is gone": (removal("/sealed"), NOT_SEALED),
    "the seal is no JSON": (replacement("/sealed", "{"), SEAL_TRUSTED),
    "the seal is null": (replacement("/sealed", "null"), SEAL_TRUSTED),
    "the seal lists other files": (replacement("/sealed", '{"/en/app/": "x"}'), SEAL_TRUSTED),
    "the note of the page last opened is gone": (removal("/opened"), FROM_NETWORK),
    "the note of the page last opened is nonsense": (
        replacement("/opened", "%/x"),
        FROM_NETWORK,
    ),
    "a cache of ours has no name": (
        lambda page: page.evaluate("caches.open('offswitch / copy ')"),
        FROM_NETWORK,
    ),
}


def before(script: str, worker: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return what puts a script in front of a worker's."""
    return lambda ours: script.encode() + worker(ours)


def failing(apis: str, way: str) -> Story:
    """The browser's own storage fails the worker, from the moment when that is in use."""

    def story(visitor: Visitor) -> None:
        visitor.begin()
        fails = from_when_in_use(apis, way)
        visitor.line.edits["/sw.js"] = before(fails, visitor.worker)
        visitor.visit()
        visitor.update()
        visitor.leave()
        visitor.visit()
        visitor.works()
        visitor.ticked("open")
        visitor.page.wait_for_load_state("networkidle")
        visitor.visit(MORE)
        visitor.line.edits["/sw.js"] = visitor.worker
        visitor.line.server = visitor.releases[1].server
        visitor.take_over(visitor.releases[1])
        visitor.line.die()
        visitor.opens()

    return story


# Once the worker is in use, an API fails in one of these ways.
WAYS = {
    "refuses": "Promise.reject(new DOMException('broken', 'UnknownError'))",
    "throws": "(() => { throw new DOMException('broken', 'UnknownError') })()",
}
APIS = {
    "the list of caches": "[CacheStorage, 'open'], [CacheStorage, 'keys'], "
    "[CacheStorage, 'match']",
    "a cache": "[Cache, 'match'], [Cache, 'put']",
    "the hash": "[SubtleCrypto, 'digest']",
}


def from_when_in_use(apis: str, way: str) -> str:
    return (
        "const used = () => self.serviceWorker.state.startsWith('activat');"
        f"for (const [{{ prototype }}, name] of [{apis}]) {{ const was = prototype[name];"
        "prototype[name] = function (...given) {"
        f"return used() ? {way} : was.apply(this, given) }} }}\n"
    )


def a_bad_visit(visitor: Visitor) -> None:
    """While something is broken, the page works and is honest; then nobody answers."""
    visitor.visit()
    visitor.settle()
    visitor.update()
    visitor.works()
    visitor.honest()
    visitor.leave()
    visitor.line.die()


def full(share: float, *, newer: bool) -> Story:
    """The device has room for a part of what is to be saved."""

    def story(visitor: Visitor) -> None:
        line, (old, new) = visitor.line, visitor.releases
        room = int(old.size * share)
        if newer:
            visitor.begin()
            room += visitor.used
            line.server = new.server
        visitor.quota(room)
        a_bad_visit(visitor)
        if newer:
            visitor.opens(GUIDE, old)
            visitor.has_the_tick()
        else:
            visitor.nothing_foreign()
        line.revive()
        visitor.quota(None)
        if newer:
            visitor.take_over(new)
        visitor.save()
        line.die()
        visitor.opens()

    return story


def killed(visitor: Visitor) -> None:
    """The system stops the worker between any two steps."""
    line, (_, new) = visitor.line, visitor.releases
    steps: list[Callable[[], object]] = [
        visitor.visit,
        visitor.save,
        visitor.page.locator("[name=open]").check,
        visitor.visit,
        lambda: visitor.visit(MORE),
        visitor.visit,
        line.die,
        lambda: visitor.opens("/"),
        visitor.opens,
        line.revive,
        lambda: setattr(line, "server", new.server),
        visitor.visit,
        visitor.update,
        lambda: visitor.take_over(new),
        line.die,
        lambda: visitor.opens("/"),
        visitor.opens,
    ]
    for step in steps:
        step()
        visitor.kill_the_worker()
    visitor.has_the_tick()


def killed_while_saving(nth: int, *, stay: bool) -> Story:
    """The system stops the worker while it waits for the n-th file."""

    def story(visitor: Visitor) -> None:
        line = visitor.line
        line.break_(the_nth(nth), KINDS["silence"])
        visitor.visit()
        visitor.until(lambda: line.repaired.is_set() or len(line.asked_by_worker) >= nth)
        visitor.kill_the_worker()
        line.repair()
        if stay:
            visitor.expect("[data-offline=ready]", 45)
        visitor.save()
        visitor.needs_no_network()
        visitor.fetched_once()

    return story


def the_nth(nth: int) -> Where:
    """Return the place of the n-th file that a worker asks for, and of all after it."""
    count = [0]

    def where(request: Request) -> bool:
        count[0] += request.by_worker
        return request.by_worker and count[0] >= nth

    return where


def interrupted(nth: int, *, newer: bool) -> Story:
    """The server dies after the n-th file that a worker asks for."""

    def story(visitor: Visitor) -> None:
        line, (old, new) = visitor.line, visitor.releases
        if newer:
            visitor.begin()
            line.server = new.server
            line.given.clear()
        after = the_nth(nth + 1)

        def last(request: Request) -> Kind | None:
            if not after(request):
                return None
            line.die()
            return KINDS["hang_up"]

        line.breaks = last
        a_bad_visit(visitor)
        if newer:
            visitor.opens(GUIDE, old, new)
        else:
            visitor.nothing_foreign()
        line.repair()
        line.revive()
        if newer:
            visitor.take_over(new)
            visitor.ticked("open")
        visitor.save()
        visitor.needs_no_network()
        visitor.fetched_once()

    return story


def mixed(seed: int) -> Story:
    """Each request is answered by one of two releases, as chance has it."""

    def story(visitor: Visitor) -> None:
        line, (old, new) = visitor.line, visitor.releases
        chance = random.Random(seed)  # noqa: S311 - a seed, so that a failure can be repeated
        loads: list[str] = []
        visitor.page.on("load", lambda page: loads.append(page.url))
        line.chooses = lambda request: chance.choice((old, new)).server
        visits = (GUIDE, MORE, "/", GUIDE)
        for path in visits:
            visitor.visit(path, scripts=False)  # one of the two may not have them
            visitor.page.wait_for_timeout(chance.randrange(500))
            visitor.honest()
        if len(loads) > len(visits) + 1:
            raise Lost(f"loaded again and again: {loads}")
        line.die()
        visitor.nothing_foreign()
        line.chooses = None
        line.server = new.server
        line.revive()
        visitor.take_over(new)
        visitor.save()
        visitor.needs_no_network(new)

    return story


def two_tabs(visitor: Visitor) -> None:
    """Two pages of ours are opened for the first time, at once."""
    other = visitor.context.new_page()
    other.goto(f"{visitor.origin}{MORE}", wait_until="commit")
    visitor.save()
    if visitor.ours:
        other.locator("[data-offline=ready]").wait_for(state="attached")
    visitor.fetched_once()
    visitor.line.die()
    visitor.opens()


def spelled(path: str) -> Story:
    """The guide is asked for with another spelling of its address."""

    def story(visitor: Visitor) -> None:
        visitor.save()
        visitor.line.die()
        visitor.opens(path)

    return story


def asked(path: str, options: dict[str, str], status: int) -> Story:
    """A page asks in an odd way; the worker neither answers wrongly nor keeps anything."""

    def story(visitor: Visitor) -> None:
        visitor.save()
        visitor.visit()
        found = visitor.page.evaluate(script("answer-to-a-request"), [path, options])
        if found != status:
            raise Lost(f"a wrong answer: {path}: {found}, expected {status}")
        visitor.honest()
        visitor.line.die()
        visitor.opens()

    return story


def clock(*years: int) -> Story:
    """The device's clock jumps, for pages and for the worker."""

    def story(visitor: Visitor) -> None:
        for year in years:
            jump = call("clock-in-the-year", year)
            visitor.context.add_init_script(jump)
            visitor.line.edits["/sw.js"] = before(f"{jump}\n", visitor.worker)
            visitor.save()
            visitor.update()
            visitor.leave()
            visitor.begin()
        visitor.line.server = visitor.releases[1].server
        visitor.take_over(visitor.releases[1])
        visitor.line.die()
        visitor.opens()
        visitor.has_the_tick()

    return story


def without(script: str, shown: str = "html", *, ticks: bool = False) -> Story:
    """The browser lacks something, or refuses it, in every page."""

    def story(visitor: Visitor) -> None:
        visitor.context.add_init_script(script)
        visitor.visit()
        visitor.expect(shown)
        visitor.page.locator("[name=open]").check()
        visitor.works()
        if ticks:
            visitor.has_the_tick()

    return story


NO_WORKER = "delete Navigator.prototype.serviceWorker"


def deployed(visitor: Visitor) -> None:
    """A newer release is put on the server behind a proxy that caches."""
    _, new = visitor.releases
    visitor.save()
    visitor.line.server = new.server
    visitor.take_over(new)
    visitor.line.die()
    time.sleep(4)  # the proxy caches for three seconds
    visitor.opens(GUIDE, new)


def poisoned(visitor: Visitor) -> None:
    """A proxy that caches everything got half a page, and half an icon."""
    line = visitor.line
    line.break_(
        lambda request: request.path == MORE or request.path.endswith("/icon.svg"),
        KINDS["cut_without_a_length"],
    )
    for path in (MORE, f"/assets/{visitor.releases[0].salt}/icons/icon.svg"):
        visitor.page.goto(visitor.origin + path)
    line.repair()
    visitor.visit()
    visitor.settle()
    visitor.works()
    visitor.honest()
    time.sleep(4)  # the proxy caches for three seconds
    visitor.save()
    visitor.needs_no_network()


# --- the table ------------------------------------------------------------------------

PAGE, SCRIPT, LIST = by_worker(MORE), by_worker("/progress.js"), by_worker("/precache/")
WRONG_BYTES = ("A1", NOT_HASHED)
INTERRUPTED = ("A3", FETCHED_AGAIN)

# Of each broken answer: its name, its id, and the mutation of ours that it would reveal.
ANSWERS: dict[str, tuple[str, str, Change]] = {
    "login_page": ("a login page with status 200", *WRONG_BYTES),
    "login_redirect": ("a redirect to a login page", *WRONG_BYTES),
    "redirect_to_the_same": ("a redirect to the same bytes", "A9", FETCHED_AGAIN),
    "one_byte_changed": ("one byte is changed", *WRONG_BYTES),
    "something_appended": ("a filter appends a script", "A36", NOT_HASHED),
    "empty": ("an empty body with status 200", *WRONG_BYTES),
    "cut_with_a_length": ("cut, with its length declared", "A2", FETCHED_AGAIN),
    "cut_without_a_length": ("cut, without a length", "A2", NOT_HASHED),
    "cut_after_a_line": ("cut between two lines, without a length", "A2", NO_BRACES),
    "cut_in_a_chunk": ("cut in a chunk", "A2", FETCHED_AGAIN),
    "silence": ("silence", "A5", NO_DEADLINE),
    "silence_in_the_middle": ("silence after half of it", "A5", NO_DEADLINE),
    "drip": ("two bytes a second", "A5", NO_DEADLINE),
    "reset_in_the_middle": ("reset after half of it", *INTERRUPTED),
    "hang_up": ("reset at once", *INTERRUPTED),
    "wrong_type": ("right bytes, wrong type", "A1", broken(("if (type) ", "if (false) "))),
    "no_gzip": ("declared as gzip, and is not", *INTERRUPTED),
    "missing": ("404", *INTERRUPTED),
    "gone": ("410", *INTERRUPTED),
    "server_error": ("500", *INTERRUPTED),
    "unavailable": ("503", *INTERRUPTED),
    "partial": ("206", "A10", FETCHED_AGAIN),
}
OF_THE_WORKER = (
    "login_page", "login_redirect", "something_appended", "cut_with_a_length",
    "cut_without_a_length", "cut_after_a_line", "silence", "drip", "hang_up", "wrong_type",
    "no_gzip", "missing", "gone", "server_error",
)  # fmt: skip
OFTEN = ("login_page", "one_byte_changed", "cut_without_a_length", "hang_up", "missing")
CORE = {
    "first visit, a page: a login page with status 200",
    "first visit, a page: cut, without a length",
    "update, a page: one byte is changed",
    "update, the worker itself: cut, without a length",
    "saved, the address on the poster: nobody answers",
    "saved, the guide: silence",
    "damaged, then with a network: a page is replaced",
    "damaged, then without: the seal is no JSON",
    "no room at all, first visit",
    "the worker is stopped between any two steps",
    "two tabs, both for the first time",
}


def wire(
    stage: str,
    tell: Callable[..., Story],
    where: Where,
    *kinds: str,
    mutation: Change | None = None,
) -> list[Fault]:
    """Return a fault for each kind of broken answer at a place."""
    return [
        Fault(
            f"{stage}: {ANSWERS[kind][0]}",
            ANSWERS[kind][1],
            tell(where, KINDS[kind], patience=DEADLINE if kind in SILENT else PATIENCE),
            NO_BRACES if kind == "cut_after_a_line" else mutation or ANSWERS[kind][2],
        )
        for kind in kinds
    ]


OF_FILES = tuple(kind for kind in ANSWERS if kind != "cut_after_a_line")
CONDITIONS: dict[str, tuple[str, Callable[[Visitor], None]]] = {
    "nobody answers": ("A20", dead),
    "no network": ("A24", no_network),
    **{
        ANSWERS[kind][0]: ("A24", all_answers(kind))
        for kind in (*SILENT, "hang_up", "reset_in_the_middle", "cut_with_a_length")
    },
}
ANSWERED = {
    ANSWERS[kind][0]: ("A1", all_answers(kind))
    for kind in ("login_page", "login_redirect", "missing", "server_error")
}
SPELLINGS = (
    "/en/app", "/en/app/index.html", "/%65n/app/", "/en/app/?utm_source=poster&utm_medium=x",
    "/en/app/?fbclid=IwAR0", "/en/app/?gclid=1&source=pwa", "/en/app/#keep", "/?ref=a#b", "/en",
    "/en/?x=%", "/index.html", "/en/index.html",
)  # fmt: skip

FAULTS: list[Fault] = [
    *wire("first visit, a page", saving, PAGE, *OF_FILES),
    *wire("first visit, a script", saving, SCRIPT, *OFTEN, "wrong_type", "empty"),
    *wire("first visit, the precache manifest", saving, LIST, *OFTEN, mutation=NOT_TOLD),
    *wire(
        "first visit, the worker itself",
        saving,
        the_worker_itself,
        *("login_page", "missing", "hang_up"),
        mutation=NOT_REGISTERED,
    ),
    *wire("update, a page", updating, PAGE, *(k for k in OF_FILES if k not in SILENT[:2])),
    *wire("update, a script", updating, SCRIPT, *OFTEN),
    *wire("update, the precache manifest", updating, LIST, *OFTEN, mutation=HALF_AN_UPDATE),
    *wire(
        "update, the worker itself",
        updating,
        the_worker_itself,
        *OF_THE_WORKER,
        mutation=FROM_NETWORK,
    ),
    *(
        Fault(f"saved, {what}: {name}", catalogue, answering(condition, path), FROM_NETWORK)
        for name, (catalogue, condition) in {**CONDITIONS, **ANSWERED}.items()
        for what, path in {"the guide": GUIDE, "the address on the poster": "/"}.items()
    ),
    *(
        Fault(f"not saved: {name}", catalogue, lacking(condition))
        for name, (catalogue, condition) in CONDITIONS.items()
    ),
    *(
        Fault(f"{stage}: {name}", "A20", rotting(damage, offline=offline), FROM_NETWORK)
        for stage, offline in {
            "damaged, then with a network": False,
            "damaged, then without": True,
        }.items()
        for name, damage in ROT.items()
    ),
    *(
        Fault(f"damaged, then without: {name}", "A20", rotting(damage, offline=True), mutation)
        for name, (damage, mutation) in SEALS.items()
    ),
    Fault("damaged, then without: another language's seal", "A20", another_rots, SEAL_READ),
    *(
        Fault(f"{api} {way}", "A34", failing(APIS[api], WAYS[way]), NOT_CAUGHT)
        for api in APIS
        for way in WAYS
    ),
    *(
        Fault(
            f"{room}, {stage}",
            "A6",
            full(share, newer=newer),
            HALF_AN_UPDATE if newer else NOT_TOLD if share else FROM_NETWORK,
        )
        for room, share in {
            "no room at all": 0.0,
            "half the room": 0.5,
            "almost enough room": 0.95,
        }.items()
        for stage, newer in {"first visit": False, "update": True}.items()
    ),
    Fault("the worker is stopped between any two steps", "A33", killed, IN_MEMORY),
    *(
        Fault(
            f"the worker is stopped at file {nth}",
            "A33",
            killed_while_saving(nth, stay=False),
            FETCHED_AGAIN,
        )
        for nth in (2, 9, 20)
    ),
    Fault(
        "the worker is stopped while the page stays", "A33", killed_while_saving(9, stay=True)
    ),
    Fault("two tabs, both for the first time", "A27", two_tabs, NO_LOCK),
    *(Fault(f"requested as {path}", "A30", spelled(path), FROM_NETWORK) for path in SPELLINGS),
    *(
        Fault(
            f"answers vary by {names}",
            "A8",
            saving(everywhere, vary(names)),
            FROM_NETWORK,
        )
        for names in (
            "User-Agent",
            "Accept",
            "Sec-CH-UA-Mobile",
            "Sec-Fetch-Dest",
            "Cookie",
            "*",
        )
    ),
    Fault(
        "a page posts",
        "A10",
        asked(GUIDE, {"method": "POST"}, 405),
        ANY_METHOD,
        options={"bypass_csp": True},
    ),
    *(
        Fault(
            f"the clock jumps to {' and to '.join(map(str, years))}",
            "A32",
            clock(*years),
            FROM_NETWORK,
        )
        for years in ((1970,), (2099,), (2099, 2001))
    ),
    Fault(
        "storage for ticks is blocked",
        "A25",
        without(BLOCKED["reading it throws"]),
        STORAGE_NEEDED,
    ),
    Fault("storage for ticks is full", "A26", without(BLOCKED["it is full"]), STORAGE_NEEDED),
    Fault(
        "no workers in this browser",
        "A25",
        without(NO_WORKER, "[data-impossible]", ticks=True),
        POSSIBLE,
    ),
    Fault("a proxy that caches", "A13", deployed, FROM_NETWORK, front="caching"),
    Fault(
        "a proxy that caches all for three seconds",
        "A13",
        deployed,
        FROM_NETWORK,
        front="stubborn",
    ),
    Fault("a proxy that caches truncated files", "A2", poisoned, NOT_HASHED, front="stubborn"),
]
FAULTS = [replace(fault, core=fault.name in CORE) for fault in FAULTS]
