# coverage: prints what each lesson is there for, and fails when a lesson or a
# misconception is neither there nor on the list of what is missing, or is on
# that list and there.
# SPDX-License-Identifier: GPL-3.0-or-later
# Run as: awk -f coverage.awk coverage lessons/NN-*.md

function fault(text)
{
	print "coverage: " text
	failed = 1
}

# Whether `name`, a lesson's number or a misconception, may be missing.
function check(name, there, what)
{
	if (!there && !(name in missing))
		fault(what " " name " is not there, and not on the list of " \
		      "what is missing")
	if (there && (name in missing))
		fault(what " " name " is there: take it off the list of " \
		      "what is missing")
}

FILENAME == ARGV[1] && (/^#/ || !NF) { next }
FILENAME == ARGV[1] {
	split($0, half, ": ")
	count = split(half[2], words, " ")
	if (half[1] == "missing") {
		for (i = 1; i <= count; i++)
			missing[words[i]]
	} else if (half[1] == "misconceptions") {
		misconceptions = half[2]
	} else {
		topics[++topic_count] = half[1]
		lessons_of[topic_count] = half[2]
	}
	next
}

FNR == 1 {
	number = FILENAME
	sub(/.*\//, "", number)
	number = substr(number, 1, 2)
	there[number] = 1
}
/^- \[ \] .*\(M[0-9][0-9]\)$/ {
	name = substr($NF, 2, 3)
	there[name] = 1
	if (index(shown[name], " " number) == 0)
		shown[name] = shown[name] " " number
}

END {
	for (t = 1; t <= topic_count; t++) {
		count = split(lessons_of[t], words, " ")
		line = ""
		for (i = 1; i <= count; i++) {
			named[words[i]] = 1
			line = line " " words[i] (words[i] in there ? "" : "?")
		}
		printf "%-52s%s\n", topics[t], line
	}
	for (name in named)
		check(name, name in there, "lesson")
	for (i = 1; i <= misconceptions; i++) {
		name = sprintf("M%02d", i)
		check(name, name in there, "misconception")
		printf "%-52s%s\n", name, shown[name]
	}
	exit failed
}
