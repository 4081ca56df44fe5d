"""The project's own Python environment in .venv: made once, checked in an instant afterwards."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REQUIREMENTS = ROOT / "requirements"
# A network that inspects its traffic puts its certificate into the system, where uv would not look.
SYSTEM_CERTIFICATES = "--system-certs"
EXTRAS = ("oidc",)
"""Layers that not every clinic needs."""


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


def ensure(*layers: str) -> None:
    """Install each layer of the requirements ("base", "dev") unless it already stands in .venv."""
    missing = [layer for layer in layers if not _is_installed(layer)]
    if not missing:
        return
    if not _works(PYTHON):
        _create()
    _install(missing)
    for layer in missing:
        _stamp(layer).write_text(_fingerprint(layer), encoding="utf-8")


def chosen() -> list[str]:
    """The extras that were installed once, and so are kept up to date."""
    return [extra for extra in EXTRAS if _stamp(extra).is_file()]


def python_module(*arguments: str) -> list[str]:
    """The command line that runs a module in .venv."""
    return [str(PYTHON), "-m", *arguments]


def compile_requirements(*, upgrade: bool) -> None:
    """Write requirements/*.txt anew from *.in: pinned, hashed, and free of any address."""
    ensure("base")
    for name in ("base", *EXTRAS, "dev", "uv"):
        command = python_module(
            "uv", "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt"
        )
        command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--quiet", SYSTEM_CERTIFICATES]
        command += ["--upgrade"] if upgrade else []
        subprocess.run(command, cwd=REQUIREMENTS, check=True)


def _is_installed(layer: str) -> bool:
    stamp = _stamp(layer)
    return (
        PYTHON.exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == _fingerprint(layer)
    )


def _stamp(layer: str) -> Path:
    return VENV / f".installed-{layer}"


def _fingerprint(layer: str) -> str:
    pinned = (REQUIREMENTS / f"{layer}.txt").read_bytes()
    return hashlib.sha256(pinned + str(PYTHON).encode()).hexdigest()


def _works(python: Path) -> bool:
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", question], check=False).returncode == 0
    except OSError:
        return False


def _create() -> None:
    print(
        f"Making the environment in {VENV.name} with Python {sys.version.split()[0]} ...",
        flush=True,
    )
    if VENV.exists():
        shutil.rmtree(VENV)
    # A bare Debian has pip but cannot put it into an environment; others have it the other way.
    has_pip = importlib.util.find_spec("pip") is not None
    options = ["--without-pip"] if has_pip else []
    made = subprocess.run([sys.executable, "-m", "venv", *options, str(VENV)], check=False)
    if made.returncode != 0:
        raise SetupError(
            "Python could not make an environment. Install its pip and venv "
            "(Debian: apt-get install python3-pip python3-venv), then try again."
        )


def _install(layers: list[str]) -> None:
    files = [REQUIREMENTS / f"{layer}.txt" for layer in layers]
    print(f"Installing {' and '.join(layers)} requirements ...", flush=True)
    if _pip_install([REQUIREMENTS / "uv.txt"], "--quiet") and _uv_install(files):
        return
    print("uv could not do it; trying pip.", flush=True)
    if not _pip_install(files):
        raise SetupError(
            "The requirements could not be installed; the lines above say why. "
            "The first installation needs a connection to a Python package index."
        )


def _uv_install(files: list[Path]) -> bool:
    command = python_module("uv", "pip", "install", "--python", str(PYTHON))
    return _succeeds([*command, SYSTEM_CERTIFICATES, "--compile-bytecode", *_hashed(files)])


def _pip_install(files: list[Path], *options: str) -> bool:
    if importlib.util.find_spec("pip") is not None:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    else:
        pip = python_module("pip")
    return _succeeds([*pip, "install", "--disable-pip-version-check", *options, *_hashed(files)])


def _hashed(files: list[Path]) -> list[str]:
    return ["--require-hashes", *(part for file in files for part in ("-r", str(file)))]


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0
