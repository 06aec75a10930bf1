#!/usr/bin/env python3
"""cells.py CELLS RUNS [SEED]: the cells that the program CELLS finds in RUNS random valid CSV files are those that Python's csv finds.

Cells are made of the bytes that matter to a CSV reader; they are quoted where they must be, and here and there where they need not be.
"""
import csv
import io
import random
import subprocess
import sys

R = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
BITS = ['"', '""', ',', ';', '\t', '|', '\n', '\r', '\r\n', ' ', "'", '\\', 'a', 'bc', '课', 'x' * 15, 'y' * 33, 'z' * 70, '0', '=']
BATCH = 64        # small enough for what two pipes hold


def cell(delimiter):
    s = ''.join(R.choices(BITS, k=R.randrange(4)))
    must = delimiter in s or '"' in s or '\n' in s or '\r' in s
    return '"' + s.replace('"', '""') + '"' if must or R.random() < .2 else s


def table():
    delimiter, end, width = R.choice(',;\t|'), R.choice(['\n', '\r\n', '\r']), R.randrange(1, 5)
    lines = [delimiter.join([cell(delimiter) for _ in range(width)]) for _ in range(R.randrange(1, 7))]
    return end.join(lines) + R.choice([end, '']), delimiter


p = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
runs = done = int(sys.argv[2])
while runs > 0:
    files = [(*table(), R.randrange(2)) for _ in range(min(runs, BATCH))]
    runs -= len(files)
    for text, delimiter, plain in files:
        data = text.encode()
        p.stdin.write(b'%d %d %d\n%s' % (len(data), ord(delimiter), plain, data))
    p.stdin.flush()
    for text, delimiter, plain in files:
        got = p.stdout.read(int(p.stdout.readline())).decode()
        rows = [r for r in csv.reader(io.StringIO(text, newline=''), delimiter=delimiter) if r]
        if [r.split('\x1f')[:-1] for r in got.split('\x1e')[:-1]] != rows:
            sys.exit(f'{text!r} with {delimiter!r}, plain {plain}: Python reads {rows}, we read {got!r}')
p.stdin.close()
if p.wait():
    sys.exit(f'status {p.returncode}')
print(f'{done} files')
