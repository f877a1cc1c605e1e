"""Run Tisserand from a fresh clone, with nothing installed but Python 3.11 or later.

python3 run.py demo            the whole platform on an invented network, in a browser
python3 run.py test [ARGS]     the tests (ARGS go to pytest)
python3 run.py check           everything a contribution must pass
python3 run.py ANYTHING        the same as `tisserand ANYTHING`, in the environment made here
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
ENV = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
NO_INSTALLER = (
    "Tisserand needs one of uv, pip (22.3 or later) or Python's ensurepip to install what it uses, and this "
    "machine has none: install one (on Debian: apt install python3-pip), then run this again."
)


def is_working(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, env=ENV).returncode == 0


def installer() -> list[str]:
    """Return the start of a command that installs into .venv: with uv, else pip from outside or inside."""
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    for pip in ([sys.executable, "-m", "pip", "--python", str(PYTHON)], [str(PYTHON), "-m", "pip"]):
        if is_working(*pip, "--version"):
            return [*pip, "install", "--quiet"]
    if is_working(str(PYTHON), "-m", "ensurepip"):
        return [str(PYTHON), "-m", "pip", "install", "--quiet"]
    sys.exit(NO_INSTALLER)


def digest(*paths: Path) -> str:
    """Return one fingerprint of this Python and of these files."""
    return hashlib.sha256(b"\0".join([sys.version.encode(), *(p.read_bytes() for p in paths)])).hexdigest()


def is_stamped(name: str, wanted: str) -> bool:
    return (stamp := VENV / f"stamp-{name}").exists() and stamp.read_text() == wanted


def install(name: str, wanted: str, *arguments: str) -> None:
    """Install into .venv and remember the fingerprint of what was asked."""
    if subprocess.run([*installer(), *arguments], cwd=HERE, env=ENV).returncode:
        sys.exit("The installation stopped, for the reason above; nothing was run.")
    (VENV / f"stamp-{name}").write_text(wanted)


def prepare(for_tests: bool) -> None:
    """Make .venv hold the locked requirements and Tisserand itself; do nothing when it already does."""
    if not PYTHON.exists():
        print("First run: installing into .venv (about a minute) ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    locks = {name: digest(HERE / f"{name}.txt") for name in ("requirements-dev", "requirements")}
    enough = list(locks.items())[: 1 if for_tests else 2]
    if not any(is_stamped(name, wanted) for name, wanted in enough):
        name, wanted = enough[-1]
        install(name, wanted, "--require-hashes", "-r", f"{name}.txt")
    own = digest(HERE / "pyproject.toml", HERE / "build_catalogue.py", *sorted(HERE.glob("src/**/*.po")))
    if not is_stamped("tisserand", own):
        install("tisserand", own, "--no-deps", "--no-build-isolation", "--editable", ".")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file may meet any Python
        sys.exit("Tisserand needs Python 3.11 or later; this is Python " + sys.version.split()[0] + ".")
    verb, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("--help", [])
    prepare(for_tests=verb in ("test", "check"))
    commands = {"test": [str(PYTHON), "-mpytest", "-nauto", "--dist=worksteal"], "check": ["make", "check"]}
    command = [*commands.get(verb, [str(PYTHON), "-m", "tisserand", verb]), *arguments]
    os.chdir(HERE if verb in commands else ".")
    if os.name != "nt":
        os.execvpe(command[0], command, ENV)  # this program becomes that one: Ctrl-C and signals are its own
    return subprocess.run(command, env=ENV).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
