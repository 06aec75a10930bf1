"""Speeds of the programs, each beside a program for comparison in the same run. Each command is timed three times, the best counts;
one-core figures are pinned to one processor. What two processes do at once, each with a stream of its own, is what the machine has to
give: cores that share a cache or a hyper-thread give less than twice the work of one.
Without corpora, testdata is repeated, which flatters whoever caches."""
import os

from common import best, data, have, row, top

one = f'taskset -c {min(os.sched_getaffinity(0))} '


def repeat(source, to, size):
    with open(source, 'rb') as f:
        head, body = f.read().split(b'\n', 1)
    with open(to, 'wb') as f:
        f.write(head + b'\n')
        while f.tell() < size:
            f.write(body)
    return os.path.getsize(to)


def mb(size, seconds):
    return f'{size / 1e6 / seconds:.0f}'


def run(w):
    zh, csv, text_column = f'{data}/shopping10/train.tsv', f'{data}/coursera/export.csv', '--map text=reviews'
    if not os.path.exists(zh) or not os.path.exists(csv):
        zh, csv, text_column = top + '/testdata/feedback.tsv', top + '/testdata/export.csv', ''
    n = repeat(zh, w + '/s.tsv', 200_000_000)
    t = best(f'{one} fb-import -f stream -j1 {w}/s.tsv')
    row('fb-import -f stream, one core', f'{n / 1e9 / t:.2f}', 'GB/s', f'{t / best(f"cat {w}/s.tsv | cat"):.2f} times the time of cat | cat')
    n = repeat(csv, w + '/c.csv', 70_000_000)
    t = best(f'fb-import -q {text_column} {w}/c.csv')
    row('fb-import, CSV', mb(n, t), 'MB/s', f'{best(f"mlr --icsv --otsv cat {w}/c.csv") / t:.1f} times Miller' if have('mlr') else '')
    n = repeat(top + '/testdata/export-gb18030.csv', w + '/g.csv', 40_000_000)
    row('fb-import, GB18030', mb(n, best(f'fb-import -q {w}/g.csv')), 'MB/s')
    n = repeat(top + '/testdata/export.jsonl', w + '/j.jsonl', 60_000_000)
    row('fb-import, JSON Lines', mb(n, best(f'fb-import -q -f jsonl {w}/j.jsonl')), 'MB/s')
    n = repeat(zh, w + '/t.tsv', 170_000_000)
    row('fb-export, CSV', mb(n, best(f'fb-export -f csv {w}/t.tsv')), 'MB/s')
    for program in ('fb-tokenize', 'fb-classify -m sentiment --as p', 'fb-redact', f'fb-route -r {top}/testdata/shop.rules'):
        single = f'{program} -j1 {w}/t.tsv'
        t1, t2 = best(one + single), best(f'{program} -j2 {w}/t.tsv')
        pair = best(f'{single} & {single}; wait')
        row(program.split()[0] + ', one core', mb(n, t1), 'MB/s', f'two cores {t1 / t2:.2f} times; two processes at once {2 * t1 / pair:.2f}')
    with open(w + '/one.tsv', 'w', encoding='utf-8') as f:
        f.write('text\n课程内容深度不够\n')
    # Starts are short beside what else the machine does: the fastest of many, the two in turn.
    for program in ('fb-import -f stream', 'fb-tokenize', 'fb-classify -m sentiment --as p', f'fb-route -r {top}/testdata/shop.rules'):
        times = [(best('for i in {1..25}; do /bin/true; done', 1), best(f'for i in {{1..25}}; do {program} {w}/one.tsv || exit; done', 1))
                 for _ in range(12)]
        true, t = (min(column) for column in zip(*times))
        row(f'a fresh {program.split()[0]}', f'{40 * (t - true):.2f}', 'ms over /bin/true')
