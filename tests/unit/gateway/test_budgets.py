"""The budgets of players and addresses outlive sockets, and are no more than are in use."""

from actors.runtime.clock import ManualClock
from gateway.budgets import Budgets
from gateway.realtime.limits import SocketLimits

LIMITS = SocketLimits(commands_per_s=1, commands_burst=2, address_per_s=1, address_burst=2)


def spend(budget, clock, times):
    return [budget.allow(clock.monotonic_ms()) for _ in range(times)]


def test_a_budget_that_is_spent_stays_so_until_time_has_filled_it():
    clock = ManualClock()
    budgets = Budgets(LIMITS, clock)
    assert spend(budgets.player("u1"), clock, 3) == [True, True, False]
    assert spend(budgets.player("u2"), clock, 1) == [True]
    clock.advance(1_000)
    assert spend(budgets.player("u1"), clock, 2) == [True, False]


def test_addresses_of_one_ipv6_customer_spend_from_one_budget():
    clock = ManualClock()
    budgets = Budgets(LIMITS, clock)
    assert spend(budgets.address("2001:db8::1"), clock, 2) == [True, True]
    assert spend(budgets.address("2001:db8::2"), clock, 1) == [False]
    assert spend(budgets.address("2001:db8:0:1::1"), clock, 1) == [True]


def test_whole_budgets_that_no_socket_holds_are_dropped():
    clock = ManualClock()
    budgets = Budgets(LIMITS, clock)
    held = budgets.player("held")
    held.holders += 1
    for n in range(1_000):
        spend(budgets.player(f"u{n}"), clock, 1)
    clock.advance(10_000)
    for n in range(1_000):
        clock.advance(10)
        spend(budgets.player(f"v{n}"), clock, 1)

    assert len(budgets) <= 250, "those of the last second, and a little"
    assert budgets.player("held") is held


def test_never_more_budgets_are_known_than_the_bound():
    clock = ManualClock()
    budgets = Budgets(LIMITS, clock, budgets_max=50)
    for n in range(1_000):
        spend(budgets.address(f"192.0.{n // 250}.{n % 250}"), clock, 2)

    assert len(budgets) <= 51


def test_calm_forgives_violations():
    clock = ManualClock()
    rates = Budgets(LIMITS, clock).player("u1")
    spend(rates, clock, 3)
    assert [rates.violate(), rates.violate()] == [False, False]
    clock.advance(10_000)
    spend(rates, clock, 3)
    assert [rates.violate(), rates.violate(), rates.violate()] == [False, False, True]
