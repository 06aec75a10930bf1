#!/usr/bin/env python3
"""browser.py [--save DIR] PAGE.html: a report as a browser shows it, through Chromium's debugging pipe.

At 1280 and 390 pixels, light and dark, and printed on A4: no console error, no request but the file, nothing wider than the
window, bars whole and rows named on a phone, text in enough contrast (WCAG 2.1: 4.5 to 1), headings in order, tables and pictures named; numbers open their receipts, the
filter counts, and without script the same words are there. A line for each thing wrong; status 1 if there is one."""
import base64, json, os, shutil, subprocess, sys, tempfile

save = None
if sys.argv[1] == '--save':
    save = sys.argv[2]
    del sys.argv[1:3]
page = 'file://' + os.path.abspath(sys.argv[1])
chromium = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
home = tempfile.mkdtemp(prefix='fb-browser-')
wrong = []


class Browser:
    """Chrome's protocol: JSON messages with a NUL behind them, in on 3 and out on 4."""

    def __init__(self):
        to_r, self.out = os.pipe()
        self.back, from_w = os.pipe()
        def ends():
            # away from 3 and 4 first, so that neither is closed by the other's dup2
            a, b = os.dup(to_r), os.dup(from_w)
            while min(a, b) < 5:
                a, b = os.dup(a), os.dup(b)
            os.dup2(a, 3), os.dup2(b, 4)
        self.p = subprocess.Popen([chromium, '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
                                   '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--disable-dev-shm-usage', f'--user-data-dir={home}', '--remote-debugging-pipe'],
                                  preexec_fn=ends, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_r), os.close(from_w)
        self.n, self.rest, self.events, self.session = 0, b'', [], None

    def read(self):
        while b'\0' not in self.rest:
            got = os.read(self.back, 1 << 16)
            if not got:
                raise EOFError('the browser ended')
            self.rest += got
        one, self.rest = self.rest.split(b'\0', 1)
        return json.loads(one)

    def call(self, method, **params):
        self.n += 1
        m = {'id': self.n, 'method': method, 'params': params}
        if self.session:
            m['sessionId'] = self.session
        os.write(self.out, json.dumps(m).encode() + b'\0')
        while True:
            r = self.read()
            if r.get('id') == self.n:
                if 'error' in r:
                    raise RuntimeError(f"{method}: {r['error']}")
                return r['result']
            self.events.append(r)

    def wait(self, method):
        while not any(e.get('method') == method for e in self.events):
            self.events.append(self.read())

    def js(self, code):
        r = self.call('Runtime.evaluate', expression=code, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in r:
            raise RuntimeError(r['exceptionDetails']['exception'].get('description', code))
        return r['result'].get('value')

    def load(self, scripts=True):
        self.call('Emulation.setScriptExecutionDisabled', value=not scripts)
        self.events = [e for e in self.events if e.get('method') != 'Page.loadEventFired']
        self.call('Page.navigate', url=page)
        self.wait('Page.loadEventFired')


LOOK = r'''(() => {
const bad = [], W = innerWidth, root = document.documentElement;
if (root.scrollWidth > W) bad.push('the page is ' + root.scrollWidth + ' wide');
const parts = c => (c.match(/[\d.]+/g) || []).map(Number);
const over = (top, under) => { const a = top[3] === undefined ? 1 : top[3]; return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a)) };
const light = c => { const f = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * f[0] + .7152 * f[1] + .0722 * f[2] };
const ground = e => { const chain = []; for (; e; e = e.parentElement) chain.unshift(parts(getComputedStyle(e).backgroundColor)); return chain.reduce((u, t) => t.length ? over(t, u) : u, [255, 255, 255]) };
const seen = new Set();
for (const e of document.querySelectorAll('body *')) {
	if (!e.checkVisibility() || e.closest('svg')) continue;
	const own = [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim()), s = getComputedStyle(e), r = e.getBoundingClientRect();
	if (!own) continue;
	const g = ground(e), t = over(parts(s.color), g), a = light(t), b = light(g), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), key = e.tagName + s.color + g;
	if (ratio < 4.5 && !seen.has(key)) { seen.add(key); bad.push('contrast ' + ratio.toFixed(2) + ': ' + e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30)) }
	if (r.right > W + 1 && (!e.closest('.scroll') || matchMedia('print').matches)) bad.push('sticks out: ' + e.tagName + ' ' + e.textContent.slice(0, 30));
	if (parseFloat(s.fontSize) < 11) bad.push('small type: ' + e.textContent.slice(0, 30));
}
let last = 0;
for (const h of document.querySelectorAll('main h1,main h2,main h3')) { const n = +h.tagName[1]; if (n > last + 1) bad.push('heading ' + h.textContent + ' skips a level'); last = n }
if (document.querySelectorAll('h1').length !== 1) bad.push('not one h1');
for (const t of document.querySelectorAll('table')) { if (!t.caption || !t.caption.textContent) bad.push('a table without a caption'); if (!t.querySelector('th[scope=col]')) bad.push('a table without column heads') }
for (const s of document.querySelectorAll('svg')) if (!(s.getAttribute('aria-hidden') || (s.getAttribute('role') === 'img' && s.getAttribute('aria-label')))) bad.push('a picture without words');
for (const x of document.querySelectorAll('[id]')) if (document.querySelectorAll('#' + CSS.escape(x.id)).length > 1) bad.push('id twice: ' + x.id);
for (const a of document.querySelectorAll('a[href^="#"]')) if (!document.getElementById(a.getAttribute('href').slice(1))) { bad.push('leads nowhere: ' + a.outerHTML.slice(0, 60)); break }
if (!root.lang) bad.push('no language');
for (const s of document.querySelectorAll('section')) { const r = s.getBoundingClientRect(); if (r.width && r.right > W + 1) bad.push('section sticks out: ' + s.id) }
return bad })()'''

CLICK = r'''(() => {
const d = document.getElementById('receipt'), bad = [];
for (const a of [...document.querySelectorAll('main a.n')].filter(a => a.checkVisibility()).slice(0, 12)) {
	a.click();
	const c = document.getElementById('receipt-command').textContent;
	const given = document.getElementById(a.hash.slice(1)).cells[2].textContent.trim(), call = given.match(/^(count|mean|query) ['"]/);
	if (!d.open || !c.endsWith(given) || !document.getElementById('receipt-id').textContent) bad.push('no receipt behind ' + a.textContent);
	if (call && !c.startsWith(call[1] + '() {')) bad.push('the command behind ' + a.textContent + ' lacks its function');
	const r = d.getBoundingClientRect();
	if (r.right > innerWidth + 1 || r.left < -1) bad.push('the receipt sticks out');
	document.getElementById('receipt-close').click();
	if (d.open) bad.push('the receipt stays open');
}
return bad })()'''

# On a phone: bars are whole, and whoever scrolls a table sideways still sees what a row is about.
NARROW = r'''(() => {
const bad = [];
for (const e of document.querySelectorAll('.scroll .bar')) if (e.getBoundingClientRect().right > e.closest('.scroll').getBoundingClientRect().right + 1) { bad.push('a bar is cut: ' + e.closest('tr').textContent.slice(0, 30)); break }
for (const e of document.querySelectorAll('main>section .scroll,main>.scroll')) {
	const first = e.querySelector('tbody tr>:first-child');
	e.scrollLeft = 60;
	if (first && first.getBoundingClientRect().left < -1) bad.push('a row loses its name: ' + first.textContent.slice(0, 30));
	e.scrollLeft = 0;
}
return bad })()'''

# On paper: no word of a table's head is cut in two, what is folded on the screen is there (all words last), what is not is said to be left out, and
# each page of --by begins on a sheet of its own.
PAPER = r'''(() => {
const bad = [];
for (const e of document.querySelectorAll('table:not(.heat) thead th')) {
	if (!e.checkVisibility()) continue;
	const words = document.createRange();
	words.selectNodeContents(e);
	const lines = new Set([...words.getClientRects()].map(r => r.top)).size;
	if (lines > e.textContent.trim().split(/\s+/).length) bad.push('a word is cut in the head: ' + e.textContent);
}
for (const e of document.querySelectorAll('details')) if (e.lastElementChild.checkVisibility() === !!e.closest('#receipts')) bad.push('folded on paper, or receipts printed: ' + e.textContent.slice(0, 30));
if (!document.querySelector('p.paper').checkVisibility()) bad.push('what is not on paper is not said');
dispatchEvent(new Event('beforeprint'));
const words = document.querySelectorAll('#first>details').length;
if (words) bad.push('all words stand before the numbers on paper');
dispatchEvent(new Event('afterprint'));
if (document.querySelectorAll('#first>details:not([open])').length !== 1) bad.push('after printing all words are not where they were');
for (const e of document.querySelectorAll('h2.page')) if (getComputedStyle(e).breakBefore !== 'page') { bad.push('a page begins in the middle of a sheet: ' + e.textContent); break }
return bad })()'''

FILTER = r'''(() => {
const p = document.getElementById('explore-product'); if (!p) return [];
const root = document.documentElement, sum = () => { const m = document.getElementById('explore-sum').textContent.match(/\d[\d,]*/g).slice(0, 2).map(x => +x.replace(',', '')); return root.lang === 'en' ? m : [m[1], m[0]] }, all = sum(), add = [0, 0];
for (let i = 1; i < p.options.length; i++) { p.selectedIndex = i; p.onchange(); const s = sum(); add[0] += s[0]; add[1] += s[1] }
p.selectedIndex = 0; p.onchange();
return add[0] === all[0] && add[1] === all[1] && all[1] > 0 ? [] : ['products sum to ' + add + ', all are ' + all] })()'''


def shot(b, name):
    if save:
        height = b.js('document.documentElement.scrollHeight')
        r = b.call('Page.captureScreenshot', captureBeyondViewport=True, clip={'x': 0, 'y': 0, 'width': b.js('innerWidth'), 'height': min(height, 12000), 'scale': 1})
        open(f'{save}/{name}.png', 'wb').write(base64.b64decode(r['data']))


def run(b):
    b.session = b.call('Target.attachToTarget', targetId=b.call('Target.createTarget', url='about:blank')['targetId'], flatten=True)['sessionId']
    for domain in ('Page', 'Runtime', 'Log', 'Network'):
        b.call(domain + '.enable')
    for width in (1280, 390):
        for theme in ('light', 'dark'):
            b.call('Emulation.setDeviceMetricsOverride', width=width, height=844, deviceScaleFactor=1, mobile=width < 500)
            b.call('Emulation.setEmulatedMedia', media='screen', features=[{'name': 'prefers-color-scheme', 'value': theme}])
            b.load()
            at = f'{width} {theme}: '
            wrong.extend(at + x for x in b.js(LOOK))
            if width < 500:
                wrong.extend(at + x for x in b.js(NARROW))
            shot(b, f'{width}-{theme}')
            b.js("document.querySelectorAll('details').forEach(d => d.open = true)")
            wrong.extend(at + 'unfolded: ' + x for x in b.js(LOOK))
            b.js("document.querySelectorAll('details').forEach(d => d.open = false)")
            wrong.extend(at + x for x in b.js(CLICK) + b.js(FILTER))
    words = b.js("document.querySelector('main').innerText.replace(/\\s+/g, ' ').length")
    b.load(scripts=False)
    bare = b.js("document.querySelector('main').textContent.replace(/\\s+/g, ' ').length")
    if bare < words * .8:
        wrong.append(f'without script there are {bare} characters of {words}')
    b.load()
    b.call('Emulation.setDeviceMetricsOverride', width=688, height=1000, deviceScaleFactor=1, mobile=False)
    b.call('Emulation.setEmulatedMedia', media='print')
    wrong.extend('printed: ' + x for x in b.js(LOOK) if 'small type' not in x)
    wrong.extend('printed: ' + x for x in b.js(PAPER))
    for t in b.js("[...document.querySelectorAll('table')].filter(t => t.checkVisibility() && t.getBoundingClientRect().right > innerWidth + 1).map(t => t.caption.textContent)"):
        wrong.append('printed: the table is cut: ' + t)
    pdf = base64.b64decode(b.call('Page.printToPDF', preferCSSPageSize=True)['data'])
    if save:
        open(save + '/print.pdf', 'wb').write(pdf)
    if not pdf.startswith(b'%PDF'):
        wrong.append('does not print')
    for e in b.events:
        m, p = e.get('method'), e.get('params', {})
        if m == 'Network.requestWillBeSent' and not p['request']['url'].startswith((page, 'data:')):
            wrong.append('asks for ' + p['request']['url'][:100])
        if m == 'Runtime.exceptionThrown':
            wrong.append('exception: ' + str(p['exceptionDetails'])[:200])
        if m == 'Runtime.consoleAPICalled' and p['type'] in ('error', 'warning'):
            wrong.append('console: ' + str(p['args'])[:200])
        if m == 'Log.entryAdded' and p['entry']['level'] in ('error', 'warning'):
            wrong.append('log: ' + p['entry']['text'][:200])


b = Browser()
try:
    run(b)
finally:
    b.p.kill()
    b.p.wait()
    shutil.rmtree(home, ignore_errors=True)
print('\n'.join(dict.fromkeys(wrong)), end='\n' * bool(wrong))
sys.exit(bool(wrong))
