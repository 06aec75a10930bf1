#!/usr/bin/env python3
"""faults.py INJECT.so DIR [--all]: fail one system call or allocation after another in each program.

After each fault one of two things must be true: the program ended with a status of 65 or more and a message, and the
file it was to replace is the old one; or it ended with 0 and wrote what an undisturbed run writes (an interrupted or
short call is no error at all). No temporary file may be left, no signal may end it. TAP, a line a program and fault.
--all tries every k; without it the first ones and a spread of later ones.
"""
import os
import subprocess
import sys

inject, work = sys.argv[1:3]
everything = '--all' in sys.argv
FAULTS = ['read:EIO', 'read:EINTR', 'read:SHORT', 'write:ENOSPC', 'write:EIO', 'write:EINTR', 'write:SHORT', 'open:EIO', 'open:EMFILE',
          'close:EIO', 'fsync:EIO', 'rename:EIO', 'mkostemp:EIO', 'malloc:ENOMEM']
HARMLESS = ('EINTR', 'SHORT')
here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, '..', '..', 'testdata')


def run(argv, env=None):
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(env or {})}, timeout=60)
    return p.returncode, p.stdout, p.stderr.decode(errors='replace')


def contents(path):
    return open(path, 'rb').read()


def candidates():
    k = 1
    while True:
        yield k
        k += 1 if everything or k < 12 else max(1, k // 3)


def one(argv, out, fault, k, want):
    """What is wrong after this fault, '' if nothing is; None if the k-th call never came."""
    report = os.path.join(work, 'report')
    for path in (report,):
        if os.path.exists(path):
            os.unlink(path)
    with open(out, 'wb') as f:
        f.write(b'old\n')
    status, _, err = run(argv, {'LD_PRELOAD': inject, 'FB_FAULT': f'{fault}:{k}', 'FB_FAULT_REPORT': report})
    if not os.path.exists(report):
        return None
    left = [n for n in os.listdir(os.path.dirname(out)) if '.fb-' in n]
    now = contents(out)
    if left:
        return f'left {left}'
    if status < 0:
        return f'signal {-status}'
    if status == 0:
        return '' if now == want else 'status 0, but another output'
    if fault.split(':')[1] in HARMLESS:
        return f'status {status} after a fault that is none: {err[:100]}'
    if status < 65 or not err:
        return f'status {status}, message {err[:60]!r}'
    # Failing to sync or close after the rename leaves the new file; before it, the old one.
    if now not in (b'old\n', want):
        return f'status {status}, and the file is neither old nor new'
    if fault.startswith('malloc') and status != 71:
        return f'status {status} where memory is short'
    return ''


def commands():
    d = os.path.join(work, 'o')
    os.makedirs(d, exist_ok=True)
    head = lambda name, n, to: open(os.path.join(work, to), 'wb').writelines(open(os.path.join(data, name), 'rb').readlines()[:n]) or os.path.join(work, to)
    csv, tsv = head('export.csv', 60, 'in.csv'), head('feedback.tsv', 200, 'in.tsv')
    out = os.path.join(d, 'out')
    small = head('feedback.tsv', 120, 'small.tsv')
    yield 'fb-import', ['fb-import', '-q', '-j1', '-o', out, csv], out
    yield 'fb-import -f stream', ['fb-import', '-f', 'stream', '-j1', '-o', out, tsv], out
    yield 'fb-tokenize', ['fb-tokenize', '-j1', '-o', out, tsv], out
    yield 'fb-export', ['fb-export', '-f', 'csv', '-j1', '-o', out, tsv], out
    yield 'fb-classify', ['fb-classify', '-j1', '-m', 'sentiment', '--as', 'p', '-o', out, tsv], out
    yield 'fb-route', ['fb-route', '-j1', '-r', os.path.join(data, 'shop.rules'), '-o', out, tsv], out
    yield 'fb-report', ['fb-report', '-j1', '-f', 'html', '-o', out, tsv], out
    yield 'fb-cluster', ['fb-cluster', '-j1', '--describe', '-o', out, small], out
    yield 'fb-train', ['fb-train', '-q', '-j1', '-t', 'sentiment', '-o', out, small], out


n = 0
for name, argv, out in commands():
    if os.path.exists(out):
        os.unlink(out)
    status, _, err = run(argv)
    if status not in (0, 1):
        n += 1
        print(f'not ok {n} - {name} runs undisturbed\n# status {status}: {err[:200]}')
        continue
    want = contents(out)
    for fault in FAULTS:
        wrong, tried = [], 0
        limit = 10 ** 9 if everything else (8 if name == 'fb-train' else 40)
        for k in candidates():
            result = one(argv, out, fault, k, want)
            if result is None or tried >= limit:
                break
            tried += 1
            if result:
                wrong.append(f'call {k}: {result}')
        n += 1
        print(('ok' if not wrong else 'not ok'), n, f'- {name}: {fault}, {tried} calls')
        for w in wrong[:5]:
            print('#', w)
print(f'1..{n}')
