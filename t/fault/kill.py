#!/usr/bin/env python3
"""kill.py DIR [--all]: end programs that write with -o at moments of their run, by each signal. TAP, a line a program and signal.

The file is the old or the new one, whole; after any signal but KILL nothing lies beside it, and what a KILL left there is gone after the
next run. Moments are spread evenly from before the first read to after the last write; --all takes a hundred times as many.
"""
import os
import signal
import subprocess
import sys
import time

work = sys.argv[1]
everything = '--all' in sys.argv
here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, '..', '..', 'testdata')
SIGNALS = ['HUP', 'INT', 'QUIT', 'TERM', 'XCPU', 'KILL'] if everything else ['HUP', 'TERM', 'KILL']
OLD = b'old\n'


def start(argv):
    return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def contents(path):
    with open(path, 'rb') as f:
        return f.read()


def left(out):
    return [n for n in os.listdir(os.path.dirname(out)) if '.fb-' in n]


def one(argv, out, number, after, want):
    """What is wrong when the signal comes after so many seconds, '' if nothing is."""
    with open(out, 'wb') as f:
        f.write(OLD)
    p = start(argv)
    time.sleep(after)
    p.send_signal(number)
    status = p.wait(60)
    now = contents(out)
    if status not in (-number, 0, 1):
        return f'status {status}'
    if now not in (OLD, want):
        return f'{len(now)} bytes that are neither the old file nor the new one'
    if status >= 0 and now != want:
        return f'status {status}, and the old file'
    return f'left {left(out)}' if number != signal.SIGKILL and left(out) else ''


def commands():
    d = os.path.join(work, 'o')
    os.makedirs(d, exist_ok=True)

    def repeat(name, to, times, most=None):
        head, *body = open(os.path.join(data, name), 'rb').readlines()
        with open(os.path.join(work, to), 'wb') as f:
            f.writelines([head] + body[:most] * times)
        return os.path.join(work, to)
    csv, tsv = repeat('export.csv', 'in.csv', 20), repeat('feedback.tsv', 'in.tsv', 5)
    out = os.path.join(d, 'out')
    yield 'fb-import', ['fb-import', '-q', '-o', out, csv], out
    yield 'fb-export', ['fb-export', '-o', out, tsv], out
    yield 'fb-tokenize', ['fb-tokenize', '-o', out, tsv], out
    yield 'fb-train', ['fb-train', '-q', '-t', 'sentiment', '-o', out, repeat('feedback.tsv', 'small.tsv', 1, 500)], out


n = 0
for name, argv, out in commands():
    begun = time.perf_counter()
    start(argv).wait()
    lasted = time.perf_counter() - begun
    want = contents(out)
    for s in SIGNALS:
        times = 6 * (100 if everything else 1)
        number = getattr(signal, 'SIG' + s)
        wrong = [w for w in (one(argv, out, number, lasted * 1.1 * k / times, want) for k in range(times)) if w]
        if s == 'KILL':
            start(argv).wait()
            wrong += [f'the next run left {left(out)}'] if left(out) or contents(out) != want else []
        n += 1
        print('not ok' if wrong else 'ok', n, f'- {name}, SIG{s} at {times} moments: the old file or the new one, and nothing beside it')
        for w in wrong[:5]:
            print('#', w)
print(f'1..{n}')
