"""Prints how many milliseconds ruamel.yaml takes to load standard input as Kometa does: the median of so many runs."""

import statistics
import sys
import time

import ruamel.yaml

text = sys.stdin.read()
took = []
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    ruamel.yaml.YAML().load(text)
    took.append((time.perf_counter() - start) * 1000)
print(statistics.median(took))
