# SPDX-License-Identifier: GPL-2.0-only
from collections.abc import Callable, Sequence
from typing import Optional

__version__: str
ns3_version: str

class ScenarioError(ValueError):
    args: tuple[str, str]

def run(
    scenario_json: str,
    run: int,
    out_dir: str,
    pcap: bool = ...,
    progress: Optional[Callable[[float, float], bool]] = ...,
) -> str: ...
def complete_scenario(text: str, overrides: Sequence[str] = ...) -> str: ...
def load_scenario(name_or_path: str, overrides: Sequence[str] = ...) -> str: ...
def describe(topic: str) -> str: ...
def calibrate() -> str: ...
def describe_topics() -> list[str]: ...
