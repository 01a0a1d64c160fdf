# sentences: fails when code says a sentence that has no record, fills other
# slots than the record has, or when nobody says a record.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#     awk -f sentences.awk assets/FAMILY.txt ... src/.../FILE.c ...
#
# A call is SENTENCE(out, "id", slots...), FAULT(faults, line, "id", slots...),
# FAILURE(err, "id", slots...), FAILURE_NULL and FAILURE_IN with the same,
# MISSING(missing, "id", slots...), SENTENCE_NEW("id", slots...) or
# FAIL(reading, node, name, "id", slots...): its
# id is a string, or a choice of several that have the same slots. A slot is
# SLOT_TEXT("name", ...), SLOT_STR, SLOT_PART or SLOT_NUMBER with one, or the
# name of a `struct slot` that was made so in the same file above, or is a
# parameter and has that slot's name. SENTENCE_ID("id") names a record without
# slots in a table.
#
# In the folders of `finished` no sentence stands in the code: what err_set() and
# its like are given has signs and conversions only, and no slot gets words.

BEGIN {
	finished = "^src/(lab|session)/"
}

function fault(line, text)
{
	print FILENAME ":" line ": " text
	bad = 1
}

# --- records -----------------------------------------------------------------

# Which slots a text has, and which of them are numbers.
function read_text(    rest, slot, cut)
{
	rest = text
	gsub(/\{\{/, "", rest)
	while (match(rest, /\{[^}]*\}/)) {
		slot = substr(rest, RSTART + 1, RLENGTH - 2)
		rest = substr(rest, RSTART + RLENGTH)
		cut = index(slot, "|")
		if (cut)
			numbers[id, substr(slot, 1, cut - 1)] = 1
		slot = cut ? substr(slot, 1, cut - 1) : slot
		if (!((id, slot) in has))
			slots[id] = slots[id] " " slot
		has[id, slot] = 1
	}
}

function end_record()
{
	if (id == "")
		return
	if (id in file)
		fault(FNR, id " is in " file[id] " too")
	file[id] = last
	read_text()
	id = text = ""
}

FNR == 1 {
	end_record()
	last = FILENAME
	split("", named)
	call = literal = ""
}
FILENAME ~ /\.txt$/ {
	if (/^id:/)
		id = $2
	else if (/^text:/)
		text = substr($0, 7)
	else if (/^[ \t]*$/)
		end_record()
	else if (/^[ \t]/ && text != "")
		text = text " " $0
	next
}

# --- calls -------------------------------------------------------------------

function slot_at(text,    quoted)
{
	split(text, quoted, "\"")
	return quoted[2]
}

# The slots that a call fills: " name name".
function given(text,    rest, found, name)
{
	rest = text
	found = " "
	while (match(rest, /SLOT_(TEXT|STR|PART|NUMBER)\("[^"]*"/)) {
		name = slot_at(substr(rest, RSTART, RLENGTH))
		found = found name " "
		is_number[name] = substr(rest, RSTART + 5, 6) == "NUMBER"
		rest = substr(rest, RSTART + RLENGTH)
	}
	gsub(/SLOT_(TEXT|STR|PART|NUMBER)\([^;]*/, "", text)
	return found
}

function check(id, filled, line,    i, count, wanted, left)
{
	if (!(id in file)) {
		fault(line, "no record is called " id)
		return
	}
	said[id] = 1
	left = filled
	count = split(slots[id], wanted, " ")
	for (i = 1; i <= count; i++) {
		if (!sub(" " wanted[i] " ", " ", left))
			fault(line, id ": nothing fills {" wanted[i] "}")
		else if ((id, wanted[i]) in numbers && is_number[wanted[i]] == 0)
			fault(line, id ": {" wanted[i] "} is to be a number")
	}
	if (left !~ /^ *$/)
		fault(line, id ": the record has no slot" left)
}

# The strings of `text`, without conversions of printf().
function strings(text,    found)
{
	while (match(text, /"([^"\\]|\\.)*"/)) {
		found = found substr(text, RSTART + 1, RLENGTH - 2)
		text = substr(text, RSTART + RLENGTH)
	}
	gsub(/%[-0 #+]*[0-9]*(\.\*|\.[0-9]+)?(hh|h|ll|l|z|j|t)?[a-zA-Z]/, "", found)
	gsub(/\\[a-z]/, "", found)
	return found
}

# What a slot is filled with, but its name and ids of records.
function words_of(slot)
{
	sub(/"[^"]*"/, "", slot)
	gsub(/SENTENCE_ID\("[^"]*"\)/, "", slot)
	return strings(slot)
}

function end_literal()
{
	if (strings(literal) ~ /[A-Za-z]/)
		fault(began_literal, "a sentence stands in the code: " literal)
	literal = ""
}

# Arguments up to the comma of their own depth.
function cut_argument(    i, c, depth, quoted, part)
{
	for (i = 1; i <= length(call); i++) {
		c = substr(call, i, 1)
		if (c == "\"" && substr(call, i - 1, 1) != "\\")
			quoted = !quoted
		if (quoted)
			continue
		depth += c == "("
		depth -= c == ")"
		if (c == "," && !depth)
			break
	}
	part = substr(call, 1, i - 1)
	call = substr(call, i + 1)
	gsub(/^[ \t]+|[ \t]+$/, "", part)
	return part
}

function end_call(    ids, id, filled, part, ahead)
{
	ahead = call ~ /SENTENCE_NEW\(/ ? 0 : call ~ /FAIL\(/ ? 3 : call ~ /FAULT\(/ ? 2 : 1
	sub(/^.*(SENTENCE|FAULT|FAIL|FAILURE|FAILURE_NULL|FAILURE_IN|MISSING|SENTENCE_NEW)\(/, "", call)
	sub(/\)[ \t]*;[^;]*$/, "", call)
	while (ahead--)
		cut_argument()
	ids = cut_argument()
	filled = " "
	while (call != "") {
		part = cut_argument()
		if (part ~ /^SLOT_/) {
			if (FILENAME ~ finished && words_of(part) ~ /[A-Za-z]/)
				fault(began, "words stand in the code: " part)
			filled = filled substr(given(part), 2)
		} else if (part in named) {
			filled = filled named[part] " "
			is_number[named[part]] = number[part]
		} else {
			filled = filled part " "
			is_number[part] = 1
		}
	}
	if (ids !~ /"/)
		fault(began, "which sentence this is cannot be read")
	while (match(ids, /"[^"]*"/)) {
		id = substr(ids, RSTART + 1, RLENGTH - 2)
		ids = substr(ids, RSTART + RLENGTH)
		check(id, filled, began)
	}
	call = ""
}

# A sentence without slots may be named in other ways.
/SENTENCE_ID\("[^"]*"\)/ {
	match($0, /SENTENCE_ID\("[^"]*"/)
	check(slot_at(substr($0, RSTART, RLENGTH)), " ", FNR)
}
/said\(view, "[^"]*"\)/ {
	match($0, /said\(view, "[^"]*"/)
	check(slot_at(substr($0, RSTART, RLENGTH)), " ", FNR)
}
/struct slot [a-z_]+ = *$/ { pending = $0; next }
/struct slot [a-z_]+ = SLOT_/ || pending != "" {
	line = pending " " $0
	pending = ""
	match(line, /struct slot [a-z_]+/)
	name = substr(line, RSTART + 12, RLENGTH - 12)
	named[name] = slot_at(line)
	number[name] = line ~ /SLOT_NUMBER/
	next
}
/(^|[^A-Z_])(SENTENCE|FAULT|FAIL|FAILURE|FAILURE_NULL|FAILURE_IN|MISSING|SENTENCE_NEW)\(/ && !/#define/ && call == "" {
	began = FNR
	call = $0
	if (/;[ \t]*$/)
		end_call()
	next
}
call != "" {
	call = call " " $0
	if (/;[ \t]*$/)
		end_call()
}

FILENAME ~ finished && /(^|[^a-z_])err_(set|null|at|wrap)\(/ && literal == "" {
	began_literal = FNR
	literal = $0
	if (/;[ \t]*$/)
		end_literal()
	next
}
literal != "" {
	literal = literal " " $0
	if (/;[ \t]*$/)
		end_literal()
}

END {
	for (id in file) {
		if (!(id in said)) {
			print file[id] ": nobody says " id
			bad = 1
		}
	}
	exit bad
}
