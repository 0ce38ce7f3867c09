"""Pixels of a PNG, for decoders: eight-bit grey, no library for pictures needed."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def grey(png: bytes) -> npt.NDArray[np.uint8]:
    """The picture as rows of grey, of any colour type that is not interlaced."""
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert not interlaced
    at, data, palette = 8, b"", np.array([[0] * 3, [255] * 3])
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        if name == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        elif name == b"PLTE":
            palette = np.frombuffer(png[at + 8 : at + 8 + size], np.uint8).reshape(-1, 3)
        at += size + 12
    bits = depth * CHANNELS[kind]
    step, line = max(bits // 8, 1), (width * bits + 7) // 8
    rows = _unfiltered(zlib.decompress(data), height, line, step)
    if depth < 8:
        ones = np.unpackbits(rows, axis=1).reshape(height, -1, depth)
        values = (ones * (1 << np.arange(depth)[::-1])).sum(axis=2)[:, :width]
        if kind == 3:
            return palette[values].mean(axis=2).astype(np.uint8)
        return (values * (255 // (2**depth - 1))).astype(np.uint8)
    pixels = rows.reshape(height, width, CHANNELS[kind])
    if kind == 3:
        return palette[pixels[:, :, 0]].mean(axis=2).astype(np.uint8)
    return pixels[:, :, : 3 if kind in (2, 6) else 1].mean(axis=2).astype(np.uint8)


def _unfiltered(data: bytes, height: int, line: int, step: int) -> npt.NDArray[np.uint8]:
    """Rows without the filters PNG lays over them."""
    found = np.zeros((height + 1, line + step), np.int32)
    for y in range(height):
        kind, *row = data[y * (line + 1) : (y + 1) * (line + 1)]
        above, here = found[y], found[y + 1]
        for x, byte in enumerate(row, start=step):
            a, b, c = here[x - step], above[x], above[x - step]
            near = min((a, b, c), key=lambda v, p=a + b - c: abs(p - v))
            here[x] = (byte + (0, a, b, (a + b) // 2, near)[kind]) & 255
    return found[1:, step:].astype(np.uint8)
