"""fb-train --unlabelled: learning from every eighth record, and from the texts of the rest, beside learning from the eighth alone; and how
many times as long it takes as learning from all records with their labels."""
from time import perf_counter

from common import data, out, records, row, sets, table, write


def accuracy(model, target, dev):
    answers = table(out(f'fb-classify -m {model} --as q {dev}'))
    return sum(r['q'] == r[target] for r in answers) / len(answers)


def run(w):
    for name, target in sets():
        rows, dev = records(f'{data}/{name}/train.tsv'), f'{data}/{name}/dev.tsv'
        write(w + '/labelled.tsv', rows[::8])
        write(w + '/rest.tsv', [r for i, r in enumerate(rows) if i % 8])
        times = []
        for model, what in (('alone', f'{w}/labelled.tsv'), ('both', f'--unlabelled {w}/rest.tsv {w}/labelled.tsv'), ('all', f'{data}/{name}/train.tsv')):
            times.append(-perf_counter())
            out(f'fb-train -q -t {target} -o {w}/{model} {what}')
            times[-1] += perf_counter()
        row(f'{name} {target}, {len(rows[::8])} labels and {len(rows) - len(rows[::8])} texts without', f'{accuracy(w + "/both", target, dev):.4f}', 'accuracy',
            f'the labels alone {accuracy(w + "/alone", target, dev):.4f}, all labels {accuracy(w + "/all", target, dev):.4f}; {times[1] / times[2]:.1f} times as long as with all labels')
