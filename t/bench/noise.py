"""Accuracy lost where texts are spoilt, kind by kind: models learn from clean texts and judge noisy ones.

The noise of a text depends on the text and the kind only. Typos, dropped and doubled characters hit one character in twenty (a Latin
letter becomes its neighbour on the keyboard, a Han character another one of the corpus); look-alikes one Latin letter in five; emoji
come behind one Han character or mark in twenty and one blank in five; script, width and case change throughout."""
import random

from common import data, model, out, records, row, sets, sh, table, write

RATE, WORD_RATE = .05, .2
KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']
NEXT = {c: k[i - 1:i] + k[i + 1:i + 2] for k in KEYS for i, c in enumerate(k)}
LOOKALIKES = dict(zip('aceiopxyABCEHIKMOPTXY', 'асеіорхуАВСЕНІКМОРТХУ'))
EMOJI = '😀😂😍👍🔥😡💔🎉🙏✨'


def han(c):
    return '\u4e00' <= c <= '\u9fff'


class Maker:
    def __init__(self, texts):
        self.signs = [c for t in texts for c in t if han(c)] or ['一']

    def pick(self, r, some):
        return some[int(r.random() * len(some))]

    def typos(self, r, c):
        if r.random() >= RATE or not (han(c) or c.lower() in NEXT):
            return c
        return self.pick(r, self.signs) if han(c) else self.pick(r, NEXT[c.lower()])

    def dropped(self, r, c):
        return '' if r.random() < RATE and c != ' ' else c

    def doubled(self, r, c):
        return 2 * c if r.random() < RATE else c

    def full_width(self, _, c):
        return '\u3000' if c == ' ' else chr(ord(c) + 0xfee0) if '!' <= c <= '~' else c

    def look_alikes(self, r, c):
        return LOOKALIKES.get(c, c) if r.random() < WORD_RATE else c

    def emoji(self, r, c):
        rate = WORD_RATE if c == ' ' else 0 if c.isalnum() and not han(c) else RATE
        return c + self.pick(r, EMOJI) if r.random() < rate else c

    def case(self, r, c):
        return c.swapcase() if r.random() < .5 else c

    def spoil(self, kind, text):
        r = random.Random(f'{kind} {text}')
        return ''.join(getattr(self, kind)(r, c) for c in text)


def plain(value):
    parts = value.split('\\\\')
    return '\\'.join(p.replace('\\n', '\n').replace('\\t', '\t').replace('\\r', '\r') for p in parts)


def field(text):
    return text.replace('\\', '\\\\').replace('\n', '\\n').replace('\t', '\\t').replace('\r', '\\r')


def spoilt(maker, kind, texts, w):
    if kind != 'traditional':
        return [maker.spoil(kind, t) for t in texts]
    with open(w + '/simplified', 'w', encoding='utf-8') as f:
        f.writelines(field(t) + '\n' for t in texts)
    return [plain(t) for t in out(f'opencc -c s2t -i {w}/simplified').split('\n')[:-1]]


KINDS = ['typos', 'dropped', 'doubled', 'traditional', 'full_width', 'look_alikes', 'emoji', 'case']


def run(w):
    for name, target in sets('airline', 'shopping10'):
        rows = records(f'{data}/{name}/dev.tsv')
        texts = [plain(r['text']) for r in rows]
        maker = Maker(texts)
        clean = None
        for kind in ['clean'] + KINDS:
            if kind == 'traditional' and sh('opencc --version').returncode:
                continue
            noisy = texts if kind == 'clean' else spoilt(maker, kind, texts, w)
            if kind != 'clean' and noisy == texts:
                continue
            write(w + '/noisy.tsv', [{'y': r[target], 'text': field(t)} for r, t in zip(rows, noisy)])
            answers = table(out(f'fb-classify -m {model(w, name, target)} --as q {w}/noisy.tsv'))
            right = [r['q'] == r['y'] for r in answers]
            accuracy = sum(right) / len(right)
            if kind == 'clean':
                clean = right
                row(f'{name} {target}, clean', f'{accuracy:.4f}', 'accuracy')
                continue
            lost = sum(clean) / len(clean) - accuracy
            changed = sum((a - b) ** 2 for a, b in zip(clean, right)) / len(right) - lost ** 2
            row(f'{name} {target}, {kind.replace("_", " ")}', f'{100 * lost:.1f}', 'points lost',
                f'± {196 * (changed / len(right)) ** .5:.1f}; {sum(a != b for a, b in zip(texts, noisy))} of {len(texts)} texts changed')
