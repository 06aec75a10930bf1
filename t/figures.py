#!/usr/bin/env python3
"""figures.py REPORT.json STREAM...: every figure of a JSON report, counted again without fb.

Counts, shares and means by SQLite, from the conditions that the report states; formulas over other figures by evaluating them;
splits, drivers, drift, survey bounds and copies from the rows, by the formulas of the manual. Prints what differs and how many
figures of which kind were checked; status 1 if one differs or none of these ways fits it."""
import itertools, json, math, os, re, sqlite3, sys
from collections import Counter, defaultdict
from urllib.parse import unquote

report = json.load(open(sys.argv[1]))
F = report['figures']
rows, columns = [], []
for path in sys.argv[2:]:
    lines = open(path, encoding='utf8', newline='\n').read().split('\n')[:-1]
    head = lines[0].split('\t')
    columns += [c for c in head if c not in columns]
    rows += [dict(zip(head, l.split('\t'))) for l in lines[1:]]
rows = [{c: r.get(c, '') for c in columns} for r in rows]
db = sqlite3.connect(':memory:')
db.execute('create table t (%s)' % ', '.join('"%s" text' % c for c in columns))
db.executemany('insert into t values (%s)' % ','.join('?' * len(columns)), [list(r.values()) for r in rows])
Z, wrong, kinds = 1.959963984540054, [], Counter()


def count(where):
    return db.execute('select count(*) from t where ' + where).fetchone()[0]


def select(where):
    names = [d[0] for d in db.execute('select * from t limit 0').description]
    return [dict(zip(names, r)) for r in db.execute('select * from t where ' + where)]


def wilson(k, n):
    p = k / n
    m, h, d = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)), 1 + Z * Z / n
    return (m - h) / d, (m + h) / d


def newcombe(k1, n1, k0, n0):
    a, b, p1, p0 = wilson(k1, n1), wilson(k0, n0), k1 / n1, k0 / n0
    return (p1 - p0 - math.hypot(p1 - a[0], b[1] - p0), p1 - p0 + math.hypot(a[1] - p1, p0 - b[0]))


def near(id, what, got, want, digits=4):
    if abs(got - want) > 10 ** -digits * .51 + 1e-9:
        wrong.append(f'{id}: {what} is {got}, counted again {want:.6f}')


def judged(days):
    """the records that have a share of complaints: a text of their own and a sentiment"""
    ok = lambda r: ('text' not in r or r['text']) and 'default' not in re.split('[^A-Za-z]+', r.get('note', '')) and r['sentiment']
    return [r for r in rows if ok(r) and (days is None or days[0] <= r['ts'][:10] <= days[1] and r['ts'])]


def sides():
    """the two sets of records that `why` compares"""
    if 'against' in report:
        return [judged(report[k].split('/')) for k in ('period', 'against')]
    bad = re.search(r"BETWEEN '(.{10})' AND '(.{10})'", F[scope + 'bad.judged']['where']).groups()
    now = judged(None)
    inside = [r for r in now if bad[0] <= r['ts'][:10] <= bad[1]]
    return inside, [r for r in now if r not in inside] if len(now) < 2000 else [r for r in now if not bad[0] <= r['ts'][:10] <= bad[1]]


def kitagawa(column):
    now, then = sides()
    side = lambda S: (Counter(r[column] for r in S), Counter(r[column] for r in S if r['sentiment'] == 'negative'), len(S))
    (n1, k1, N1), (n0, k0, N0) = side(now), side(then)
    R = (sum(k1.values()) / N1 + sum(k0.values()) / N0) / 2
    out = {}
    for g in n1 | n0:
        r1 = k1[g] / n1[g] if n1[g] else k0[g] / n0[g]
        r0 = k0[g] / n0[g] if n0[g] else r1
        out[g] = (n1[g] / N1 + n0[g] / N0) / 2 * (r1 - r0), ((r1 + r0) / 2 - (0 if column == 'topic' else R)) * (n1[g] / N1 - n0[g] / N0)
    assert abs(sum(map(sum, out.values())) - (sum(k1.values()) / N1 - sum(k0.values()) / N0)) < 1e-12
    return out


