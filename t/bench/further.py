"""fb-train --continue: learning from every other record, then from the rest, beside learning from half and from all."""
from common import data, model, out, records, row, sets, table, write


def run(w):
    for name, target in sets():
        rows, dev = records(f'{data}/{name}/train.tsv'), f'{data}/{name}/dev.tsv'
        write(w + '/a.tsv', rows[::2])
        write(w + '/b.tsv', rows[1::2])
        out(f'fb-train -q -t {target} -o {w}/half {w}/a.tsv && fb-train -q --continue {w}/half -o {w}/both {w}/b.tsv')
        right = []
        for m in (f'{w}/both', f'{w}/half', model(w, name, target)):
            answers = table(out(f'fb-classify -m {m} --as q {dev}'))
            right.append(sum(r['q'] == r[target] for r in answers) / len(answers))
        row(f'{name} {target}, half and then half', f'{right[0]:.4f}', 'accuracy', f'half {right[1]:.4f}, all at once {right[2]:.4f}')
