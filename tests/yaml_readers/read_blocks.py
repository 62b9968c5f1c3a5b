"""Reads trakt blocks from standard input, one JSON text a line, and answers each with what every reader saw.

The readers are ruamel.yaml as Kometa uses it (round trip), ruamel.yaml's safe loader and PyYAML's.
"""

import json
import sys
from io import StringIO

import yaml
from ruamel.yaml import YAML


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    return {"type": type(value).__name__, "value": str(value)}


READERS = {
    "ruamel.yaml round trip": lambda text: YAML(typ="rt").load(StringIO(text)),
    "ruamel.yaml safe": lambda text: YAML(typ="safe", pure=True).load(StringIO(text)),
    "PyYAML safe": yaml.safe_load,
}

for line in sys.stdin:
    text = json.loads(line)
    seen = {}
    for name, read in READERS.items():
        try:
            seen[name] = plain(read(text))
        except Exception as error:  # what a reader refuses is an answer too
            seen[name] = {"refused": str(error)}
    print(json.dumps(seen))
