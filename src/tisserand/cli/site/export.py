"""`tisserand export FOLDER`: the network as files, which `tisserand weave` reads and weaves alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tisserand.cli.site import Stop
from tisserand.cli.site.options import cut
from tisserand.cli.site.ready import ready
from tisserand.wording.catalogue import N_, Words

NOT_SAID = N_("Say where: tisserand export FOLDER")
TAKEN = N_("{folder} is not an empty folder; give the name of a new one.")
WRITTEN = N_("Written in {folder}: {people} people, {ties} contacts, as seen on {day}.")
WEAVE = N_("The same week, from the files: tisserand weave {files} --on {day} --seed {seed}")
CARE = N_("They say who agreed to what and who is kept apart from whom: keep them where only you can read.")


def run(argv: Sequence[str], words: Words) -> int:
    """Write the files; return 0. `Stop` or `UnusableError` when it cannot be done."""
    given = cut(argv, words=1).words
    if not given:
        raise Stop(NOT_SAID)
    folder = Path(given[0])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop(TAKEN, folder=folder)
    ready()
    from tisserand.domain.attention.queries import network_day, now
    from tisserand.domain.attention.rules import monday_of
    from tisserand.domain.introductions.jobs.gathering import gather
    from tisserand.domain.introductions.jobs.weaving import seed_of
    from tisserand.formats.export import write_network

    at = now()
    day, network = network_day(at), gather(at).network
    paths = write_network(network, folder)
    folder.chmod(0o700)
    optional = {
        "--bridges": paths.bridges,
        "--met": paths.met,
        "--apart": paths.apart,
        "--circles": paths.circles,
    }
    files = [paths.people.name, paths.ties.name]
    files += [f"{option} {path.name}" for option, path in optional.items() if path]
    count = {"people": len(network.people), "ties": len(network.ties)}
    print(words.gettext(WRITTEN).format(folder=folder, day=day, **count))
    print(words.gettext(WEAVE).format(files=" ".join(files), day=day, seed=seed_of(monday_of(day))))
    print(words.gettext(CARE))
    return 0
