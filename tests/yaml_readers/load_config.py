"""Loads the config.yml named as argument as Kometa does (ruamel.yaml, round trip) and prints it as JSON."""

import json
import sys

import ruamel.yaml

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    json.dump(ruamel.yaml.YAML().load(file), sys.stdout, default=str)
