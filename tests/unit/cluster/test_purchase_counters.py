"""Purchases are counted by how they ended, with few labels whatever a provider says."""

from prometheus_client import CollectorRegistry

from actors.shop.facts import PurchaseChanged
from cluster.processes.metrics import PurchaseCounters


def purchase(status, reason_code="", at=1_250) -> PurchaseChanged:
    return PurchaseChanged(
        purchase_id="0" * 32,
        status=status,
        product_id="pack",
        quantity=1,
        created_at=1_000,
        at=at,
        reason_code=reason_code,
    )


def test_what_ended_is_counted_with_its_duration_and_known_reasons():
    registry = CollectorRegistry()
    counters = PurchaseCounters(registry)
    for fact in (
        purchase("pending"),
        purchase("success"),
        purchase("failed", "OUT_OF_STOCK"),
        purchase("failed", "CARD_4711_DECLINED"),
        purchase("refunded", at=9_000_000),
    ):
        counters.add(fact)

    def count(result, reason):
        return registry.get_sample_value("purchases_total", {"result": result, "reason": reason})

    assert [count("success", ""), count("failed", "out_of_stock"), count("failed", "other")] == [1, 1, 1]
    assert (count("pending", ""), count("refunded", "")) == (None, 1)
    assert registry.get_sample_value("purchase_duration_seconds_count") == 3
    assert registry.get_sample_value("purchase_duration_seconds_sum") == 0.75