def why(id):
    if id == 'why.change':
        return sum(map(sum, kitagawa(next(c for c in ('topic', 'product', 'channel') if c in columns)).values()))
    _, *names = id.split('.')
    if names[0] in ('rate', 'mix'):
        return sum(p[names[0] == 'mix'] for p in kitagawa(names[1]).values())
    column, group, *rest = names
    p = kitagawa(column)[unquote(group)]
    return p[rest[0] == 'mix'] if rest else sum(p)


def omega(cells, chosen):
    groups = defaultdict(lambda: [0, 0])
    for key, (n, k) in cells.items():
        g = groups[tuple(key[i] if i in chosen else 0 for i in range(3))]
        g[0] += n
        g[1] += k
    N, K = sum(n for n, _ in groups.values()), sum(k for _, k in groups.values())
    mean = K / N
    total, between = N * mean * (1 - mean), sum(n * (k / n - mean) ** 2 for n, k in groups.values())
    if not chosen or total <= 0 or N <= len(groups):
        return 0
    within = (total - between) / (N - len(groups))
    return max(0, (between - (len(groups) - 1) * within) / (total + within))


def shapley(cells):
    out = [0, 0, 0]
    for order in itertools.permutations(range(3)):
        for i, d in enumerate(order):
            out[d] += (omega(cells, order[:i + 1]) - omega(cells, order[:i])) / 6
    return out, omega(cells, (0, 1, 2))


def drivers():
    """share, jackknife interval, and all of what is explained"""
    R = select(F[scope + 'rating.given']['where'])
    top = [{v for v, _ in sorted(Counter(r.get(c, '') for r in R).items(), key=lambda x: (-x[1], x[0].encode()))[:40]} for c in ('product', 'channel', 'topic')]
    def cells(keep):
        C = defaultdict(lambda: [0, 0])
        for r in filter(keep, R):
            c = C[tuple(r.get(c, '') if r.get(c, '') in top[i] else None for i, c in enumerate(('product', 'channel', 'topic')))]
            c[0] += 1
            c[1] += float(r['rating']) <= 2
        return C
    day = lambda r: db.execute('select cast(julianday(?) - julianday(\'1970-01-01\') as integer)', [r['ts'][:10]]).fetchone()[0] if r['ts'] else -2 ** 31
    days = {r['ts']: day(r) % 10 for r in R}
    out, all = shapley(cells(lambda r: True))
    folds = []
    for f in range(10):
        o, a = shapley(cells(lambda r: days[r['ts']] != f))
        folds.append([x / a if a > 0 else 0 for x in o])
    share = [x / all if all > 0 else 0 for x in out]
    half = [Z * math.sqrt(sum((f[d] - sum(g[d] for g in folds) / 10) ** 2 for f in folds) * 9 / 10) for d in range(3)]
    return {'driver.all': (all, None)} | {f'driver.{c}.share': (share[d], (max(0, share[d] - half[d]), min(1, share[d] + half[d])))
                                          for d, c in enumerate(('product', 'channel', 'topic'))}


def drift():
    now, then = [[r for r in rows if r['text'] and 'default' not in re.split('[^A-Za-z]+', r.get('note', '')) and report[k].split('/')[0] <= r['ts'][:10] <= report[k].split('/')[1]]
                 for k in ('period', 'against')]
    a, b = Counter(r['topic'] for r in now), Counter(r['topic'] for r in then)
    return sum(abs(a[t] / len(now) - b[t] / len(then)) for t in a | b) / 2


