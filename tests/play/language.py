#!/usr/bin/env python3
"""language: what is said, and lessons, in a language that is not English.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/language.py [PROGRAM]

The language is nobody's: each letter of a sentence has an accent or is a Greek
one, and each sentence is a third longer, between marks. So what is left in
English is seen, and so is what was cut. Its catalogue is written here, as
gettext(3) reads it, for a test needs nothing of msgfmt(1) but that.
"""

import glob
import html
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, Terminal, environment,  # noqa: E402
                      expect, main, screens_of_script)

BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = "áβćđéφğħíĵķłмñóπқřšťúνώχýžÁΒĆĐÉΦĞĦÍĴĶŁМÑÓΠҚŘŠŤÚΝΏΧÝŽ"
LETTERS = str.maketrans(PLAIN, OTHER)
FAMILIES = [name for name in sorted(glob.glob(os.path.join(
    TOP, "assets", "*.txt"))) if re.search(
        r"\n%table struct (sentence|(error|option|word)_help) ",
        open(name, encoding="utf-8").read())]
LANGUAGE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "qps"}


def template():
    """(id, text) of every sentence, as `make pot` gives them."""
    made = subprocess.run(
        ["awk", "-f", os.path.join(TOP, "assets", "pot.awk"), *FAMILIES],
        text=True, capture_output=True, check=True).stdout
    found = re.findall(r'^msgctxt "(.*)"\nmsgid "(.*)"\nmsgstr ""$', made,
                       re.M)
    expect(len(found) == made.count("\n#: "), f"{len(found)} of {made}")
    return [(name, re.sub(r"\\(.)", r"\1", text)) for name, text in found]


