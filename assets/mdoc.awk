# mdoc.awk: the Markdown of lessons/README.md as a page of the manual.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run as: awk -f assets/mdoc.awk lessons/README.md > sockstep-lesson.5
# What that page has is what is known here: headings, paragraphs with one
# sentence on each line, lists, tables, fenced blocks, `code`, **bold** and
# *emphasis*, links.

# Roff takes a backslash for its own.
function escaped(text) {
	gsub(/\\\|/, "|", text)
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	return text
}

# A line that begins with a full stop or an apostrophe is no text.
function guarded(text) {
	return text ~ /^[.']/ ? "\\&" text : text
}

# Replaces each pair of `mark` by a font and its end.
function fonts(text, mark, font,    out, at, end) {
	out = ""
	while ((at = index(text, mark)) > 0) {
		end = index(substr(text, at + length(mark)), mark)
		if (!end)
			break
		out = out substr(text, 1, at - 1) font \
			substr(text, at + length(mark), end - 1) "\\fR"
		text = substr(text, at + length(mark) + end - 1 + length(mark))
	}
	return out text
}

# What stands between backquotes is left alone by the other marks.
function inline(text,    parts, count, i, out) {
	count = split(escaped(text), parts, "`")
	for (i = 1; i <= count; i++) {
		if (i % 2 == 0 && i < count) {
			out = out "\\fB" parts[i] "\\fR"
			continue
		}
		while (match(parts[i], /\[[^]]*\]\([^)]*\)/))
			parts[i] = substr(parts[i], 1, RSTART - 1) \
				substr(parts[i], RSTART + 1, \
				index(substr(parts[i], RSTART), "]") - 2) \
				substr(parts[i], RSTART + RLENGTH)
		out = out fonts(fonts(parts[i], "**", "\\fB"), "*", "\\fI")
	}
	return guarded(out)
}

function close_list() {
	if (list)
		print ".El"
	list = ""
}

function open_list(kind) {
	if (list == kind)
		return
	close_list()
	print kind
	list = kind
}

# The first cell is what is told of; the heads of further columns name what
# they say where there are several.
function row(line,    cells, count, i) {
	gsub(/\\\|/, "\001", line)
	count = split(line, cells, "|")
	for (i = 2; i < count; i++) {
		gsub(/^ +| +$/, "", cells[i])
		gsub(/\001/, "|", cells[i])
	}
	if (!in_table) {
		for (i = 2; i < count; i++)
			heads[i] = cells[i]
		in_table = 1
		return
	}
	if (cells[2] ~ /^-+$/)
		return
	open_list(".Bl -tag -width Ds")
	print ".It " inline(cells[2])
	for (i = 3; i < count; i++)
		print (count > 4 ? heads[i] ": " : "") inline(cells[i]) \
			(i + 1 < count ? ";" : "")
}

function paragraph() {
	if (waits && !list)
		print ".Pp"
	waits = 0
}

BEGIN {
	print ".\\\" Made from lessons/README.md by assets/mdoc.awk."
	print ".\\\" SPDX-License-Identifier: GPL-3.0-or-later"
	print ".Dd November 29, 2026\n.Dt SOCKSTEP-LESSON 5\n.Os\n.Sh NAME"
	print ".Nm sockstep-lesson\n.Nd the format of lessons of sockstep"
	print ".Sh DESCRIPTION"
}
fence && $0 ~ ("^" fence "$") { print ".Ed"; fence = ""; waits = 1; next }
fence { print guarded(escaped($0)); next }
/^(~~~|```)/ {
	is_fresh = 0
	close_list()
	fence = substr($0, 1, 3)
	print ".Bd -literal -offset indent"
	waits = 0
	next
}
/^\|/ { is_fresh = 0; row($0); next }
in_table { in_table = 0; close_list(); waits = 1 }
/^# / { next }
/^## / {
	close_list()
	print ".Sh " toupper(escaped(substr($0, 4)))
	is_fresh = 1
	waits = 0
	next
}
/^$/ { waits = !is_fresh && NR > 2; close_list(); next }
{ is_fresh = 0 }
/^- / {
	waits = 0
	open_list(".Bl -bullet -compact")
	print ".It"
	print inline(substr($0, 3))
	next
}
{
	sub(/^ +/, "")
	paragraph()
	print inline($0)
}
END {
	close_list()
	print ".Sh SEE ALSO\n.Xr sockstep 1 ,\n.Xr sockstep-log 5"
}
