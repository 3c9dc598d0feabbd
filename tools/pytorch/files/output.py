"""Writes results as files and as JSON."""

import json
import math
import os
import sys
import tempfile
from pathlib import Path


def to_json(value):
    """Like JSON.stringify: NaN and infinities become null."""
    return json.dumps(finite(value), allow_nan=False)


def finite(value):
    if isinstance(value, dict):
        return {key: finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def print_line(text):
    """Prints a line and flushes it; returns False, without a traceback, if the reader has gone, as after `| head`."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Python flushes the rest of the buffer when it exits, which must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def try_output(path):
    """Exits with an error message if a file cannot be written there."""
    path = Path(path)
    if path.is_dir():
        sys.exit(f"{path} is a folder. Name a file to write.")
    if not path.parent.is_dir():
        sys.exit(f"The folder {path.parent} does not exist. Create it first, or name another file.")
    if path.exists() and not os.access(path, os.W_OK):
        sys.exit(f"{path} is read-only. Name another file.")
    if not is_device(path):
        try:
            tempfile.TemporaryFile(dir=path.parent).close()
        except OSError as error:
            sys.exit(f"{path} cannot be written: {error.strerror}. Name another file.")


def write_output(path, content):
    """Writes text or bytes, all or nothing: to a temporary file first, which then replaces the old one."""
    path = Path(path)
    content = content.encode() if isinstance(content, str) else content
    if is_device(path):
        path.write_bytes(content)
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def is_device(path):
    """Whether it is a device such as /dev/null, which cannot have a temporary file beside it."""
    return path.exists() and not path.is_file()
