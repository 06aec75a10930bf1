#!/usr/bin/env python3
"""roundtrip.py SEED: properties of fb-import and fb-export on random data. Says the first that fails, and keeps its input.

import, export, import is the identity; values are those that Python's csv and json read; cutting the input anywhere changes nothing.
"""
import csv
import io
import json
import random
import subprocess
import sys

seed = int(sys.argv[1])
R = random.Random(seed)
BITS = ['"', '""', ',', ';', '\t', '\n', '\r', '\r\n', '\\', '\\t', '\\n', '\\N', ' ', '  ', "'", '=', '课程', '内容很好', '😀', 'e\u0301', '\ufeff', '\u00a0', 'abc',
        'x', '0', '-', '{', '}', '[', ']', ':', 'null', '#', '合计', 'Total', '好评', '\x01', '\x7f', '\u2028', 'word ' * 9]


def nasty(most=6):
    return ''.join(R.choice(BITS) for _ in range(R.randrange(most)))


def tame():
    """No blanks around it, no line end: a value that is no text."""
    return R.choice(['', 'u1', '张三', 'a b', 'x"y', 'a,b', '1.50', 'p\\q', "it's", '{}', '课'])


def run(cmd, data):
    p = subprocess.run(cmd, input=data, capture_output=True)
    if p.returncode:
        fail(f'status {p.returncode} from {cmd}: {p.stderr.decode()}', data)
    return p.stdout


def fail(what, data):
    open(f'failed-{seed}', 'wb').write(data)
    sys.exit(f'seed {seed}: {what}: the input is in failed-{seed}')


def rows(stream):
    plain = lambda s: ''.join({'\\t': '\t', '\\n': '\n', '\\r': '\r', '\\\\': '\\'}.get(x, x) for x in split(s))

    def split(s):
        i = 0
        while i < len(s):
            n = 2 if s[i] == '\\' and s[i:i + 2] in ('\\t', '\\n', '\\r', '\\\\') else 1
            yield s[i:i + n]
            i += n
    lines = stream.decode().split('\n')
    assert lines.pop() == ''
    return [[plain(f) for f in l.split('\t')] for l in lines]


def table():
    """Columns, rows: id, text and some others; text is nasty, ids differ."""
    names = ['id', 'text'] + R.sample(['user', 'product', '备注 x', 'a "b"', 'c,d', 'tags'], R.randrange(4))
    body = [[f'k{i}' if n == 'id' else nasty() if n == 'text' else tame() for n in names] for i in range(R.randrange(1, 30))]
    return names, [r for r in body if len(r) == len(names)]


for _ in range(12):
    names, body = table()
    quoting = R.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    ends, delimiter = R.choice(['\n', '\r\n']), R.choice(',;\t|')
    if any('\r' in r[1] for r in body):
        ends = '\r\n'           # else the writer leaves a CR bare, which is a line end to any reader
    f = io.StringIO(newline='')
    csv.writer(f, delimiter=delimiter, quoting=quoting, lineterminator=ends).writerows([names] + body)
    name = {'\t': 'tab'}.get(delimiter, delimiter)
    for data, options in [(f.getvalue().encode(), ['-f', 'csv', '-d', name]), (f.getvalue().encode('gb18030'), ['-f', 'csv', '-d', name, '-e', 'gb18030']),
                          (f.getvalue().encode('utf-16'), ['-f', 'csv', '-d', name]),
                          (''.join(json.dumps(dict(zip(names, r)), ensure_ascii=R.random() < .5) + '\n' for r in body).encode(), ['-f', 'jsonl']),
                          (json.dumps({'data': [dict(zip(names, r)) for r in body]}, indent=R.choice([None, 1])).encode(), ['-f', 'json'])]:
        got = run(['fb-import', '-q', *options], data)
        a = rows(got)
        if a[0][:len(names)] != names or [r[:len(names)] for r in a[1:]] != body:
            fail(f'{options}: not the values that were written: {[(x, y) for x, y in zip(a[1:], body) if x[:len(names)] != y][:1]}', data)
        k = R.randrange(1, 40)
        pieces = subprocess.Popen(['fb-import', '-q', '-j2', *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        for i in range(0, len(data), k):
            pieces.stdin.write(data[i:i + k])
        if pieces.communicate()[0] != got:
            fail(f'{options}: cut into pieces of {k} bytes it is another stream', data)
        for there, back in [(['fb-export', '-f', 'csv'], ['fb-import', '-q', '-f', 'csv', '-d', ',']), (['fb-export', '-e', 'gb18030'], ['fb-import', '-q', '-f', 'csv', '-d', ',', '-e', 'gb18030']),
                            (['fb-export', '-f', 'jsonl'], ['fb-import', '-q', '-f', 'jsonl'])]:
            out = run(there, got)
            if run(back, out) != got:
                fail(f'{there} and back changes the stream', got)
        if csv.reader and [r for r in csv.reader(io.StringIO(run(['fb-export'], got).decode(), newline=''))] != a:
            fail("Python's csv reads other values from fb-export", got)
        if [list(json.loads(l).values()) for l in run(['fb-export', '-f', 'jsonl'], got).decode().split('\n')[:-1]] != a[1:]:
            fail("Python's json reads other values from fb-export", got)
