#!/usr/bin/env python3
"""run.py BUILD [PART ...]: figures of the programs as TSV: what, figure, unit, beside. Parts: those of PARTS below (default: all).

FB_DATA names the folder of the corpora (common.py); what needs one that is not there is left out."""
import importlib
import os
import sys
import tempfile

sys.dont_write_bytecode = True  # build/ is the only place that is written to

import common

PARTS = ['speed', 'words', 'noise', 'honest', 'further', 'unlabelled', 'tutorial']

build = os.path.abspath(sys.argv[1])
os.environ['PATH'] = build + '/bin:' + os.environ['PATH']
if not common.sets():
    print(f'bench: no corpora in {common.data!r}: only speeds, on testdata repeated, which flatters whoever caches' if common.data else
          'bench: no corpora: only speeds, on testdata repeated, which flatters whoever caches; make bench DATA=DIR names a folder with SET/train.tsv and SET/dev.tsv', file=sys.stderr)
common.row('what', 'figure', 'unit', 'beside')
for part in sys.argv[2:] or PARTS:
    if part not in PARTS:
        sys.exit(f"bench: no part '{part}': {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix='fb-bench-') as w:
        importlib.import_module(part).run(w)
