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
    ("ble-throughput --duration=2s", "True", "True"),
    ("ble-latency --duration=60s", "True", "True"),
    ("ble-coexistence", "True", "True"),
    ("ble-mind-the-gap --duration=2min", "True", "False"),
]

python_examples = []
