"""The values of settings that are addresses or lists: read as people write them, kept in one form, or refused in words.

Every function raises ValueError for a value that it refuses; the message says what is expected and shows no password.
"""

from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from actors.streak.local_days import zone_named

NO_PROXIES = "none"
"""Written as PITBOSS_TRUSTED_PROXIES: there is no proxy in front of the gateways."""
ORIGIN_PORTS = {"http": 80, "https": 443}
POSTGRES_SCHEMES = ("postgresql", "postgres")
REDIS_SCHEMES = ("redis", "rediss")
KAFKA_SCHEME = "kafka://"
MAPPED_BITS = 96
"""An IPv4 address is the rest of an IPv6 one that begins with ::ffff:0:0/96 (RFC 4291, 2.5.5.2)."""


def items(value: object) -> object:
    """Return the items of a list that is written with commas; anything else as it is."""
    if not isinstance(value, str):
        return value
    return tuple(item.strip() for item in value.split(",") if item.strip())


def origin(text: str) -> str:
    """Return an origin as browsers send it (RFC 6454, 6.1): lower case, no default port, no trailing dot or slash."""
    if "*" in text:
        raise ValueError(f"{text!r} would let every page connect: name each origin, for instance https://play.example")
    parts = _split(text)
    expected = f"{text!r} is no origin: it is written like https://play.example or http://localhost:5173"
    if parts.scheme not in ORIGIN_PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError(expected)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError(f"{expected}, without a path")
    port = "" if parts.port in {None, ORIGIN_PORTS[parts.scheme]} else f":{parts.port}"
    return f"{parts.scheme}://{url_host(_host(parts.hostname))}{port}"


def proxies(networks: tuple[str, ...]) -> tuple[str, ...]:
    """Return the networks of proxies as CIDRs, IPv4 ones never mapped into IPv6; NO_PROXIES stands alone."""
    if [text.lower() for text in networks] == [NO_PROXIES]:
        return (NO_PROXIES,)
    return tuple(dict.fromkeys(_network(text) for text in networks))


def _network(text: str) -> str:
    bare = text[1:].replace("]", "", 1) if text.startswith("[") else text
    try:
        network = ip_network(bare, strict=False)
    except ValueError:
        raise ValueError(
            f"{text!r} is no network: it is written like 10.0.0.0/8 or fd00::/8; `{NO_PROXIES}` stands alone"
        ) from None
    if isinstance(network, IPv6Network) and network.prefixlen >= MAPPED_BITS:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return f"{mapped}/{network.prefixlen - MAPPED_BITS}"
    return str(network)


def bind_host(text: str) -> str:
    """Return an address or host name to listen on; an IPv6 address without its brackets."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return str(ip_address(bare))
    except ValueError:
        if ":" in bare or not bare or "/" in bare:
            raise ValueError(f"{text!r} is no address: it is written like 127.0.0.1, ::1 or 0.0.0.0") from None
    return _host(bare)


def postgres_url(text: str) -> str:
    """Return the URL of a Postgres; "" stays."""
    return _store_url(text, POSTGRES_SCHEMES, "postgresql://USER:PASSWORD@HOST:5432/DATABASE")


def redis_url(text: str) -> str:
    """Return the URL of a Redis or Valkey; "" stays."""
    return _store_url(text, REDIS_SCHEMES, "redis://:PASSWORD@HOST:6379/0")


def kafka_url(text: str) -> str:
    """Return servers of Kafka as HOST:PORT with commas between them; "" stays."""
    servers = [server.strip() for server in text.removeprefix(KAFKA_SCHEME).rstrip("/").split(",")]
    for server in servers if text else ():
        parts = _split(f"{KAFKA_SCHEME}{server}")
        if not parts.hostname or parts.port is None or parts.netloc != server or "@" in server:
            raise ValueError(
                "this is no list of servers of Kafka: it is written like broker-1:9092,broker-2:9092, with "
                "PITBOSS_KAFKA_USER and PITBOSS_KAFKA_PASSWORD apart"
            )
    return ",".join(servers)


def _store_url(text: str, schemes: tuple[str, ...], example: str) -> str:
    if not text:
        return text
    try:
        parts = _split(text)
        known = parts.scheme in schemes and parts.hostname
    except ValueError:
        known = None
    if not known:
        raise ValueError(f"this is no URL of such a server: it is written like {example}")
    if parts.scheme in POSTGRES_SCHEMES:
        return text.replace(parts.scheme, POSTGRES_SCHEMES[0], 1) if parts.scheme != POSTGRES_SCHEMES[0] else text
    return text


def gateway_url(text: str) -> str:
    """Return the HTTP address of a gateway, without a trailing slash."""
    expected = f"{text!r} is no address of a gateway: it is written like http://127.0.0.1:8080"
    try:
        parts = _split(text)
    except ValueError:
        raise ValueError(expected) from None
    if parts.scheme in {"ws", "wss"}:
        http = parts.scheme.replace("ws", "http", 1)
        raise ValueError(f"give the gateway's HTTP address, {http}://{parts.netloc}; the socket is found from there")
    if parts.scheme not in ORIGIN_PORTS or not parts.hostname:
        raise ValueError(expected)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError(f"{expected}, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def url_host(host: str) -> str:
    """Return a host as it stands in a URL (RFC 3986, 3.2.2): an IPv6 address in brackets, its zone escaped."""
    return f"[{host.replace('%', '%25')}]" if ":" in host else host


def time_zone(name: str) -> str:
    """Return a time zone as the IANA database spells it. Raises ValueError."""
    found = zone_named(name)
    if found is None:
        raise ValueError(f"the IANA database has no time zone {name!r}: name one like Asia/Seoul")
    return found


def reachable_host(host: str) -> str:
    """Return the address under which this machine reaches what listens on `host`: loopback for all addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104  # compared, not bound


def _host(name: str) -> str:
    """Return a host name or an address in the one form that browsers use. Raises ValueError."""
    bare = name.rstrip(".")
    try:
        return str(IPv6Address(bare)) if ":" in bare else bare.encode("idna").decode().lower()
    except ValueError:
        raise ValueError(f"{name!r} is no host") from None


def _split(text: str) -> SplitResult:
    """Return the parts of a URL whose port is a number. Raises ValueError."""
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("there is a space or a control character in it")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"{text.rpartition('@')[2]!r}: {error}") from None
    return parts
