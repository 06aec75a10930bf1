#!/usr/bin/env python3
"""answer.py [--json] COMMAND...: is a line that is written to an open pipe answered before the next one is?"""
import json
import select
import subprocess
import sys

command = sys.argv[1:]
lines = ['id\ttext\n'] + [f'{i}\t第{i}行\n' for i in range(5)]
if command[0] == '--json':
    del command[0]
    lines = [json.dumps({'id': i, 'text': f'第{i}行'}) + '\n' for i in range(5)]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as p:
    for i, line in enumerate(lines):
        p.stdin.write(line.encode())
        if not select.select([p.stdout], [], [], 10)[0]:
            p.kill()
            sys.exit(f'line {i}: no answer')
        if not p.stdout.read(65536).endswith(b'\n'):
            p.kill()
            sys.exit(f'line {i}: half an answer')
    p.stdin.close()
    sys.exit(p.wait())
