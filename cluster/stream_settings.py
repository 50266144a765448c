"""The settings of the event stream: relays, their broker, and the topics there. `cluster.settings` reads them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from cluster import setting_values


class StreamSettings(BaseModel):
    """Part of `Settings`."""

    relays: int = Field(default=1, ge=1, le=32, description="relays that carry events to the event stream")
    kafka_url: Annotated[str, AfterValidator(setting_values.kafka_url)] = Field(
        default="", description="Apache Kafka: HOST:PORT of some of its servers; empty: an embedded broker in memory"
    )
    kafka_tls: bool = Field(default=False, description="speak TLS with Kafka")
    kafka_ca_file: str = Field(
        default="", description="PEM file of who vouches for Kafka's certificates; empty: who this machine trusts"
    )
    kafka_sasl_mechanism: Literal["", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="", description="how relays sign in to Kafka: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; empty: they do not"
    )
    kafka_user: str = Field(default="", description="as whom relays sign in to Kafka")
    kafka_password: str = Field(default="", repr=False, description="their password")
    kafka_idempotence: bool = Field(
        default=True, description="have Kafka drop what its client sends twice; the embedded broker cannot"
    )
    kafka_topic_prefix: str = Field(
        default="pitboss.", pattern=r"^[A-Za-z0-9._-]{0,64}$", description="what the names of topics begin with"
    )
    kafka_partitions: int = Field(default=6, ge=1, le=1_024, description="partitions of a topic that a relay makes")
    kafka_replication: int = Field(default=1, ge=1, le=16, description="copies of each partition of such a topic")
    kafka_retention_h: int = Field(default=168, ge=1, le=87_600, description="how long such a topic keeps events, in h")