def pseudo(text):
    """The sentence in nobody's language; slots stay, their words do not."""
    parts = re.split(r"(\{[^}]*\})", text)
    for i, part in enumerate(parts):
        name, bar, words = part.partition("|")
        parts[i] = (name + bar + words.translate(LETTERS) if i % 2
                    else part.translate(LETTERS))
    longer = "ý " * (len(text) // 6)
    return f"«{''.join(parts)} {longer}»"


def catalogue(messages, path):
    """A file of gettext: a header, then originals and translations, each
    with its length and place, sorted by the original."""
    entries = sorted((key.encode(), value.encode())
                     for key, value in messages.items())
    count = len(entries)
    begin = 28
    place = begin + 16 * count
    tables, data = [b"", b""], b""
    for which in (0, 1):
        for entry in entries:
            tables[which] += struct.pack("<II", len(entry[which]),
                                         place + len(data))
            data += entry[which] + b"\0"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(struct.pack("<7I", 0x950412DE, 0, count, begin,
                               begin + 8 * count, 0, 0))
        file.write(tables[0] + tables[1] + data)


# A line of a finding, in English or not: its sentence.
FINDING = re.compile(r"(?m)^«?(?:finding|φíñđíñğ), [^:]+: "
                     r"(.*?)(?: \((?:lesson|łéššóñ) .*\)(?: [ý ]*»)?)?$")
HEADER = ("Content-Type: text/plain; charset=UTF-8\n"
          "Plural-Forms: nplurals=2; plural=(n != 1);\n")


class Copy:
    """The program where it has a catalogue beside it."""

    def __init__(self, translate=pseudo, only=None):
        self.folder = tempfile.TemporaryDirectory()
        self.program = os.path.join(self.folder.name, "bin", "sockstep")
        os.makedirs(os.path.dirname(self.program))
        shutil.copy(PROGRAM, self.program)
        messages = {"": HEADER, "plural\x040\x001": "0\x001"}
        for name, text in template():
            if only and name != only:
                continue
            messages[f"{name}\x04{text}"] = translate(text)
        catalogue(messages, os.path.join(
            self.folder.name, "bin", "locale", "qps", "LC_MESSAGES",
            "sockstep.mo"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def findings(self, *words, **changes):
        """What is told of a run's mistakes, without who and the lesson."""
        told = subprocess.run(
            [self.program, "trace", "--plain", "--auto", *words], text=True,
            capture_output=True, check=False, timeout=400,
            stdin=subprocess.DEVNULL,
            env=environment(**{**LANGUAGE, **changes}))
        found = re.findall(FINDING, told.stdout)
        expect(found, f"{told}")
        return found


def program(name):
    return os.path.join(BUILD, "programs", name)


SIGPIPE = program("sigpipe")
ENGLISH = "SIGPIPE killed sigpipe in write() in line "


def nothing_english_is_left_in_findings():
    """But what fills the slots: names of calls, programs and files."""
    with Copy() as copy:
        for text in copy.findings(SIGPIPE):
            expect(re.fullmatch("«.*»", text), text)
            left = set(re.findall("[A-Za-z]+", text))
            expect(left <= {"sigpipe", "write", "c"}, f"{left} in {text}")


def faults_of(copy, path, **changes):
    """What is told of a faulty lesson: (line, sentence) of each fault."""
    told = subprocess.run(
        [copy.program, "lint", "--form", path], text=True,
        capture_output=True, check=False, timeout=400,
        env=environment(**{**LANGUAGE, **changes}))
    found = re.findall(r"(?m)^(?:.*/)?%s:(\d+): (.*)$"
                       % re.escape(os.path.basename(path)), told.stderr +
                       told.stdout)
    expect(found, f"{told}")
    return found


# What libyaml says of a text that is no YAML is English in every language.
OF_A_PARSER = re.compile(r"mapping values are not |did not find expected "
                         "|found unexpected ")
GOLDEN = os.path.join(TOP, "tests", "golden", "lesson")


def words_of(text):
    return set(re.findall("[a-z_]+", text.lower()))


def nothing_english_is_left_in_faults():
    """Of lessons with every fault: but what the lesson says itself, and words
    of the notation, which are the same in all languages."""
    notation = words_of("get ready, reach the server, take the call, ask, "
                        "answer, hang up, look around")
    for name in ("README.md", os.path.join("exercises", "README.md")):
        with open(os.path.join(TOP, "lessons", name),
                  encoding="utf-8") as file:
            quoted = " ".join(re.findall("`[^`\n]+`", file.read()))
        notation |= words_of(quoted)
    with Copy() as copy:
        seen = 0
        for name in sorted(os.listdir(GOLDEN)):
            if not re.fullmatch(r"faults-.*\.md", name):
                continue
            path = os.path.join(GOLDEN, name)
            with open(path, encoding="utf-8") as file:
                own = words_of(file.read())
            english = faults_of(copy, path, LANGUAGE="en")
            for (line, text), before in zip(faults_of(copy, path), english,
                                            strict=True):
                if OF_A_PARSER.search(before[1]):
                    continue
                expect(line == before[0] and re.fullmatch("«.*»", text),
                       f"{name}:{line}: {text}")
                # Names of arguments stand in a signature or in quotes, those of
                # constants in capitals.
                said = re.sub(r"`[^`]*`|\w+\([^()]*\)|\b[A-Z][A-Z0-9_]{2,}\b",
                              "", text)
                left = words_of(said) - own - notation
                expect(not left, f"{name}:{line}: {left} in {text}")
                seen += 1
        expect(seen > 100, seen)


def nothing_english_is_left_in_faults_of_settings():
    with Copy() as copy, tempfile.TemporaryDirectory() as home:
        folder = os.path.join(home, "sockstep")
        os.mkdir(folder)
        for text, left in (("them: dark\n", {"them", "theme"}),
                           ("theme: [dark]\n", {"theme"}),
                           ("theme: dark\ntheme: dark\n", {"theme"}),
                           ("theme:\n", {"theme"}),
                           ("theme: \"\\0\"\n", {"theme", "NUL"}),
                           ("keys: 1\n", {"keys"}),
                           ("keys:\n  next: []\n", {"next"}),
                           ("keys:\n  next: [a, a]\n", {"next"}),
                           ("keys:\n  next: [a, c, d, v, w]\n", {"next"}),
                           ("theme: dark\n---\na: b\n", set())):
            with open(os.path.join(folder, "config.yaml"), "w",
                      encoding="utf-8") as file:
                file.write(text)
            told = subprocess.run(
                [copy.program, "config"], text=True, capture_output=True,
                check=False, timeout=400,
                env=environment(XDG_CONFIG_HOME=home, **LANGUAGE))
            found = re.findall(r"config\.yaml:\d+: (.*)",
                               told.stdout + told.stderr)
            expect(found and re.fullmatch("«.*»", found[0]), f"{text}{told}")
            words = set(re.findall("[A-Za-z]+", found[0]))
            expect(words <= left, f"{words - left} in {told}")


def nothing_english_is_left_in_faults_of_options():
    """But the words of the line, names of options and what they may be."""
    with Copy() as copy:
        for line, also in (
                ("list --nothing", ""), ("list --json=yes", ""),
                ("list --plain", ""), ("--to 3", ""), ("list --jsn", "json"),
                ("run --to", ""), ("run --to nowhere", ""),
                ("run --to=", ""), ("run --lang rust", "c or python"),
                ("run --lang c --lang python", ""), ("run --auto=x", ""),
                ("run --plain --record x", ""), ("progress --reset --json",
                                                 ""),
                ("run --log x --pcap x", ""), ("trace --pid x", ""),
                ("trace --pid 1 --when connect", ""),
                ("trace --pid 1 --share /tmp", ""),
                ("trace --share x true", ""), ("trace --end-with TERM true",
                                               "auto"),
                ("trace --wait-for-ever true", "auto"),
                ("export x --answers", "worksheet"),
                ("run 06-listen-x", ""), ("run lisden", "listen"),
                ("run exercise-none-at-all", "list"), ("run b", None),
                ("start listen", "run"), ("listen", "run"), ("rum", "run"),
                ("wxyzwxyz", ""), ("shell --host x", "name address"),
                ("run listen --to 99", ""), ("present listen", ""),
                ("trace --end-with nobody true --auto", "name"),
                ("trace --when connect true", ""),
                ("grade x y --jobs z", ""), ("grade x y --shard z", "i n"),
                ("grade x y --timeout z", ""), ("grade x y --seed z", "")):
            told = subprocess.run(
                [copy.program, *line.split()], text=True, capture_output=True,
                check=False, timeout=400, stdin=subprocess.DEVNULL,
                env=environment(**LANGUAGE))
            found = re.match("sockstep: .*(«.*»)", told.stderr)
            expect(told.returncode == 2 and found, f"{line}: {told}")
            if also is None:  # what can be meant: any lessons
                continue
            left = words_of(found[1]) - words_of(line) - words_of(also)
            expect(not left - {"help"}, f"{line}: {left} in {told.stderr}")


def who_reads_english_gets_english():
    with Copy() as copy:
        for changes in ({"LANGUAGE": "en:qps"}, {"LC_ALL": "C"},
                        {"LANGUAGE": "tlh"}, {"LANGUAGE": "../qps"},
                        {"LANGUAGE": None}):
            found = copy.findings(SIGPIPE, **changes)
            expect(found[0].startswith(ENGLISH), f"{changes}: {found}")
        found = copy.findings(SIGPIPE, LANGUAGE="tlh:qps_XX")
        expect(found[0].startswith("«"), f"{found}")


def a_faulty_translation_is_not_used():
    """Nor does anything in it reach what prints."""
    for faulty in ("{other}", "%s%n {actor", "{actor|a|b}"):
        with Copy(lambda text, faulty=faulty: faulty, "sigpipe") as copy:
            found = copy.findings(SIGPIPE)
            expect(found[0].startswith(ENGLISH), f"{faulty}: {found}")
    with Copy(lambda text: "%s%n%100$s", "sigpipe") as copy:
        found = copy.findings(SIGPIPE)
        expect(found == ["%s%n%100$s"], f"{found}")


def longer_sentences_are_shown_whole():
    """On a small screen, whose lines break them, and nothing else is there
    that could be English, but the name of the lesson."""
    with Copy() as copy:
        told, = copy.findings(SIGPIPE)
        with Terminal([copy.program, "trace", SIGPIPE], 80, 24,
                      **LANGUAGE) as term:
            term.until_row("sigpipe")
            term.send("G")
            term.until("ŠÍĞΠÍΠÉ")
            term.send("f")
            term.until_row(f"┌ «{'findings'.translate(LETTERS)} ")
            whole = "".join(told.split())

            def is_whole():
                rows = [row.strip("│ ")
                        for row in term.screen.text().split("\n")
                        if row.startswith("│")]
                shown = "".join("".join(rows).split())
                left = set(re.findall("[A-Za-z]+", shown))
                return (whole in shown and
                        left <= {"sigpipe", "write", "c", "rst"})

            # A frame is drawn row by row: what was there may still stand.
            term.until(is_whole, f"{told}, and nothing in English")


# What still stands on the screen in English: words of these files, for the
# reason given. Who makes records of them takes the line away.
UNDONE = {
    "src/show/view/in_python.c": "words of lessons that are for C",
}
# Words of the kernel and of its tools, and heads of columns, which are the
# same everywhere: packets, strace, ss, and names of what is made here.
STAYS = set("""ack addr earlier fd host in kernel len live ms name output pid
    seq sin space ss strace type udp us who wire win icmp unfinished
    reset resumed nl tcp nonblocking recvfrom bytes nogroup""".split())
# A word, and no name: not of a file, a function, an option or a flag.
LOOSE = re.compile(r"(?<![\w'./_<-])[a-z]{2,}(?![\w(/_=.-]*[\w(_=/…])")


def words_of_file(path):
    """All of a text; of C those in strings."""
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".c"):
        text = " ".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', text))
    return words_of(text)


def may_stay():
    errors = (os.strerror(number) for number in range(1, 134))
    return STAYS | words_of(" ".join(errors)) | set().union(
        *map(words_of_file, UNDONE))


def script(folder):
    return "".join(
        f"live\nscreen {folder}/{i:03}a\nanswer a\n"
        f"screen {folder}/{i:03}b\nanswer ?\ndo\nnext\n"
        for i in range(BEATS)) + "quit\n"


def screens_of(copy, path, width, height):
    """Each different screen of the lesson that is played with answer a."""
    return screens_of_script(
        [copy.program, "run", path, "--allow-commands"], script, width, height,
        timeout=120, SOCKSTEP_LESSONS=os.path.join(TOP, "lessons"), **LANGUAGE)


BEATS = 60  # more than these lessons have
LESSONS = ("bind", "listen", "accept", "tcp-conversation", "partial-recv",
           "eof", "time-wait", "rst", "udp", "udp-lost", "unix-domain", "fork",
           "nonblocking", "poll")


def left_in(text, own):
    """(word, row) of each word that is neither `own` nor may stay; names of
    lessons may."""
    names = re.compile(r'"[^"]*"|\(%s [a-z-]+\)' % "lesson".translate(LETTERS))
    return [(word, row.strip()) for row in text.split("\n")
            for word in LOOSE.findall(names.sub('""', row))
            if word not in own]


def cut_in(text):
    """Rows in which a word of a sentence is cut; a call may be, and what is to
    be called, and a heading, for they have one row each."""
    one_row = "next, step".translate(LETTERS)
    asleep = "blocked".translate(LETTERS)
    return [row.strip() for row in text.split("\n")
            if re.search(f"[{OTHER}]…", row) and "(" not in row and
            "▷" not in row and one_row not in row and asleep not in row]


def nothing_english_is_left_on_screens():
    """Of fourteen lessons, in two sizes: but what the lesson says itself."""
    faults, count, allowed = [], 0, may_stay()
    with Copy() as copy:
        for lesson in LESSONS:
            path, = glob.glob(os.path.join(TOP, "lessons",
                                           f"[0-9][0-9]-{lesson}.md"))
            own = allowed | words_of_file(path)
            for size in ((140, 45), (80, 24)):
                shown = screens_of(copy, path, *size)
                expect(len(shown) > 5, f"{lesson}: {shown}")
                for text in shown:
                    count += 1
                    faults += left_in(text, own) + cut_in(text)
    expect(count > 200 and not faults,
           f"{count}: {len(faults)} " + "\n".join(map(str, faults[:30])))


CASES = ("address-ignored.c", "asks-at-once.c", "bind-left-out.c",
         "cut-in-c.c", "end-of-a-pair.c", "first-write.py", "in-progress.c",
         "length-in-wrong-order.c", "nfds-too-small.c", "port-by-sending.py",
         "read-in-part.c", "refused-ten-times.py", "several-at-once.c",
         "short-address.c", "sizeof-of-a-buffer.c", "waits-for-all.py")


def built(case, room):
    """The command of a case; of C its program, which is made in `room`."""
    if case.endswith(".py"):
        return [sys.executable, case]
    made = os.path.join(room, os.path.basename(case)[:-2])
    subprocess.run(["cc", "-g", "-w", "-pthread", "-o", made, case],
                   check=True)
    return [made]


def nothing_english_is_left_in_cases():
    """Of sixteen programs of tests/cases, line by line: what is said has its
    marks, both of them, and what is not said is no English."""
    faults, count, allowed = [], 0, may_stay()
    with Copy() as copy, tempfile.TemporaryDirectory() as room:
        for name in CASES:
            case = os.path.join(TOP, "tests", "cases", name)
            told = subprocess.run(
                [copy.program, "trace", "--plain", "--auto",
                 *built(case, room)], text=True, errors="replace",
                capture_output=True, check=False, timeout=120,
                stdin=subprocess.DEVNULL, env=environment(**LANGUAGE))
            count += told.stdout.count("«")
            expect(told.stdout.count("«") == told.stdout.count("»"), f"{told}")
            own = allowed | words_of(name) | words_of_file(case)
            faults += left_in(told.stdout, own)
    expect(count > 200 and not faults,
           f"{count}: {len(faults)} " + "\n".join(map(str, faults[:30])))


PAGES = (("--html", "page.html"), ("--md", "page.md"),
         ("--worksheet", "sheet.html"), ("--answers --worksheet", "sheet.md"))
# Tags without what a reader hears of them, the style sheet, and calls.
UNREAD = re.compile(r"(?s)<style.*?</style>|<script.*?</script>|<code.*?</code>|"
                    r"```.*?```|`[^`]*`|<(?:(?! aria-label=)[^>])*>|"
                    r'<[^>]* aria-label="|"[^"<>]*>')


def nothing_english_is_left_in_pages():
    """Whole pages, transcripts, worksheets and their answers: but what the
    lessons say themselves."""
    faults, allowed = [], may_stay()
    with Copy() as copy, tempfile.TemporaryDirectory() as room:
        for lesson in ("listen", "udp", "eof"):
            path, = glob.glob(os.path.join(TOP, "lessons",
                                           f"[0-9][0-9]-{lesson}.md"))
            own = allowed | words_of_file(path)
            for options, name in PAGES:
                file = os.path.join(room, name)
                told = subprocess.run(
                    [copy.program, "export", lesson, *options.split(), file],
                    text=True, capture_output=True, check=False, timeout=400,
                    env=environment(SOCKSTEP_LESSONS=os.path.join(
                        TOP, "lessons"), **LANGUAGE))
                expect(told.returncode == 0, f"{told}")
                with open(file, encoding="utf-8") as page:
                    text = html.unescape(UNREAD.sub("\n", page.read()))
                expect(text.count("«") > 5, f"{lesson} {options}: {text}")
                faults += left_in(text, own)
    expect(not faults, "\n".join(map(str, faults[:30])))


HELP = (("help", ""), ("help trace", ""), ("shell -", "help commands\n"),
        ("shell -", "help line\n"), ("shell -", "help programs\n"),
        ("shell -", "help calls\n"), ("shell -", "man recv\n"),
        ("shell -", "explain ECONNREFUSED\n"), ("shell -", "help step\n"),
        ("shell -", "help keys\n"))
# Names of calls, commands and arguments, and what stands in the manual's place.
TYPED = re.compile(r"^  \S.*?(?=  |$)|\bman [23] \w+|[\w-]+\(.*?\)|"
                   r"\btrace PROGRAM\b|\b[A-Z_]+\b| rst\.")


def nothing_english_is_left_in_help():
    """But what is typed, and words of the manual and the kernel's errors."""
    errors = may_stay()
    with Copy() as copy:
        for line, typed in HELP:
            for language in ("qps", "en"):
                told = subprocess.run(
                    [copy.program, *line.split()], input=typed, text=True,
                    capture_output=True, check=False, timeout=120,
                    env=environment(**{**LANGUAGE, "LANGUAGE": language}))
                expect(told.returncode == 0, f"{told}")
                text = "\n".join(TYPED.sub("", row)
                                 for row in told.stdout.split("\n"))
                left = left_in(text, errors)
                expect(bool(left) == (language == "en"),
                       f"{line} {typed}: {left}")


def what_is_left_is_found():
    own = may_stay()
    row = "│ kernel ss -tan 3 ms «ýé» xylophones knock │"
    expect(left_in(row, own) == [("xylophones", row), ("knock", row)], "left")
    expect(cut_in("│ «ťħé řóώ… │\n│ ýé… f(x) │") == ["│ «ťħé řóώ… │"], "cut")


def a_lesson_is_read_in_the_language_that_has_it():
    with tempfile.TemporaryDirectory() as folder:
        lessons = os.path.join(folder, "lessons")
        shutil.copytree(os.path.join(TOP, "lessons"), lessons)
        for name in ("06-listen.md", "exercises"):
            expect(os.path.exists(os.path.join(lessons, name)), name)
        exercise = sorted(name for name in os.listdir(
            os.path.join(lessons, "exercises")) if name[0].isdigit())[0]
        for name in ("06-listen.md", os.path.join("exercises", exercise)):
            path = os.path.join(lessons, "qps", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(os.path.join(lessons, name), encoding="utf-8") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(re.sub(
                    "(?m)^title: (.*)$",
                    lambda found: "title: " + pseudo(found[1][:20]), text,
                    count=1))
        for command in ("list", "exercises"):
            for language, count in (("qps", 1), ("en:qps", 0)):
                told = subprocess.run(
                    [PROGRAM, command], text=True, capture_output=True,
                    check=False, timeout=400,
                    env=environment(LC_ALL="C.UTF-8", LANGUAGE=language,
                                    SOCKSTEP_LESSONS=lessons))
                expect(told.returncode == 0 and
                       told.stdout.count("«") == count, f"{told}")
        played = subprocess.run(
            [PROGRAM, "lint", os.path.join(lessons, "qps", "06-listen.md")],
            text=True, capture_output=True, check=False, timeout=400,
            env=environment(**LANGUAGE))
        expect(played.returncode in (0, 3), f"{played}")


if __name__ == "__main__":
    main([nothing_english_is_left_in_findings,
          nothing_english_is_left_in_faults,
          nothing_english_is_left_in_faults_of_settings,
          nothing_english_is_left_in_faults_of_options,
          who_reads_english_gets_english,
          a_faulty_translation_is_not_used,
          longer_sentences_are_shown_whole,
          nothing_english_is_left_in_help,
          what_is_left_is_found,
          nothing_english_is_left_on_screens,
          nothing_english_is_left_in_cases,
          nothing_english_is_left_in_pages,
          a_lesson_is_read_in_the_language_that_has_it])
