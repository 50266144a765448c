"""A refused log-in takes as long for a name that nobody has as for one that somebody has."""

import statistics
import time

SAMPLES = 40
RATIO_MAX = 1.3
"""Of the medians of processor time, taken in turns. Were one verification left out, it would be far beyond."""


async def test_the_time_of_a_refused_log_in_does_not_tell_whether_the_name_is_known(make_gateway):
    gateway = make_gateway(argon2_memory_kib=4_096, lockout_account_max=10**6, lockout_address_max=10**6)
    await gateway.sign_up("mina")
    spent: dict[str, list[float]] = {"mina": [], "nobody": []}
    for _ in range(SAMPLES):
        for name, samples in spent.items():
            before_s = time.process_time()
            answer = await gateway.client.post(
                "/api/auth/login", json={"username": name, "password": "a wrong password"}
            )
            samples.append(time.process_time() - before_s)
            assert (answer.status_code, answer.json()["code"]) == (401, "invalid_credentials")
    ratio = statistics.median(spent["mina"]) / statistics.median(spent["nobody"])
    assert 1 / RATIO_MAX < ratio < RATIO_MAX, f"known through unknown {ratio:.2f}"
