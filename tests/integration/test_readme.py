"""The first round of the README, as a newcomer types it, and again."""

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG

README = Path(__file__).parents[2] / "README.md"
FIRST_ROUND = re.search(r"```bash\n(url=.*?)```", README.read_text(), re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README uses curl")
async def test_the_first_round_of_the_readme_can_be_played_twice(database_url: str):
    assert FIRST_ROUND is not None
    async with running_cluster(database_url, config=CONFIG) as cluster:
        commands = re.sub(r"url=\S+", f"url={cluster.url}", FIRST_ROUND[1], count=1)
        answers = [await typed(commands) for _ in range(2)]
    rounds = [json.loads(answer.splitlines()[-1]) for answer in answers]
    assert rounds[0] == rounds[1]
    assert ["idempotency-replayed: true" in answer.lower() for answer in answers] == [False, True]


async def typed(commands: str) -> str:
    """What a shell prints, which must complain of nothing."""
    shell = await asyncio.create_subprocess_exec(
        "bash", "-ec", commands, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complained = await shell.communicate()
    assert shell.returncode == 0
    assert b"Error" not in complained
    return said.decode()
