"""What every answer has in common: problem documents, request ids, headers, CORS, metrics."""

import re

import pytest
import structlog

ORIGIN = "https://play.example"


def is_problem(answer, status, code):
    members = {"type", "title", "status", "detail", "code", "request_id"}
    return (
        answer.headers["Content-Type"] == "application/problem+json"
        and answer.status_code == answer.json()["status"] == status
        and answer.json()["code"] == code
        and answer.json().keys() >= members
        and answer.json()["request_id"] == answer.headers["X-Request-ID"]
    )


async def test_an_unknown_path_is_a_problem(gateway):
    assert is_problem(await gateway.client.get("/api/nothing"), 404, "not_found")


ALLOWED = {
    "/api/auth/login": "POST",
    "/api/auth/me": "GET, HEAD",
    "/api/auth/sessions": "DELETE, GET, HEAD",
    "/api/streak/protection": "GET, HEAD, POST",
    "/api/admin/definitions/missions/warm-up": "GET, HEAD, PUT",
}


@pytest.mark.parametrize(("path", "allowed"), ALLOWED.items())
async def test_a_wrong_method_is_a_problem_that_names_every_right_one(gateway, path, allowed):
    answer = await gateway.client.request("TRACE", path)

    assert is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == allowed


async def test_an_unexpected_error_tells_nothing_of_itself(gateway):
    headers = await gateway.bearer()
    gateway.entities.fault = RuntimeError("the secret is hunter2")
    answer = await gateway.client.get("/api/games/stats/me", headers=headers)

    assert is_problem(answer, 500, "internal")
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text


async def test_the_log_of_an_unexpected_error_has_its_trace_and_no_local_variables(gateway):
    headers = await gateway.bearer()
    gateway.entities.fault = RuntimeError("wrong")
    with structlog.testing.capture_logs() as logs:
        answer = await gateway.client.get("/api/games/stats/me", headers=headers)

    (entry,) = logs
    assert entry["event"] == "request_failed"
    assert entry["request_id"] == answer.headers["X-Request-ID"]
    assert "RuntimeError: wrong" in entry["trace"]
    assert headers["Authorization"].removeprefix("Bearer ") not in str(entry)
    assert "exc_info" not in entry


async def test_a_callers_request_id_is_kept(gateway):
    answer = await gateway.client.get("/health/live", headers={"X-Request-ID": "call-42"})

    assert answer.headers["X-Request-ID"] == "call-42"


@pytest.mark.parametrize("hostile", ["", "x" * 65, "a b", 'a"b', "a=b;c"])
async def test_a_hostile_request_id_is_replaced(gateway, hostile):
    answer = await gateway.client.get("/health/live", headers={"X-Request-ID": hostile})

    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])


@pytest.mark.parametrize("path", ["/health/live", "/api/nothing", "/api/auth/me", "/docs"])
async def test_every_answer_has_security_headers(gateway, path):
    headers = (await gateway.client.get(path)).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]


async def test_pages_of_a_listed_origin_may_call(make_gateway):
    gateway = make_gateway(origins=(ORIGIN,))
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "authorization,idempotency-key,content-type"
    preflight = await gateway.client.options("/api/games/rps/play", headers=asked)
    error = await gateway.client.get("/api/auth/me", headers={"Origin": ORIGIN})

    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert error.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Idempotency-Replayed" in error.headers["Access-Control-Expose-Headers"]


async def test_pages_can_read_even_an_unexpected_error(make_gateway):
    gateway = make_gateway(origins=(ORIGIN,))
    headers = await gateway.bearer()
    gateway.entities.fault = RuntimeError()
    answer = await gateway.client.get("/api/games/stats/me", headers={**headers, "Origin": ORIGIN})

    assert answer.status_code == 500
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{ORIGIN}.evil.example"])
async def test_pages_of_other_origins_may_not(make_gateway, origin):
    gateway = make_gateway(origins=(ORIGIN,))
    answer = await gateway.client.get("/health/live", headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_requests_are_counted_by_route_template_and_status_class(gateway):
    headers = await gateway.bearer()
    await gateway.client.delete("/api/auth/sessions/0123456789abc", headers=headers)
    await gateway.client.get("/api/no/such/path")
    await gateway.client.request("BREW", "/health/live")

    def count(route, method, status_class):
        labels = {"route": route, "method": method, "status_class": status_class}
        return gateway.registry.get_sample_value("http_requests_total", labels)

    assert count("/api/auth/sessions/{session_id}", "DELETE", "4xx") == 1
    assert count("/api/auth/signup", "POST", "2xx") == 1
    assert count("unmatched", "GET", "4xx") == 1
    assert count("/health/live", "other", "4xx") == 1


async def test_an_unexpected_error_is_counted_as_5xx(gateway):
    headers = await gateway.bearer()
    gateway.entities.fault = RuntimeError()
    await gateway.client.get("/api/games/stats/me", headers=headers)
    labels = {"route": "/api/games/stats/me", "method": "GET", "status_class": "5xx"}

    assert gateway.registry.get_sample_value("http_requests_total", labels) == 1
    duration = {"route": "/api/games/stats/me", "method": "GET"}
    assert gateway.registry.get_sample_value("http_request_duration_seconds_count", duration) == 1
