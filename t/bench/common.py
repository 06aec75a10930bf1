"""What the parts of `make bench` share: rows, timing, the corpora and models of them.

The corpora are not the project's: FB_DATA names a folder that holds SET/train.tsv and SET/dev.tsv, record streams with a column text."""
import os
import shutil
import subprocess
from time import perf_counter

top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
data = os.environ.get('FB_DATA', '')

# set, column of the labels
SETS = [('chnsenticorp', 'sentiment'), ('airline', 'sentiment'), ('waimai', 'sentiment'), ('coursera', 'sentiment'), ('shopping10', 'sentiment'),
        ('shopping10', 'category'), ('banking77', 'intent'), ('smp2020', 'intent'), ('clinc150', 'intent'), ('itsm', 'department')]


def row(what, figure, unit, beside=''):
    print(f'{what}\t{figure}\t{unit}\t{beside}', flush=True)


def sh(command):
    return subprocess.run(['bash', '-o', 'pipefail', '-c', command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def out(command):
    """What a command prints; its status must be 0 or 1 (records refused)."""
    p = sh(command)
    if p.returncode not in (0, 1):
        raise RuntimeError(f'status {p.returncode} from {command}: {p.stderr.decode()[-300:]}')
    return p.stdout.decode()


def best(command, n=3):
    """The seconds of the fastest of n runs; a run that fails is no time: its status must be 0 or 1."""
    times = []
    for _ in range(n):
        t = perf_counter()
        p = subprocess.run(['bash', '-o', 'pipefail', '-c', command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        times.append(perf_counter() - t)
        if p.returncode not in (0, 1):
            raise RuntimeError(f'status {p.returncode} from {command}: {p.stderr.decode()[-300:]}')
    return min(times)


def have(program):
    return shutil.which(program)


def sets(*wanted):
    """The sets that are there, of those wanted."""
    return [s for s in SETS if (not wanted or s[0] in wanted) and os.path.exists(f'{data}/{s[0]}/train.tsv')]


def table(text):
    """A record stream as a list of dicts, values as they are written."""
    head, *lines = text.split('\n')[:-1]
    return [dict(zip(head.split('\t'), line.split('\t'))) for line in lines]


def records(path):
    with open(path, encoding='utf-8', newline='\n') as f:
        return table(f.read())


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='\n') as f:
        f.write('\t'.join(rows[0]) + '\n')
        f.writelines('\t'.join(r.values()) + '\n' for r in rows)


def model(w, name, target):
    """The model of a set, with the defaults; made once a run."""
    path = f'{w}/{name}.{target}.model'
    if not os.path.exists(path):
        out(f'fb-train -q -t {target} -o {path} {data}/{name}/train.tsv')
    return path


def python_with(*modules):
    """A Python that has these modules: the one that runs, or the system's; None where neither has."""
    for python in ('python3', '/usr/bin/python3'):
        if sh(f"{python} -c 'import {', '.join(modules)}'").returncode == 0:
            return python
    return None
