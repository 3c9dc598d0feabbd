import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from files.output import to_json, try_output, write_output


class Output(unittest.TestCase):
    def test_non_finite_numbers_become_null(self):
        event = {"loss": float("nan"), "steps": [float("inf"), 1.5], "done": True}
        self.assertEqual(json.loads(to_json(event)), {"loss": None, "steps": [None, 1.5], "done": True})

    def test_closed_pipe_ends_quietly(self):
        program = "from files.output import print_line; print([print_line('x' * 100_000) for _ in range(3)], file=sys.stderr)"
        command = [sys.executable, "-c", f"import sys; {program}"]
        with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            child.stdout.close()
            self.assertEqual(child.stderr.read(), b"[False, True, True]\n")
            self.assertEqual(child.wait(), 0)

    def test_refuses_paths_that_cannot_be_written(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in (Path(folder), Path(folder) / "missing" / "run.json"):
                with self.assertRaises(SystemExit) as refused:
                    try_output(path)
                self.assertIn("folder", str(refused.exception))

    def test_leaves_no_partial_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "run.json"
            path.write_text("old")
            try_output(path)
            self.assertEqual(path.read_text(), "old")
            write_output(path, "new")
            self.assertEqual([(entry.name, entry.read_text()) for entry in Path(folder).iterdir()], [("run.json", "new")])
