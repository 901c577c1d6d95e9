#! /usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Examples that ns-3's test.py runs to see that they still do.

Each entry: command, whether to run it, whether to run it under valgrind.
"""

cpp_examples = [
    ("one-wearable", "True", "True"),
    ("one-site", "True", "True"),
    ("whole-line --duration=30", "True", "False"),
    ("own-scenario", "True", "False"),
]

python_examples = []
