"""What `make firmware` says at its end, of builds of each kind of port that are a few files here."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPORT = Path(__file__).resolve().parent / "firmware_report.py"


class Report(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def elf(self, path, flash, ram):
        path.parent.mkdir(parents=True, exist_ok=True)
        source = f"char flash[{flash}] = {{1}}, ram[{ram}];"
        subprocess.run(["cc", "-x", "c", "-c", "-o", path, "-"], input=source, text=True, check=True)

    def report(self, port, board, files, elf="firmware.elf"):
        """The report's status and text, of a build with such files of so many bytes or with such text."""
        build = self.root / "build"
        self.elf(build / elf, 3_000, 500)
        for name, content in files.items():
            (build / name).write_text(content if isinstance(content, str) else content * "x")
        done = subprocess.run(
            [sys.executable, REPORT, self.root / "mpy", port, board, build],
            cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        return done.returncode, done.stdout

    def test_where_it_is_how_large_and_how_it_is_flashed(self):
        status, text = self.report("stm32", "PYBV11", {"firmware.dfu": 12_345, "firmware.hex": 1})
        self.assertEqual(status, 0, text)
        self.assertIn("build/firmware.dfu: 12,345 bytes", text)
        self.assertRegex(text, r"this asyncio it takes 3,\d\d\d bytes of flash, 3,5\d\d bytes of RAM")
        self.assertNotIn("own build", text)
        self.assertIn("dfu-util -a 0 -d 0483:df11 -D build/firmware.dfu -s :leave\n", text)
        self.assertIn("print(asyncio)", text)

    def test_upstreams_build_stands_beside(self):
        self.elf(self.root / "mpy/ports/stm32/build-PYBV11/firmware.elf", 2_000, 400)
        text = self.report("stm32", "PYBV11", {"firmware.dfu": 1})[1]
        self.assertRegex(text, r"own build in ports/stm32/build-PYBV11 takes 2,\d\d\d bytes of flash, 2,4\d\d bytes of RAM")

    def test_an_esp32_begins_where_its_configuration_says(self):
        for offset in "0x1000", "0x0", "0x2000":
            files = {"firmware.bin": 10, "sdkconfig": f"CONFIG_A=y\nCONFIG_BOOTLOADER_OFFSET_IN_FLASH={offset}\n"}
            text = self.report("esp32", "ESP32_GENERIC", files, elf="micropython.elf")[1]
            self.assertIn(f"esptool.py write_flash {offset} build/firmware.bin\n", text)

    def test_uf2(self):
        self.assertIn("picotool load -x build/firmware.uf2", self.report("rp2", "RPI_PICO", {"firmware.uf2": 9})[1])
        self.assertIn("cp build/firmware.uf2", self.report("samd", "XIAO", {"firmware.uf2": 9})[1])

    def test_other_ports_have_upstreams_words(self):
        board = self.root / "mpy/ports/nrf/boards/PCA10040"
        board.mkdir(parents=True)
        (board / "board.json").write_text(json.dumps({"deploy": ["../deploy.md", "../lost.md"]}))
        (board.parent / "deploy.md").write_text("Do this.")
        status, text = self.report("nrf", "PCA10040", {"firmware.hex": 77})
        self.assertEqual(status, 0, text)
        self.assertIn("build/firmware.hex: 77 bytes", text)
        self.assertIn("mpy/ports/nrf/boards/deploy.md\n", text)
        self.assertNotIn("lost.md", text)

    def test_a_port_that_wrote_another_file_gets_no_wrong_command(self):
        text = self.report("stm32", "PYBD", {"firmware.hex": 5})[1]
        self.assertIn("build/firmware.hex", text)
        self.assertNotIn("dfu-util", text)

    def test_no_firmware_is_no_success(self):
        status, text = self.report("stm32", "PYBV11", {}, elf="something.o")
        self.assertNotEqual(status, 0)
        self.assertIn("there is none", text)


result = unittest.main(exit=False).result
bad = len(result.failures) + len(result.errors)
print(f"{result.testsRun - bad} passed, {bad} failed")
sys.exit(bad != 0)
