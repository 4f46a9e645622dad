"""Run one command and tell what it cost: CPU seconds, wall seconds, peak memory.

usage: watch.py CORES COMMAND...

CORES is a list of cores as 0 or 0,1; the command is held to them. The last line on standard output is JSON. The
command is a child of this small program and not of the bench, because Linux counts the memory that a parent held at
the fork to its child's peak. Needs Python alone.
"""

import json
import os
import subprocess
import sys
import time


def main() -> None:
    cores, command = sys.argv[1], sys.argv[2:]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core) for core in cores.split(",")})
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    cost = {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": used.ru_maxrss * unit}
    print("\n" + json.dumps(cost | {"code": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
