import json
from pathlib import Path


def read_json(path):
    """The content of a JSON file in UTF-8 or UTF-16, with or without a byte order mark, as Windows PowerShell writes them."""
    return json.loads(Path(path).read_bytes())
