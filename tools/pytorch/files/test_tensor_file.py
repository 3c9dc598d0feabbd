import gzip
import json
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np

from files.tensor_file import TYPES, read_tensors, write_tensors


def header_of(content):
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length])


class TensorFile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "a.safetensors"

    def test_reads_back_every_type(self):
        tensors = {name: np.arange(6).astype(kind).reshape(2, 3) for name, kind in TYPES.items()}
        for path in (self.path, self.path.with_suffix(".gz")):
            write_tensors(path, tensors)
            found = read_tensors(path)
            self.assertEqual(list(found), list(tensors))
            for name, values in tensors.items():
                self.assertEqual(found[name].dtype, values.dtype)
                np.testing.assert_array_equal(found[name], values)
        self.assertEqual(gzip.decompress(path.read_bytes()), self.path.read_bytes())

    def test_stores_the_bits_of_f16(self):
        values = np.array([1, -2, 65504, 2.0**-24, 1 / 3], np.float16)
        write_tensors(self.path, {"a byte": np.zeros(1, np.uint8), "halves": values})
        content = self.path.read_bytes()
        entry = header_of(content)["halves"]
        self.assertEqual(entry, {"dtype": "F16", "shape": [5], "data_offsets": [1, 11]})
        self.assertEqual(struct.unpack("<5H", content[-10:]), (0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555))

    def test_aligns_the_tensors_and_adds_metadata(self):
        for text in ("", "x", "12345"):
            write_tensors(self.path, {"a": np.ones(2, np.float32)}, {"text": text})
            content = self.path.read_bytes()
            self.assertEqual(struct.unpack("<Q", content[:8])[0] % 8, 0)
            self.assertEqual(header_of(content)["__metadata__"], {"text": text})
            self.assertEqual(list(read_tensors(self.path)), ["a"])


if __name__ == "__main__":
    unittest.main()
