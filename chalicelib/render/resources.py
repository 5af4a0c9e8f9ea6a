"""Files under `templates/`: fonts, words, mail bodies.

The one trick: they are read as the package data of a package named `templates` with no `__init__`, because
that is how the deployed archive holds them (`vendor/templates`), so a laptop and a Lambda open them the
same way.
"""

from functools import cache
from importlib.resources import files


@cache
def template_bytes(folder: str, name: str) -> bytes:
    """The bytes of templates/<folder>/<name>. Raises FileNotFoundError; a name never leaves its folder."""
    if "/" in name or "\\" in name or name.startswith("."):
        raise FileNotFoundError(f"templates/{folder}/{name}")
    return (files("templates") / folder / name).read_bytes()


def template_text(folder: str, name: str) -> str:
    """The same as UTF-8 text."""
    return template_bytes(folder, name).decode("utf-8")
