# SPDX-License-Identifier: Apache-2.0
"""Programs for a Cortex-M4 without an operating system, built with the device's compiler and run by QEMU."""
import pathlib
import shutil
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
import toolchain

compiler, emulator = "arm-none-eabi-g++", "qemu-system-arm"
machine = ["-mcpu=cortex-m4", "-mthumb"]
flags = ["-std=c++20", "-Os", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-ffunction-sections",
         "-fdata-sections", *toolchain.warnings, "-Werror", f"-I{toolchain.include}"]
board = ["startup", "serial_line", "board_clock"]


def missing():
    return [tool for tool in (compiler, emulator) if not shutil.which(tool)]


def build(folder, *names, **defines):
    """An image of these programs of cortex_m4/ and what every board has; texts that they want are defined."""
    folder = pathlib.Path(folder)
    # Boost alone: with the whole of /usr/include this machine's C library would be in front of the device's.
    if not (folder / "include").exists():
        (folder / "include").mkdir()
        (folder / "include/boost").symlink_to("/usr/include/boost")
    texts = [f'-D{name}="{text}"' for name, text in defines.items()]

    def compile(name):
        made = folder / f"{name}.o"
        done = toolchain.run([compiler, *machine, *flags, *texts, "-isystem", folder / "include", "-c",
                              here / "cortex_m4" / f"{name}.cpp", "-o", made])
        return made, done

    objects = toolchain.side_by_side(compile, [*names, *board])
    for made, done in objects:
        assert done.returncode == 0, f"{made.name}:\n{done.stdout}"
    image = folder / f"{names[0]}.elf"
    done = toolchain.run([compiler, *machine, "-nostdlib", "-Wl,--gc-sections", "-T", here / "cortex_m4/board.ld",
                          *(made for made, _ in objects), "-lc", "-lgcc", "-o", image])
    assert done.returncode == 0, f"{image.name}:\n{done.stdout}"
    return image


def command(image, *serial_lines):
    """How QEMU runs it. A serial line is what QEMU's manual calls a character device."""
    lines = [word for line in serial_lines for word in ("-serial", line)]
    return [emulator, "-M", "mps2-an386", "-kernel", image, "-display", "none", "-monitor", "none", *lines,
            "-semihosting-config", "enable=on,target=native"]
