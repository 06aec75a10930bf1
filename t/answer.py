#!/usr/bin/env python3
"""answer.py COMMAND...: is a line that is written to an open pipe answered before the next one is?"""
import select
import subprocess
import sys

with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as p:
    for i, line in enumerate(['id\ttext\n'] + [f'{i}\t第{i}行\n' for i in range(5)]):
        p.stdin.write(line.encode())
        if not select.select([p.stdout], [], [], 10)[0]:
            p.kill()
            sys.exit(f'line {i}: no answer')
        if not p.stdout.read(65536).endswith(b'\n'):
            p.kill()
            sys.exit(f'line {i}: half an answer')
    p.stdin.close()
    sys.exit(p.wait())
