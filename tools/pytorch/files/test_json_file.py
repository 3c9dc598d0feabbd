import codecs
import json
import tempfile
import unittest
from pathlib import Path

from files.json_file import read_json

CONTENT = {"name": "page-10", "note": "Größe"}
TEXT = json.dumps(CONTENT, ensure_ascii=False)


class JsonFile(unittest.TestCase):
    def test_reads_every_encoding_that_shells_write(self):
        for mark, encoding in [
            (b"", "utf-8"),
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (b"", "utf-16-le"),
        ]:
            with self.subTest(encoding=encoding, mark=mark), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "recipe.json"
                path.write_bytes(mark + TEXT.replace("\n", "\r\n").encode(encoding))
                self.assertEqual(read_json(path), CONTENT)
                self.assertEqual(read_json(str(path)), CONTENT)


if __name__ == "__main__":
    unittest.main()
