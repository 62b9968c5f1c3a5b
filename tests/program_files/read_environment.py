"""Reads environment files with python-dotenv: read_environment.py FILE... Prints a JSON array of their variables."""

import json
import sys

from dotenv import dotenv_values

print(json.dumps([dotenv_values(file) for file in sys.argv[1:]]))
