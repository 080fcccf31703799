"""Run a command and write what it used: ``python -S -E launch.py USED.json COMMAND ...``."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

started = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(child, 0)
Path(sys.argv[1]).write_text(
    json.dumps(
        {
            "code": os.waitstatus_to_exitcode(status),
            "wall_s": time.monotonic() - started,
            "user_s": used.ru_utime,
            "system_s": used.ru_stime,
            "max_rss_mb": used.ru_maxrss * 1024 / 1e6,  # Linux counts in KiB
        }
    ),
    encoding="utf-8",
)
