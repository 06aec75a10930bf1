"""Random due dates against a slow reference: a map of every second of some hundred days, open or closed, and counting in it.

Time zones are Python's. Run in an empty directory with fb-route in PATH: due_reference.py CASES
"""
import bisect
import datetime as dt
import random
import subprocess
import sys
import zoneinfo

DAYS = 240
UTC = dt.timezone.utc
NAMES = 'mon tue wed thu fri sat sun'.split()


def instant(wall, zone):
    return int(wall.replace(tzinfo=zone, fold=0).timestamp())


class Calendar:
    """A random calendar, its file, and its map of seconds."""

    def __init__(self, rnd, name, zone, first):
        self.name, self.zone, self.first = name, zoneinfo.ZoneInfo(zone), first
        week = {d: self.stretches(rnd) for d in range(7) if d == 0 or rnd.random() < .75}
        lines = [f'zone {zone}'] + [f'hours {NAMES[d]} {self.text(s)}' for d, s in week.items()]
        days = {}
        for _ in range(rnd.randrange(30)):
            day = first + dt.timedelta(rnd.randrange(DAYS))
            if rnd.random() < .5:
                length = rnd.randrange(6)
                lines.append(f'closed {day}..{day + dt.timedelta(length)}')
                days.update({day + dt.timedelta(i): [] for i in range(length + 1)})
            elif rnd.random() < .5:
                lines.append(f'open {day}')
                days[day] = week[0]
            else:
                days[day] = self.stretches(rnd)
                lines.append(f'open {day} {self.text(days[day])}')
        open(name + '.calendar', 'w').write('\n'.join(lines) + '\n')
        self.hours = {d: days.get(d, week.get(d.weekday(), [])) for d in (first + dt.timedelta(i) for i in range(-2, DAYS))}
        self.start = instant(dt.datetime.combine(first, dt.time()), self.zone)
        self.open = bytearray(DAYS * 86400)
        for day, stretches in self.hours.items():
            midnight = dt.datetime.combine(day, dt.time())
            for a, b in stretches:
                a, b = (instant(midnight + dt.timedelta(minutes=m), self.zone) - self.start for m in (a, b))
                a, b = max(a, 0), min(b, len(self.open))
                if a < b:
                    self.open[a:b] = b'\1' * (b - a)
        self.sums = [0]
        for h in range(0, len(self.open), 3600):
            self.sums.append(self.sums[-1] + self.open.count(1, h, h + 3600))

    @staticmethod
    def stretches(rnd):
        marks = sorted(rnd.sample(range(0, 1440, rnd.choice([1, 15, 30])), 2 * rnd.randrange(1, 4)))
        s = list(zip(marks[::2], marks[1::2]))
        if rnd.random() < .2:       # into the night
            a, b = s[-1]
            s[-1] = (a, 1440 + rnd.randrange(0, min(a, s[0][0]) + 1)) if s[0][0] else (a, 1440)
        return s

    @staticmethod
    def text(s):
        clock = lambda m: '24:00' if m == 1440 else '%02d:%02d' % divmod(m % 1440, 60)
        return ' '.join(f'{clock(a)}-{clock(b)}' for a, b in s)

    def count(self, second):
        hour = second // 3600
        return self.sums[hour] + self.open.count(1, hour * 3600, second)

    def add(self, at, n):
        """The second at which n open ones have passed since `at`; with n = 0 the first open one."""
        goal = self.count(at - self.start) + max(n, 1)
        hour = bisect.bisect_left(self.sums, goal)
        if hour == len(self.sums):
            return None
        second = (hour - 1) * 3600
        left = goal - self.sums[hour - 1]
        while True:         # the left-th open second from here on
            second = self.open.index(1, second)
            left -= 1
            if not left:
                return self.start + second + (n > 0)
            run = self.open.find(0, second)
            run = (run if run >= 0 else len(self.open)) - second
            step = min(run - 1, left)
            second += max(step, 1)
            left -= max(step - 1, 0)

    def add_days(self, at, n):
        day = dt.datetime.fromtimestamp(at, self.zone).date()
        while n:
            day += dt.timedelta(1)
            if day not in self.hours:
                return None
            n -= bool(self.hours[day])
        return instant(dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=self.hours[day][-1][1]), self.zone)


def case(rnd, c):
    """ts as text, the span, and the due date as the reference has it."""
    at = c.start + rnd.randrange(60 * 86400) + 86400
    if rnd.random() < .3:
        at -= at % 1800
    kind = rnd.randrange(6)
    if kind < 3:
        zone = dt.timezone(dt.timedelta(minutes=rnd.choice([480, 0, -300, 330, 60, -210])))
        ts = dt.datetime.fromtimestamp(at, zone)
        text = ts.isoformat()
    elif kind < 5:
        ts, zone = dt.datetime.fromtimestamp(at, UTC).replace(tzinfo=None), c.zone
        at, text = instant(ts, zone), ts.isoformat()
    else:
        ts, zone = dt.datetime.combine(dt.datetime.fromtimestamp(at, UTC).date(), dt.time()), c.zone
        at, text = instant(ts, zone), str(ts.date())
    kind = rnd.randrange(10)
    if kind < 5:
        n = rnd.choice([0, rnd.randrange(60), rnd.randrange(3000)])
        span, due = f'{n}bm', c.add(at, n * 60)
    elif kind < 7:
        n = rnd.randrange(1, 20)
        span, due = f'{n}bd', c.add_days(at, n)
    elif kind < 9:
        n = rnd.randrange(500)
        span, due = f'{n}h', at + n * 3600
    else:
        minute = rnd.randrange(1440)
        span, day = '%02d:%02d' % divmod(minute, 60), dt.datetime.fromtimestamp(at, c.zone).date()
        due = at
        while due <= at:
            due, day = instant(dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute), c.zone), day + dt.timedelta(1)
    return text, span, due and dt.datetime.fromtimestamp(due, zone).isoformat(), at


def main():
    rnd, total, bad = random.Random(20240305), int(sys.argv[1]), 0
    zones = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Africa/Casablanca', 'UTC']
    firsts = [dt.date(2024, 1, 20), dt.date(2024, 9, 1), dt.date(2025, 2, 20), dt.date(2018, 9, 1), dt.date(2045, 1, 10)]
    runs = 20
    for run in range(runs):
        c = Calendar(rnd, f'c{run}', zones[run % len(zones)], firsts[run % len(firsts)])
        cases = []
        while len(cases) < total // runs:
            k = case(rnd, c)
            if k[2]:
                cases.append(k)
        open('in.tsv', 'w').write('ts\tspan\n' + ''.join(f'{ts}\t{span}\n' for ts, span, _, _ in cases))
        open('spans.tsv', 'w').write(''.join(f'{s}\t{s}\n' for s in sorted({k[1] for k in cases})))
        open('x.rules', 'w').write(f'calendar @{c.name}\nall: always -> due=@spans[span]\n')
        out = subprocess.run(['fb-route', '-r', 'x.rules', 'in.tsv'], stdout=subprocess.PIPE, check=True, text=True).stdout.split('\n')[1:-1]
        assert len(out) == len(cases)
        for (ts, span, want, _), line in zip(cases, out):
            got = line.split('\t')[4].replace('Z', '+00:00')
            if got != want:
                bad += 1
                print(f'{c.name} {c.zone}: {ts} {span}: {got}, the reference says {want}')
    print(f'{total} random due dates in {runs} calendars, {bad} unlike the reference')
    return bad != 0


sys.exit(main())
