"""fb-train --unlabelled: learning from every eighth record, and from the texts of the rest, beside learning from the eighth alone."""
from common import data, out, records, row, sets, table, write


def accuracy(model, target, dev):
    answers = table(out(f'fb-classify -m {model} --as q {dev}'))
    return sum(r['q'] == r[target] for r in answers) / len(answers)


def run(w):
    for name, target in sets():
        rows, dev = records(f'{data}/{name}/train.tsv'), f'{data}/{name}/dev.tsv'
        write(w + '/labelled.tsv', rows[::8])
        write(w + '/rest.tsv', [r for i, r in enumerate(rows) if i % 8])
        out(f'fb-train -q -t {target} -o {w}/alone {w}/labelled.tsv')
        out(f'fb-train -q -t {target} --unlabelled {w}/rest.tsv -o {w}/both {w}/labelled.tsv')
        row(f'{name} {target}, {len(rows[::8])} labels and {len(rows) - len(rows[::8])} texts without', f'{accuracy(w + "/both", target, dev):.4f}', 'accuracy',
            f'the labels alone {accuracy(w + "/alone", target, dev):.4f}')
