"""The registry of definitions: which version is in force, what a wrong one does, what is exchanged when."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.definitions.book import NOT_PUBLISHED, Area, BuiltIn, DefinitionRefused, Definitions, Misfit, Published
from actors.definitions.trial import trial

NOW_MS = 1_795_000_000_000


def decode(key: str, version: int, source: Mapping[str, Any]) -> tuple[str, int, int]:
    if source["n"] < 0:
        raise ValueError("n must not be negative")
    return key, version, source["n"]


def prove(body: tuple[str, int, int]) -> dict[str, Any]:
    if body[2] == 13:
        raise DefinitionRefused("13 brings no luck")
    return {"twice": 2 * body[2]}


def fit(definitions: Mapping[str, Any]) -> None:
    if "bad" in definitions and "good" in definitions and definitions["bad"].body[2] == 66:
        raise Misfit("66 fits nobody", ["bad"])
    if sum(each.body[2] for each in definitions.values()) > 100:
        raise ValueError("together they are above 100")


def area(**built_in: int) -> Area[Any]:
    sources = {key: BuiltIn(1, {"n": n}) for key, n in built_in.items()}
    return Area(name="toys", decode=decode, prove=prove, fit=fit, built_in=sources)


def version(number: int, n: int, key: str = "a", **more: Any) -> Published:
    return Published("toys", key, number, {"n": n}, **more)


def registry(*published: Published, now_ms: int = NOW_MS, **built_in: int) -> Definitions:
    definitions = Definitions([area(**(built_in or {"a": 1}))])
    definitions.replace(definitions.prepare(published), now_ms)
    return definitions


def in_force(definitions: Definitions, key: str = "a") -> int:
    found: int = definitions.area("toys")[key].version
    return found


def test_what_comes_with_the_program_is_there_before_anything_is_loaded() -> None:
    definitions = Definitions([area(a=1, b=2)])
    assert {key: each.body for key, each in definitions.area("toys").items()} == {"a": ("a", 1, 1), "b": ("b", 1, 2)}
    assert definitions.area("unknown") == {}


def test_a_program_that_comes_with_a_wrong_definition_does_not_start() -> None:
    with pytest.raises(DefinitionRefused, match="negative"):
        Definitions([area(a=-1)])


def test_the_highest_version_is_in_force_in_whatever_order_they_come() -> None:
    definitions = registry(version(3, 30), version(2, 20))
    assert definitions.area("toys")["a"].body == ("a", 3, 30)
    assert [each.version for each in definitions.versions("toys", "a")] == [1, 2, 3]


def test_a_definition_that_the_program_has_not_is_created_at_run_time() -> None:
    assert registry(version(1, 5, "new")).area("toys")["new"].body == ("new", 1, 5)


def test_a_stored_version_counts_more_than_the_same_one_of_the_program() -> None:
    assert registry(version(1, 7)).area("toys")["a"].body == ("a", 1, 7)


def test_a_version_that_cannot_be_read_leaves_the_one_before_in_force() -> None:
    definitions = registry(version(2, 20))
    changed = definitions.replace(definitions.prepare([version(2, 20), version(3, -1)]), NOW_MS)
    assert (changed, in_force(definitions)) == (False, 2)
    assert [(each.id, each.version) for each in definitions.refused] == [("a", 3)]
    assert "negative" in definitions.refused[0].why


@pytest.mark.parametrize("source", [{}, {"n": None}, {"n": "x"}])
def test_a_body_that_breaks_its_decoder_is_refused_and_does_no_harm(source) -> None:
    definitions = registry(Published("toys", "a", 2, source))
    assert in_force(definitions) == 1
    assert definitions.refused


def test_what_takes_long_is_checked_only_where_it_is_asked_for() -> None:
    definitions = registry(version(2, 13))
    assert in_force(definitions) == 2
    definitions.replace(definitions.prepare([version(2, 13)], prove=True), NOW_MS)
    assert in_force(definitions) == 1


def test_of_versions_that_do_not_fit_together_the_one_published_last_is_held_back_alone() -> None:
    definitions = registry(version(2, 20))
    published = [version(2, 20), version(3, 60, revision=2), version(1, 60, "b", revision=3)]
    definitions.replace(definitions.prepare(published), NOW_MS)
    assert {key: each.version for key, each in definitions.area("toys").items()} == {"a": 3}
    assert [(each.area, each.id, each.version) for each in definitions.refused] == [("toys", "b", 1)]


def test_one_that_fits_nothing_is_held_back_however_late_others_were_published() -> None:
    stored = [version(1, 66, "bad", revision=1), version(1, 1, "good", revision=2), version(2, 2, revision=3)]
    definitions = registry(*stored)
    assert {key: each.version for key, each in definitions.area("toys").items()} == {"a": 2, "good": 1}
    assert [(each.id, each.version) for each in definitions.refused] == [("bad", 1)]


def test_the_version_before_one_that_is_held_back_stays_in_force_after_a_restart_as_well() -> None:
    stored = [version(2, 20, revision=1), version(1, 60, "b", revision=2)]
    late = version(3, 60, starts_ms=NOW_MS + 1_000, revision=3)
    running = registry(*stored, late)
    assert running.advance(NOW_MS + 1_000) is False
    started = registry(*stored, late, now_ms=NOW_MS + 1_000)
    for definitions in (running, started):
        assert {key: each.version for key, each in definitions.area("toys").items()} == {"a": 2, "b": 1}
        assert [(each.id, each.version) for each in definitions.refused] == [("a", 3)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 70), st.integers(0, 5)), max_size=10))
def test_a_process_that_starts_has_in_force_what_those_have_that_never_stopped(
    published: list[tuple[str, int, int]],
) -> None:
    counts: dict[str, int] = {"a": 1}
    stored, running = [], Definitions([area(a=1)])
    for revision, (key, n, starts) in enumerate(published, 1):
        counts[key] = counts.get(key, 0) + 1
        stored.append(version(counts[key], n, key, starts_ms=NOW_MS + starts, revision=revision))
        running.replace(running.prepare(stored), NOW_MS + revision)
    started = registry(*stored, now_ms=NOW_MS + len(published))
    assert started.area("toys") == running.area("toys")
    assert started.refused == running.refused
    assert sum(each.body[2] for each in started.area("toys").values()) <= 100


def test_an_area_that_this_program_does_not_know_is_refused_and_nothing_else() -> None:
    definitions = registry(Published("games of tomorrow", "x", 1, {}), version(2, 2))
    assert in_force(definitions) == 2
    assert [each.area for each in definitions.refused] == ["games of tomorrow"]


def test_a_scheduled_version_comes_into_force_at_its_time_and_not_before() -> None:
    definitions = registry(version(2, 20, starts_ms=NOW_MS + 1_000))
    assert (in_force(definitions), definitions.next_start_ms(NOW_MS)) == (1, NOW_MS + 1_000)
    assert not definitions.advance(NOW_MS + 999)
    assert definitions.advance(NOW_MS + 1_000)
    assert (in_force(definitions), definitions.next_start_ms(NOW_MS + 1_000)) == (2, None)


def test_a_version_after_a_scheduled_one_takes_its_place() -> None:
    definitions = registry(version(2, 20, starts_ms=NOW_MS + 1_000), version(3, 30))
    definitions.advance(NOW_MS + 5_000)
    assert in_force(definitions) == 3


def test_the_book_is_another_one_only_if_something_in_force_has_changed() -> None:
    definitions = registry(version(2, 20))
    book = definitions.book
    definitions.replace(definitions.prepare([version(2, 20), version(3, 30, starts_ms=NOW_MS + 9)]), NOW_MS)
    assert definitions.book is book
    definitions.advance(NOW_MS + 9)
    assert definitions.book is not book
    assert book.area("toys")["a"].version == 2


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 30)), max_size=8),
    st.lists(st.tuples(st.booleans(), st.integers(0, 10)), max_size=12),
)
def test_whatever_is_published_and_however_time_goes_the_highest_good_version_that_has_started_is_in_force(
    versions: list[tuple[int, int]], looks: list[tuple[bool, int]]
) -> None:
    definitions, now_ms = Definitions([area(a=1)]), NOW_MS
    published = [version(2 + n, body, starts_ms=NOW_MS + start) for n, (start, body) in enumerate(versions)]
    for reload, passed_ms in looks:
        now_ms += passed_ms
        if reload:
            definitions.replace(definitions.prepare(published), now_ms)
        else:
            definitions.advance(now_ms)
        known = published if definitions.versions("toys", "a")[1:] or definitions.refused else []
        started = [each.version for each in known if each.source["n"] >= 0 and each.starts_ms <= now_ms]
        assert in_force(definitions) == max(started, default=1)


def test_versions_that_were_read_are_not_read_again() -> None:
    definitions = registry(version(2, 20))
    body = definitions.area("toys")["a"].body
    definitions.replace(definitions.prepare([version(2, 20), version(1, 3, "b")]), NOW_MS)
    assert definitions.area("toys")["a"].body is body


def test_a_version_that_is_stored_otherwise_than_it_was_is_read_again() -> None:
    definitions = registry(version(2, 20))
    definitions.replace(definitions.prepare([version(2, 21)]), NOW_MS)
    assert definitions.area("toys")["a"].body == ("a", 2, 21)


def tried(n: int, key: str = "a", number: int = 2, starts_ms: int = 0) -> Published:
    return version(number, n, key, starts_ms=starts_ms, revision=NOT_PUBLISHED)


def test_a_trial_tells_what_is_computed_and_changes_nothing() -> None:
    definitions = registry()
    assert trial(definitions, [tried(4)], NOW_MS, ()) == [{"twice": 8}]
    assert in_force(definitions) == 1
    for wrong in (tried(-1), tried(13), tried(101), Published("toys", "a", 2, {})):
        with pytest.raises(DefinitionRefused):
            trial(definitions, [wrong], NOW_MS, ())


def test_a_version_is_tried_against_all_that_will_be_in_force_when_its_time_comes() -> None:
    stored = [version(1, 60, "b", starts_ms=NOW_MS + 5_000, revision=1)]
    definitions = registry()
    with pytest.raises(DefinitionRefused, match="above 100"):
        trial(definitions, [tried(50, starts_ms=NOW_MS + 5_000)], NOW_MS, stored)
    with pytest.raises(DefinitionRefused, match=r"above 100 \(from 2026-11-"):
        trial(definitions, [tried(50, starts_ms=NOW_MS + 1)], NOW_MS, stored)
    assert trial(definitions, [tried(40, starts_ms=NOW_MS + 5_000)], NOW_MS, stored) == [{"twice": 80}]


def test_versions_that_fit_only_each_other_are_tried_together() -> None:
    stored = [version(1, 60, "b", revision=1), version(1, 30, "c", revision=2)]
    together = [tried(40, "c"), tried(10, "b")]
    with pytest.raises(DefinitionRefused, match="above 100"):
        trial(registry(), together[:1], NOW_MS, stored)
    assert trial(registry(), together, NOW_MS, stored) == [{"twice": 80}, {"twice": 20}]


def test_what_is_held_back_already_is_no_reason_to_refuse_another() -> None:
    stored = [version(1, 66, "bad", revision=1), version(1, 1, "good", revision=2)]
    assert trial(registry(), [tried(5)], NOW_MS, stored) == [{"twice": 10}]
