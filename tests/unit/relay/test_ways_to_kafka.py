"""The settings of the way to Kafka reach its client, and its password nobody else."""

import pytest

from cluster.processes.relay.kafka import connection_options
from cluster.processes.specs import KafkaConfig
from cluster.settings import read_settings
from cluster.wiring import Plan

PASSWORD = "kept-to-itself"


def config(**settings: object) -> KafkaConfig:
    return Plan.of_settings(read_settings({}, kafka_url="b-1:9092,b-2:9092", **settings)).kafka()


def test_every_setting_reaches_the_relays():
    found = config(
        kafka_tls=True,
        kafka_ca_file="/ca.pem",
        kafka_sasl_mechanism="SCRAM-SHA-512",
        kafka_user="u",
        kafka_password=PASSWORD,
        kafka_topic_prefix="stage.",
        kafka_partitions=12,
        kafka_replication=3,
        kafka_retention_h=24,
    )
    assert found == KafkaConfig(
        servers=("b-1:9092", "b-2:9092"),
        tls=True,
        ca_file="/ca.pem",
        sasl_mechanism="SCRAM-SHA-512",
        user="u",
        password=PASSWORD,
        idempotence=True,
        topic_prefix="stage.",
        partitions=12,
        replication=3,
        retention_h=24,
    )
    assert PASSWORD not in repr(found)


def test_the_embedded_broker_is_not_asked_for_what_it_cannot():
    assert not Plan.of_settings(read_settings({})).kafka().idempotence
    assert not config(kafka_idempotence=False).idempotence


@pytest.mark.parametrize(
    ("tls", "mechanism", "protocol"),
    [
        (False, "", "PLAINTEXT"),
        (True, "", "SSL"),
        (False, "PLAIN", "SASL_PLAINTEXT"),
        (True, "SCRAM-SHA-256", "SASL_SSL"),
    ],
)
def test_the_client_signs_in_and_encrypts_as_it_is_told(tls: bool, mechanism: str, protocol: str):
    options = connection_options(config(kafka_tls=tls, kafka_sasl_mechanism=mechanism, kafka_user="u"))
    assert options["security_protocol"] == protocol
    assert options["bootstrap_servers"] == ["b-1:9092", "b-2:9092"]
    assert ("ssl_context" in options) is tls
    assert options.get("sasl_mechanism", "") == mechanism


def test_servers_are_trusted_by_the_file_that_is_named():
    with pytest.raises(FileNotFoundError):
        connection_options(config(kafka_tls=True, kafka_ca_file="/there/is/none.pem"))


def test_relays_are_numbered_and_share_their_orders():
    plan = Plan.of_settings(read_settings({}, relays=2))
    assert [spec.name for spec in plan.relay_specs()] == ["relay-0", "relay-1"]
    assert {spec.kafka for spec in plan.relay_specs()} == {plan.kafka()}
