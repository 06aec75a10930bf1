"""fb-tokenize beside jieba, words of its dictionary alone (HMM=False, as fb-tokenize does): F1 on texts segmented by hand, and speed."""
import os

from common import best, data, out, python_with, records, row, sh, top, write


def spans(words):
    """Where words lie in the text without blanks."""
    ends, at = set(), 0
    for word in words:
        ends.add((at, at + len(word)))
        at += len(word)
    return ends


def f1(gold, found):
    pairs = [(spans(g), spans(f)) for g, f in zip(gold, found)]
    return 2 * sum(len(g & f) for g, f in pairs) / sum(len(g) + len(f) for g, f in pairs)


def lines(path):
    with open(path, encoding='utf-8') as f:
        return f.read().split('\n')[:-1]


def run(w):
    text, many = f'{data}/segmentation/gsd_dev', f'{data}/shopping10/train.tsv'
    python = python_with('jieba')
    jieba = f'{python} -B {top}/t/bench/jieba_words.py'
    if os.path.exists(text + '.gold'):
        gold, plain = [line.split() for line in lines(text + '.gold')], lines(text + '.txt')
        write(w + '/t.tsv', [{'text': line.replace('\\', '\\\\')} for line in plain])
        words = [line.replace('\\\\', '\\').split() for line in out(f'fb-tokenize {w}/t.tsv | cut -f2').split('\n')[1:-1]]
        beside = f"{f1(gold, [s.split() for s in out(f'{jieba} <{text}.txt').split(chr(10))]):.4f} by jieba" if python else ''
        row('fb-tokenize, Chinese words', f'{f1(gold, words):.4f}', 'F1', beside)
    if os.path.exists(many):
        some = records(many)[:8000]
        write(w + '/some.tsv', [{'text': r['text']} for r in some])
        write(w + '/times.tsv', [{'text': r['text']} for r in some] * 20)
        size = sum(len(r['text'].encode()) for r in some)
        one = f'taskset -c {min(os.sched_getaffinity(0))}'
        rate = 20 * size / best(f'{one} fb-tokenize -j1 {w}/times.tsv')
        beside = ''
        if python:
            beside = f"{rate / float(sh(f'{one} {jieba} --rate <{w}/some.tsv').stdout):.0f} times jieba less its start"
        row('fb-tokenize, Chinese texts, one core', f'{rate / 1e6:.0f}', 'MB/s', beside)
