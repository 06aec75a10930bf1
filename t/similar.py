#!/usr/bin/env python3
"""similar.py FILE: texts of a stream that are too much alike. similar.py --apart FILE EXPORT: texts in both.

Two texts are alike if they share over half the character 5-grams of the shorter (below ten characters: if they are
equal). A frame is a text with names (capitalised words, book titles) and numbers masked; none may make over .5 %.
"""
import csv
import re
import sys
from collections import Counter, defaultdict


def texts(path):
    if path.endswith('.csv'):
        return [r['评价内容'] for r in csv.DictReader(open(path, encoding='utf-8-sig', newline=''))]
    rows = [line.split('\t') for line in open(path, encoding='utf-8', newline='\n').read().split('\n')[:-1]]
    return [r[rows[0].index('text')] for r in rows[1:]]


def key(text):
    return re.sub(r'\s+', ' ', text.strip().lower())


def alike(all_texts):
    """A text that shares over half of its grams shares one at least of any half: only the holders of its rarer half are compared with it."""
    keys = list(map(key, all_texts))
    grams, holders, pairs = [{t[k:k + 5] for k in range(len(t) - 4)} for t in keys], defaultdict(list), set()
    for i, mine in enumerate(grams):
        for g in mine:
            holders[g].append(i)
    for i, mine in enumerate(grams):
        rarer = sorted(mine, key=lambda g: (len(holders[g]), g))[:(len(mine) + 1) // 2]
        for j in {j for g in rarer for j in holders[g]} - {i}:
            if min(len(keys[i]), len(keys[j])) >= 10 and len(mine) <= len(grams[j]) and len(mine & grams[j]) > .5 * len(mine):
                pairs.add((min(i, j), max(i, j)))
    return sorted(pairs)


def frames(all_texts):
    mask = lambda t: re.sub(r'《[^》]*》|(?<=\s)[A-Z]\w+|[0-9]+', '#', t)
    return [(n, f) for f, n in Counter(map(mask, all_texts)).items() if n > max(1, .005 * len(all_texts))]


if sys.argv[1] == '--apart':
    both = {key(t) for t in texts(sys.argv[2])} & {key(t) for t in texts(sys.argv[3]) if len(t) >= 10}
    found = [f'in both: {t}' for t in both]
else:
    T = texts(sys.argv[1])
    found = [f'alike: {T[i]} | {T[j]}' for i, j in alike(T)] + [f'{n} times: {f}' for n, f in frames(T)]
    found += [f'{n} times: {t}' for t, n in Counter(map(key, T)).items() if n > 1]
print('\n'.join(found[:20]))
sys.exit(bool(found))
