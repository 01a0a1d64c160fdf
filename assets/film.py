#!/usr/bin/env python3
"""film: a recording of the screen as a moving picture for a page.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 assets/film.py RECORDING.cast > assets/film.svg

RECORDING is what --record wrote:

    sockstep run tcp-conversation --auto=2 --record RECORDING.cast

Each frame that stood still for a while is shown for as long as it can be
read; a browser moves on by itself, without a script, so that the picture may
stand in any page.
"""

import json
import re
import sys
from html import escape

STILL = 0.5        # seconds; what was gone sooner is not shown
SHOWN = 2.2        # seconds for each frame
WIDE, HIGH = 8.4, 17
COLOURS = {30: "#3b4252", 31: "#e06c75", 32: "#98c379", 33: "#e5c07b",
           34: "#61afef", 35: "#c678dd", 36: "#56b6c2", 37: "#d8dee9",
           91: "#ff8f98", 95: "#dd9df0"}


class Screen:
    """What the sequences of a recording leave: cursor places, looks, text."""

    def __init__(self, width, height):
        self.size = width, height
        self.clear()

    def clear(self):
        width, height = self.size
        self.rows = [[(" ", ())] * width for _ in range(height)]
        self.x = self.y = 0
        self.look = ()

    def feed(self, text):
        for found in re.finditer(r"\x1b\[([\d;?]*)([A-Za-z])|([^\x1b])", text):
            numbers, final, char = found.groups()
            if char:
                if self.x < self.size[0]:
                    self.rows[self.y][self.x] = char, self.look
                self.x += 1
            elif final == "H":
                row, column = (numbers or "1;1").split(";")
                self.y, self.x = int(row) - 1, int(column) - 1
            elif final == "m":
                self.look = tuple(sorted(int(n) for n in numbers.split(";")
                                         if n and n != "0"))
            elif final == "J":
                self.clear()

    def spans(self):
        """(row, column, look, text) of each run of one look."""
        for y, row in enumerate(self.rows):
            x = 0
            while x < len(row):
                end = x
                while end < len(row) and row[end][1] == row[x][1]:
                    end += 1
                text = "".join(char for char, _ in row[x:end])
                if text.strip() or 7 in row[x][1]:
                    yield y, x, row[x][1], text
                x = end


def frames(lines):
    head = json.loads(lines[0])
    screen = Screen(head["width"], head["height"])
    events = [json.loads(line) for line in lines[1:]]
    events = [event for event in events if event[1] == "o"]
    times = [event[0] for event in events] + [float("inf")]
    for i, (_, _, text) in enumerate(events):
        screen.feed(text)
        if times[i + 1] - times[i] >= STILL:
            yield list(screen.spans())


def draw_span(y, x, look, text):
    colour = next((COLOURS[n] for n in look if n in COLOURS), "")
    left = text[:len(text) - len(text.lstrip(" "))]
    body = text.strip(" ") if 7 not in look else text
    at = x + (len(left) if 7 not in look else 0)
    out = ""
    if 7 in look:
        out += (f'<rect x="{at * WIDE:.1f}" y="{y * HIGH}" '
                f'width="{len(body) * WIDE:.1f}" height="{HIGH}" '
                f'fill="{colour or COLOURS[37]}"/>')
        colour = "#1e222a"
    style = ' font-weight="bold"' if 1 in look else ""
    style += ' opacity=".6"' if 2 in look else ""
    style += ' text-decoration="underline"' if 4 in look else ""
    return out + (f'<text x="{at * WIDE:.1f}" y="{y * HIGH + 13}" '
                  f'textLength="{len(body) * WIDE:.1f}"'
                  + (f' fill="{colour}"' if colour else "") +
                  f'{style}>{escape(body)}</text>')


def intervals(shown):
    """{(first frame, frame behind the last): spans that stand so long}."""
    found, open_since = {}, {}
    for number, frame in enumerate(shown + [[]]):
        now = set(frame)
        for span in sorted(set(open_since) - now):
            found.setdefault((open_since.pop(span), number), []).append(span)
        for span in now:
            open_since.setdefault(span, number)
    return found


def draw(shown, width, height):
    """Each span is drawn once, in a group that is seen while it stands."""
    count = len(shown)
    styles, groups = [], []
    for number, ((first, end), spans) in enumerate(
            sorted(intervals(shown).items())):
        text = "".join(draw_span(*span) for span in spans)
        if (first, end) == (0, count):
            groups.append(f"<g>{text}</g>")
            continue
        begin, stop = 100 * first / count, 100 * end / count
        steps = "0%{visibility:visible}" if not first else \
            f"0%{{visibility:hidden}}{begin:.2f}%{{visibility:visible}}"
        steps += "" if end == count else f"{stop:.2f}%,to{{visibility:hidden}}"
        styles.append(f"@keyframes f{number}{{{steps}}}"
                      f"#f{number}{{animation-name:f{number}}}")
        groups.append(f'<g id="f{number}" class="f">{text}</g>')
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 '
        f'{width * WIDE + 16:.0f} {height * HIGH + 16}" font-family="'
        'ui-monospace,Menlo,Consolas,monospace" font-size="14" '
        'fill="#d8dee9" xml:space="preserve">',
        "<title>A TCP conversation, call by call</title>",
        "<style>text{white-space:pre}"
        f".f{{visibility:hidden;animation:{count * SHOWN:.1f}s step-end "
        "infinite}",
        *styles, "</style>",
        '<rect x="-8" y="-8" width="100%" height="100%" rx="6" '
        'fill="#1e222a"/>', *groups, "</svg>"]) + "\n"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.read().splitlines()
    head = json.loads(lines[0])
    sys.stdout.write(draw(list(frames(lines)), head["width"],
                          head["height"]))


if __name__ == "__main__":
    main()
