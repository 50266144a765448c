"""The definitions of the program: JSON files beside the rules."""

from importlib import resources

import msgspec

from actors.definitions.book import BuiltIn


def built_in(package: str, folder: str) -> dict[str, BuiltIn]:
    """Return the JSON files of a folder of `package`, by id, in the order of their names."""
    folders = resources.files(package).joinpath(folder)
    files = sorted((file for file in folders.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    bodies = [msgspec.json.decode(file.read_bytes()) for file in files]
    return {body.pop("id"): BuiltIn(body.pop("version"), body) for body in bodies}
