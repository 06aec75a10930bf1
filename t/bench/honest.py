"""Whether probabilities mean what they say, on texts that no model has seen.

Calibration error as fb-eval prints it, beside what a perfect model with the same probabilities would show on as many records: the mean
over ROUNDS in which each answer is right by a throw with its own probability. Then what --max-error promises, and what came of it. And how many
different texts the starter model of sentiment answers with unknown."""
import random

from common import data, model, out, records, row, sets, sh, table, write

ROUNDS, BINS = 200, 10


def calibration_error(p, right):
    said, came = [0.] * BINS, [0] * BINS
    for x, r in zip(p, right):
        b = min(int(x * BINS), BINS - 1)
        said[b] += x
        came[b] += r
    return sum(abs(s - c) for s, c in zip(said, came)) / len(p)


def unknown(w, name):
    texts = sorted({r['text'] for part in ('train', 'dev') for r in records(f'{data}/{name}/{part}.tsv')})
    write(w + '/texts.tsv', [{'text': x} for x in texts])
    marked = sum(r['q'] == 'unknown' for r in table(out(f'fb-classify -m sentiment --as q {w}/texts.tsv')))
    row(f'starter, {name}', marked, 'texts unknown', f'of {len(texts)}')


def run(w):
    for name, target in sets():
        m, dev = model(w, name, target), f'{data}/{name}/dev.tsv'
        p = [float(r['q_p']) for r in table(out(f'fb-classify -m {m} --as q {dev} -o {w}/answers.tsv; cat {w}/answers.tsv'))]
        figures = dict(line.split('\t')[::2][:2] for line in out(f'fb-eval -t {target} -p q -f tsv {w}/answers.tsv').split('\n')[1:] if '\t\t' in line)
        r = random.Random(1)
        perfect = sum(calibration_error(p, [r.random() < x for x in p]) for _ in range(ROUNDS)) / ROUNDS
        error = float(figures['calibration_error'])
        row(f'{name} {target}', f'{error - perfect:.4f}', 'calibration error beyond a perfect model\'s', f'{error:.4f}, a perfect one {perfect:.4f}')
        for most in ('2%', '5%'):
            what = f'{name} {target}, at most {most} wrong'
            answers = sh(f'fb-classify -m {m} --as q --max-error {most} {dev}')
            if answers.returncode:
                row(what, '', '', answers.stderr.decode().strip().split(': ', 2)[-1])
                continue
            given = [a for a in table(answers.stdout.decode()) if a['q'] != 'unsure']
            wrong = sum(a['q'] != a[target] for a in given)
            row(what, f'{100 * wrong / max(1, len(given)):.2f}', '% of the answers wrong', f'{wrong} of {len(given)}; {len(p)} records')
    for name in dict.fromkeys(name for name, _ in sets()):
        unknown(w, name)
