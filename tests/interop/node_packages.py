# SPDX-License-Identifier: Apache-2.0
"""The packages of package-lock.json, exactly these, in a folder of the build."""
import fcntl
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def skip(why):
    print("skipped:", why)
    sys.exit(SKIPPED)


def installed(build):
    """The node_modules folder; the test is skipped when it cannot be had."""
    for program in "node", "npm":
        if shutil.which(program) is None:
            skip(f"there is no {program}")
    folder = pathlib.Path(build) / "node"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = (HERE / "package-lock.json").read_bytes()
        done = folder / "installed"  # written last, so that a broken install is made again
        if not done.exists() or done.read_bytes() != wanted:
            done.unlink(missing_ok=True)
            for name in "package.json", "package-lock.json":
                shutil.copy(HERE / name, folder)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            run = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if run.returncode != 0:
                skip("npm ci failed:\n" + run.stdout + run.stderr)
            done.write_bytes(wanted)
    return folder / "node_modules"
