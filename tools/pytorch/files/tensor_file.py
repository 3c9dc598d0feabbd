"""Writes and reads safetensors files: a u64 header length, the header as JSON, the tensors' bytes. A .gz file is gzipped."""

import gzip
import json
import struct
from pathlib import Path

import numpy as np

from files.output import write_output

TYPES = {"F16": np.float16, "F32": np.float32, "F64": np.float64, "U8": np.uint8, "U32": np.uint32}
NAMES = {np.dtype(kind): name for name, kind in TYPES.items()}


def write_tensors(path, tensors, metadata=None):
    """`tensors`: name -> numpy array of one of TYPES. `metadata`: name -> text."""
    header, end = {"__metadata__": metadata} if metadata else {}, 0
    for name, array in tensors.items():
        header[name] = {
            "dtype": NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [end, end + array.nbytes],
        }
        end += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % 8)
    data = b"".join(np.ascontiguousarray(array).tobytes() for array in tensors.values())
    content = struct.pack("<Q", len(text)) + text + data
    write_output(path, gzip.compress(content, 9, mtime=0) if Path(path).suffix == ".gz" else content)


def read_tensors(path):
    path = Path(path)
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    data = content[8 + length :]
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }
