"""Settings of this machine only, frozen, from one TOML file. What the agency decides are events."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE_NAME = "settings.toml"


@dataclass(frozen=True)
class Settings:
    """printer: name or "" (ask). journal: folder of the witness journal on a second medium, or "".
    tray: name of the printer's paper source, or "" (the printer decides). scanner_port: serial port of the
    scanner, or "" (it types as a keyboard). is_enter_next: Enter goes to the next field, as Tab does.
    theme: light, dark or system. body_px: size of running text, 12–20. problem: why the file was not used.
    """

    printer: str = ""
    journal: str = ""
    theme: str = "system"
    body_px: int = 14
    is_sound: bool = True
    tray: str = ""
    scanner_port: str = ""
    is_enter_next: bool = True
    problem: str = ""


def load(folder: Path) -> Settings:
    """The settings of a desk's folder; safe defaults, with `problem`, where the file cannot be used."""
    path = folder / FILE_NAME
    if not path.exists():
        return Settings()
    import tomllib  # the first picture of a machine without settings does not wait for it

    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Settings(problem="settings_not_readable")
    if not text.strip():
        return Settings(problem="settings_not_readable")  # never written so: a power cut leaves such files
    values = {}
    for item in fields(Settings):
        if item.name in raw and item.name != "problem":
            if type(raw[item.name]) is not type(item.default):
                return Settings(problem="settings_not_readable")
            values[item.name] = raw[item.name]
    found = Settings(**values)
    if found.theme not in {"light", "dark", "system"} or not 12 <= found.body_px <= 20:
        return Settings(problem="settings_not_readable")
    return found


def save(folder: Path, settings: Settings) -> None:
    """Write the file whole or not at all."""
    import json

    values = {key: value for key, value in asdict(settings).items() if key != "problem"}
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
    part = folder / f"{FILE_NAME}.new"
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # else the name may be on the disk before the content
    os.replace(part, folder / FILE_NAME)
