"""fb-train's defaults beside the starter recipe of tutorials (recipe.py), both learning from the same first MOST records at most."""
from common import data, out, python_with, records, row, sets, sh, table, top, write

MOST = 8000


def run(w):
    python = python_with('sklearn', 'jieba')
    for name, target in sets():
        learn, judge = records(f'{data}/{name}/train.tsv'), records(f'{data}/{name}/dev.tsv')
        learn = [r for r in learn if r[target]]
        write(w + '/learn.tsv', learn[:MOST])
        out(f'fb-train -q -t {target} -o {w}/model {w}/learn.tsv')
        answers = table(out(f'fb-classify -m {w}/model --as q {data}/{name}/dev.tsv'))
        right = sum(r['q'] == r[target] for r in answers)
        beside = ''
        if python:
            recipe = sh(f'{python} -B {top}/t/bench/recipe.py {w}/learn.tsv {data}/{name}/dev.tsv {target}')
            beside = f'{int(recipe.stdout) / len(judge):.4f} by word counts and an RBF SVC; '
        row(f'{name} {target}', f'{right / len(judge):.4f}', 'accuracy', f'{beside}{min(MOST, len(learn))} of {len(learn)} records learnt from')
