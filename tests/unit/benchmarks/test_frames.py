"""The load client's hand-made frames, against those of the `websockets` library."""

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from benchmarks.processes.frames import frames, text_frame


def read_as_server(data: bytes) -> Frame:
    """What a server reads from it."""
    reader = StreamReader()
    reader.feed_data(data)
    parsing = Frame.parse(reader.read_exact, mask=True)
    with pytest.raises(StopIteration) as parsed:
        next(parsing)
    frame = parsed.value.value
    assert isinstance(frame, Frame)
    return frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 5000, 65_535])
def test_a_server_reads_the_text_that_was_framed(size: int):
    frame = read_as_server(text_frame(b"x" * size))
    assert (frame.opcode, frame.fin, frame.data) == (Opcode.TEXT, True, b"x" * size)


@pytest.mark.parametrize("sizes", [(0,), (1, 125), (126, 65_535), (65_536, 3)])
def test_every_whole_frame_of_a_server_is_found(sizes: tuple[int, ...]):
    texts = [bytes([65 + n]) * size for n, size in enumerate(sizes)]
    data = b"".join(Frame(Opcode.TEXT, text).serialize(mask=False) for text in texts)
    assert [data[start:end] for _, start, end in frames(data)] == texts


def test_a_frame_that_is_not_whole_is_left_for_later():
    first, second = (Frame(Opcode.TEXT, b"x" * size).serialize(mask=False) for size in (3, 300))
    for cut in range(len(second)):
        assert [end for _, _, end in frames(first + second[:cut])] == [len(first)]
