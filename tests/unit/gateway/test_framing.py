"""A client's bytes: the quick way for plain texts says what the library says, and everything else is the library's."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from gateway.realtime.wire.framing import Counted, Ended, Framing, Message, Reply, plain_text

BYTES_MAX = 300
DATA = st.one_of(
    st.builds(
        lambda opcode, data, fin: Frame(opcode, data, fin),
        st.sampled_from([Opcode.TEXT, Opcode.TEXT, Opcode.TEXT, Opcode.BINARY, Opcode.CONT]),
        st.one_of(st.binary(max_size=20), st.binary(min_size=120, max_size=BYTES_MAX + 50)),
        st.booleans(),
    ),
    st.builds(lambda data: Frame(Opcode.PING, data), st.binary(max_size=125)),
)
FRAMES = st.builds(lambda frame: frame.serialize(mask=True), DATA)


def client(opcode, data=b"", *, fin=True):
    return Frame(opcode, data, fin).serialize(mask=True)


def both_ways(data):
    """Every plain text by the quick way, until something is none, and the rest by the library."""
    found, at = [], 0
    while (plain := plain_text(data, at, BYTES_MAX)) is not None:
        found.append(Message(bytes(plain[0]), is_text=True))
        at = plain[1]
    return found + (list(Framing(BYTES_MAX).feed(data[at:])) if at < len(data) else [])


@given(st.lists(FRAMES, max_size=6), st.binary(max_size=8))
def test_the_quick_way_and_the_library_agree(frames, rest):
    data = b"".join(frames) + rest
    expected = list(Framing(BYTES_MAX).feed(data)) if data else []
    assert both_ways(data) == expected


@given(st.binary(max_size=40))
def test_the_quick_way_and_the_library_agree_on_any_bytes(data):
    data = b"\x81" + data
    assert both_ways(data) == list(Framing(BYTES_MAX).feed(data))


@given(st.binary(max_size=BYTES_MAX), st.integers(1, 20))
def test_a_message_that_comes_in_pieces_is_read_whole(text, size):
    framing, data = Framing(BYTES_MAX), client(Opcode.TEXT, text)
    found = [step for at in range(0, len(data), size) for step in framing.feed(data[at : at + size])]
    assert found == [Message(text, is_text=True)]


def test_a_text_of_the_largest_size_is_plain_and_one_more_byte_is_too_big():
    assert plain_text(client(Opcode.TEXT, b"x" * BYTES_MAX), 0, BYTES_MAX) is not None
    data = client(Opcode.TEXT, b"x" * (BYTES_MAX + 1))
    assert plain_text(data, 0, BYTES_MAX) is None
    assert list(Framing(BYTES_MAX).feed(data))[-1] == Ended(1009)


def test_a_text_without_a_mask_is_not_plain():
    data = Frame(Opcode.TEXT, b"hello").serialize(mask=False)
    assert plain_text(data, 0, BYTES_MAX) is None
    assert list(Framing(BYTES_MAX).feed(data))[-1] == Ended(1002)


def test_a_ping_between_fragments_is_answered_before_their_message():
    data = client(Opcode.TEXT, b"a", fin=False) + client(Opcode.PING, b"!") + client(Opcode.CONT, b"b")
    pong = Frame(Opcode.PONG, b"!").serialize(mask=False)
    assert list(Framing(BYTES_MAX).feed(data)) == [Counted(), Counted(pong), Counted(), Message(b"ab", is_text=True)]


def test_a_message_before_a_close_comes_before_it():
    data = client(Opcode.BINARY, b"a") + client(Opcode.CLOSE, b"\x03\xe8")
    message, echo, ended = Framing(BYTES_MAX).feed(data)
    assert (message, ended) == (Message(b"a", is_text=False), Ended(1000))
    assert echo == Reply(Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=False))


def test_a_close_without_a_code_is_1005():
    assert list(Framing(BYTES_MAX).feed(client(Opcode.CLOSE)))[-1] == Ended(1005)


def test_our_close_is_sent_once_and_ended_by_the_answer():
    framing = Framing(BYTES_MAX)
    assert framing.close(4001, "drain") == Frame(Opcode.CLOSE, b"\x0f\xa1drain").serialize(mask=False)
    assert framing.close(4002, "again") == b""
    assert list(framing.feed(client(Opcode.CLOSE, b"\x0f\xa1"))) == [Ended(4001)]


def test_after_the_clients_close_there_is_none_of_ours():
    framing = Framing(BYTES_MAX)
    list(framing.feed(client(Opcode.CLOSE, b"\x03\xe8")))
    assert framing.close(4001, "drain") == b""