def bounds(id):
    kind, end = id.split('.')
    asked, n = count(' AND '.join(filter(None, [F[scope + kind + '.answered']['where'].rsplit(' AND (' + kind, 1)[0]]))), F[scope + kind + '.answered']['num']
    if kind == 'csat':
        k = F[scope + 'csat.share']['num']
        return (k if end == 'worst' else k + asked - n) / asked
    k = F[scope + 'nps.promoters']['num'] - F[scope + 'nps.detractors']['num']
    return 100 * (k - (asked - n) if end == 'worst' else k + asked - n) / asked


def copies():
    R = select(F['text']['where'])
    return len(R) - len({(r.get('user', ''), r.get('product', ''), r['text']) for r in R})


def formula(how):
    e = re.sub(r'\[([^\]]*)\]', lambda m: '(%.17g)' % exact(m[1]), how)
    return eval(e, {'__builtins__': {}}) if re.fullmatch(r'[-+*/()0-9.e ]+', e) else None


def exact(id):
    f = F[id]
    return f['num'] / f['den'] if 'den' in f else f['value']


def scoped(id):
    """the id without its "by.VALUE.", and the rows that it is about"""
    by = os.environ.get('BY')
    for v in {r.get(by, '') for r in every} if by else ():
        shown = re.sub(r'[].<>[\\]', lambda m: '%%%02X' % ord(m[0]), v)
        if id.startswith(f'by.{shown}.'):
            return id[len(f'by.{shown}.'):], f'by.{shown}.', [r for r in every if r[by] == v]
    return id, '', every


every, given = rows, {}
for id, f in F.items():
    if 'how' in f:
        short, scope, rows = scoped(id)
        value = formula(f['how']) if '[' in f['how'] else None
        if value is not None:
            kinds['formula'] += 1
            if id.endswith('.change') and 'lo' in f:
                a, b = (F[x] for x in re.findall(r'\[([^\]]*)\]', f['how']))
                for what, x in zip(('lo', 'hi'), newcombe(a['num'], a['den'], b['num'], b['den'])):
                    near(id, what, f[what], x)
        elif short.startswith('why.'):
            value, _ = why(short), kinds.update(['split'])
        elif short.startswith('driver.'):
            given[scope] = given.get(scope) or drivers()
            value, i = given[scope][short]
            kinds['driver'] += 1
            if i:
                near(id, 'lo', f['lo'], i[0]), near(id, 'hi', f['hi'], i[1])
        elif short == 'drift.topic':
            value, _ = drift(), kinds.update(['drift'])
        elif id.endswith(('.worst', '.best')):
            value, _ = bounds(short), kinds.update(['bounds'])
        elif id == 'copies':
            value, _ = copies(), kinds.update(['copies'])
        else:
            wrong.append(f'{id}: no way to count it again')
            continue
        near(id, 'value', f['value'], value, 2 if short.startswith('nps') else 4)
        continue
    if 'mean_of' in f:
        x = [float(r[f['mean_of']]) for r in select(f['where']) if re.fullmatch(r'[-+]?[0-9.]+', r[f['mean_of']])]
        m = sum(x) / len(x)
        half = Z * math.sqrt(sum((v - m) ** 2 for v in x) / (len(x) - 1) / len(x)) if len(x) > 1 else 0
        near(id, 'num', f['num'], len(x)), near(id, 'value', f['value'], m), near(id, 'lo', f['lo'], m - half), near(id, 'hi', f['hi'], m + half)
        kinds['mean'] += 1
        continue
    near(id, 'num', f['num'], count(f['where']))
    if 'den' in f:
        near(id, 'den', f['den'], count(f['of']))
        lo, hi = wilson(f['num'], f['den'])
        near(id, 'value', f['value'], f['num'] / f['den']), near(id, 'lo', f['lo'], max(0, lo)), near(id, 'hi', f['hi'], min(1, hi))
        kinds['share'] += 1
    else:
        near(id, 'value', f['value'], f['num'])
        kinds['count'] += 1
print('\n'.join(wrong), end='\n' * bool(wrong))
print(' '.join(f'{k} {n}' for k, n in sorted(kinds.items())))
sys.exit(bool(wrong) or not F)
