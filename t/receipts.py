#!/usr/bin/env python3
"""receipts.py PAGE.html: the commands behind the figures of a page, each run as a reader would: the page's functions and the
command pasted into a fresh sh, in the current directory. Prints what differs from the page's value and how many of which function
ran; status 1 if one differs. Commands that want sqlite3 are left out where there is none."""
import re, shutil, subprocess, sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.inside, self.functions, self.rows = False, [], []

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.inside = self.inside or a.get('id') == 'receipts'
        if self.inside and tag == 'pre':
            self.functions.append('')
            self.to = self.functions
        elif self.inside and tag == 'tr':
            self.rows.append([])
        elif self.inside and tag in ('th', 'td') and self.rows:
            self.rows[-1].append('')
            self.to = self.rows[-1]
        elif self.inside and tag not in ('code',):
            self.to = None

    def handle_endtag(self, tag):
        if tag == 'section':
            self.inside = False
        if tag in ('pre', 'thead'):
            self.to = None

    def handle_data(self, data):
        if self.inside and self.to:
            self.to[-1] += data


page = Page()
page.feed(open(sys.argv[1], encoding='utf8').read())


def run(row):
    id, value, command = row
    call = re.match(r"""(count|mean|query) ['"]""", command)
    if not call:
        return 'formula', None
    if call[1] == 'query' and not shutil.which('sqlite3'):
        return 'no sqlite3, query', None
    r = subprocess.run(['sh'], input='\n'.join(page.functions + [command.rstrip('\n')]) + '\n', capture_output=True, text=True)
    printed = r.stdout.split()
    good = printed == value.replace(',', '').split(' = ')[0].split(' / ') and not r.stderr
    if good and ' = ' in value:
        good = abs(int(printed[0]) / int(printed[1]) - float(value.split(' = ')[1])) < .51e-4
    return call[1], None if good else f'{id}: {value}, but {printed} {r.stderr[:200]}'


with ThreadPoolExecutor(2) as pool:
    done = list(pool.map(run, page.rows[1:]))
wrong = [w for _, w in done if w]
print('\n'.join(wrong), end='\n' * bool(wrong))
print(' '.join(f'{k} {n}' for k, n in sorted(Counter(k for k, _ in done).items())))
sys.exit(bool(wrong) or not done)
