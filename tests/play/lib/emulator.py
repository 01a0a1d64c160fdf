"""emulator: the part of a terminal that curses uses, as rows of characters.

SPDX-License-Identifier: GPL-3.0-or-later

It understands what the terminfo entries vt100, linux, xterm and tmux make
ncurses send, and fails loudly for anything else, so that a test never looks
at a screen that a real terminal would show differently.
"""

import codecs


class Emulator:
    def __init__(self, width, height):
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.pending = ""
        self.colours = set()
        self.resize(width, height)

    def resize(self, width, height):
        self.width, self.height = width, height
        self.top, self.bottom = 0, height
        self.x = self.y = 0
        self.wrap = False
        self.saved = (0, 0)
        self.rows = [[" "] * width for _ in range(height)]

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.rows)

    def rows_text(self, index):
        return "".join(self.rows[index])

    def feed(self, data):
        self.pending += self.decoder.decode(data)
        while self.pending:
            used = self.step(self.pending)
            if not used:
                return
            self.pending = self.pending[used:]

    def step(self, text):
        """Takes one character or sequence; 0 when it is not whole yet."""
        if text[0] != "\x1b":
            self.control_or_print(text[0])
            return 1
        if len(text) < 2:
            return 0
        if text[1] == "[":
            return self.csi(text)
        if text[1] in "()*+":
            return 3 if len(text) > 2 else 0
        if text[1] == "]":
            end = text.find("\x07")
            return end + 1 if end >= 0 else 0
        self.escape(text[1])
        return 2

    def csi(self, text):
        for i in range(2, len(text)):
            if "@" <= text[i] <= "~":
                self.sequence(text[2:i], text[i])
                return i + 1
        return 0

    def escape(self, c):
        if c == "7":
            self.saved = (self.x, self.y)
        elif c == "8":
            self.x, self.y = self.saved
        elif c == "M":
            if self.y == self.top:
                self.scroll(-1)
            else:
                self.y -= 1
        elif c == "D":
            self.line_feed()
        elif c == "c":
            self.resize(self.width, self.height)
        elif c not in "=>\\HgE":
            raise ValueError(f"unknown sequence ESC {c!r}")

    def control_or_print(self, c):
        if c == "\n":
            self.line_feed()
        elif c == "\r":
            self.x, self.wrap = 0, False
        elif c == "\b":
            self.x, self.wrap = max(0, self.x - 1), False
        elif c == "\t":
            self.x = min(self.width - 1, self.x // 8 * 8 + 8)
        elif c >= " " and c != "\x7f":
            self.put(c)

    def put(self, c):
        if self.wrap:
            self.x, self.wrap = 0, False
            self.line_feed()
        self.rows[self.y][self.x] = c
        self.last = c
        if self.x == self.width - 1:
            self.wrap = True
        else:
            self.x += 1

    def line_feed(self):
        if self.y == self.bottom - 1:
            self.scroll(1)
        elif self.y < self.height - 1:
            self.y += 1

    def scroll(self, lines):
        for _ in range(abs(lines)):
            blank = [" "] * self.width
            if lines > 0:
                del self.rows[self.top]
                self.rows.insert(self.bottom - 1, blank)
            else:
                del self.rows[self.bottom - 1]
                self.rows.insert(self.top, blank)

    def sequence(self, arguments, final):
        if final == "m":
            self.colours.update(
                a for a in arguments.split(";")
                if a.isdigit() and (30 <= int(a) <= 49 or 90 <= int(a)))
            return
        if arguments[:1] in ("?", ">"):
            if "1049" in arguments or "47" in arguments:
                self.erase(0, self.width * self.height)
            return
        numbers = [int(a) if a else 0 for a in arguments.split(";")]
        n = max(1, numbers[0])
        self.wrap = False
        self.move(final, n, numbers) or self.edit(final, n, numbers)

    def move(self, final, n, numbers):
        if final in "Hf":
            self.y = n - 1
            self.x = max(1, numbers[1]) - 1 if len(numbers) > 1 else 0
        elif final == "A":
            self.y -= n
        elif final in "Be":
            self.y += n
        elif final in "Ca":
            self.x += n
        elif final == "D":
            self.x -= n
        elif final in "G`":
            self.x = n - 1
        elif final == "d":
            self.y = n - 1
        else:
            return False
        self.x = min(max(self.x, 0), self.width - 1)
        self.y = min(max(self.y, 0), self.height - 1)
        return True

    def edit(self, final, n, numbers):
        row, at = self.rows[self.y], self.y * self.width + self.x
        end = self.width * self.height
        if final == "J":
            self.erase(*[(at, end), (0, at + 1), (0, end)][numbers[0]])
        elif final == "K":
            start = self.y * self.width
            self.erase(*[(at, start + self.width), (start, at + 1),
                         (start, start + self.width)][numbers[0]])
        elif final == "X":
            self.erase(at, at + n)
        elif final == "P":
            row[self.x:] = (row[self.x + n:] + [" "] * self.width)[
                :self.width - self.x]
        elif final == "@":
            row[self.x:] = ([" "] * n + row[self.x:])[:self.width - self.x]
        elif final in "LM":
            old, self.top = self.top, self.y
            self.scroll(-n if final == "L" else n)
            self.top = old
        elif final in "ST":
            self.scroll(n if final == "S" else -n)
        elif final == "b":
            for _ in range(n):
                self.put(self.last)
        elif final == "r":
            # Those of a size that was are those of the whole screen.
            last = numbers[1] if len(numbers) > 1 else self.height
            is_old = last > self.height or n >= last
            self.top, self.bottom = (0, self.height) if is_old else (n - 1, last)
            self.x = self.y = 0
        elif final not in "hltcn":
            raise ValueError(f"unknown sequence CSI {numbers} {final}")

    def erase(self, start, end):
        for at in range(start, min(end, self.width * self.height)):
            self.rows[at // self.width][at % self.width] = " "
