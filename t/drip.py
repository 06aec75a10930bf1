#!/usr/bin/env python3
"""drip.py FILE N COMMAND...: feed FILE to COMMAND through a pipe, N bytes a write."""
import subprocess
import sys

data = open(sys.argv[1], 'rb').read()
size = int(sys.argv[2])
with subprocess.Popen(sys.argv[3:], stdin=subprocess.PIPE, bufsize=0) as p:
    for i in range(0, len(data), size):
        p.stdin.write(data[i:i + size])
    p.stdin.close()
    sys.exit(p.wait())
