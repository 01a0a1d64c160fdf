# sentences: fails when code says a sentence that has no record, fills other
# slots than the record has, or when nobody says a record.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#     awk -f sentences.awk assets/FAMILY.txt ... src/.../FILE.c ...
#
# A call is SENTENCE(out, "id", slots...), FAULT(faults, line, "id", slots...),
# FAILURE(err, "id", slots...), FAILURE_NULL and FAILURE_IN with the same,
# MISSING(missing, "id", slots...), APP_SAY(app, "id", slots...),
# SENTENCE_NEW("id", slots...),
# SENTENCE_KEPT(arena, ...), SENTENCE_LINE(out, before, behind, ...),
# FAIL(reading, node, name, "id", slots...), or of reasons SAY(situation, "id",
# slots...) and WORDS with the same: its id is a string, or a choice of
# several. A slot is
# SLOT_TEXT("name", ...), SLOT_STR, SLOT_PART or SLOT_NUMBER with one, or the
# name of a `struct slot` that was made so in the same file above, or is a
# parameter and has that slot's name. SENTENCE_ID("id") names a record without
# slots in a table, SENTENCE_OF("id", name, name) one that has these.
#
# No sentence stands in the code: what err_set() and its like are given has signs
# and conversions only, and no slot gets words.

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
	call = literal = held = ""
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

# A line that ends with an open bracket goes on behind it.
held != "" {
	sub(/^[ \t]+/, "")
	$0 = held $0
	held = ""
}
/\($/ { held = $0; next }

# --- calls -------------------------------------------------------------------

function slot_at(text,    quoted)
{
	split(text, quoted, "\"")
	return quoted[2]
}

# The slot that an argument fills: " name "; what is within it has its own.
function given(text,    name)
{
	if (!match(text, /^SLOT_(TEXT|STR|PART|NUMBER)\([ \t]*"[^"]*"/))
		return " "
	name = slot_at(substr(text, RSTART, RLENGTH))
	is_number[name] = text ~ /^SLOT_NUMBER/
	return " " name " "
}

# Which of the `filled` slots the record has not; what is filled for another of
# the records among which is chosen is no fault.
function check(id, filled, line,    i, count, wanted, left)
{
	if (!(id in file)) {
		fault(line, "no record is called " id)
		return " "
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
	return left
}

# The same of all ids that are strings in `ids`.
function check_ids(ids, filled, line,    id, rest, count, names, i)
{
	rest = filled
	while (match(ids, /"[^"]*"/)) {
		id = substr(ids, RSTART + 1, RLENGTH - 2)
		ids = substr(ids, RSTART + RLENGTH)
		check(id, filled, line)
		count = split(slots[id], names, " ")
		for (i = 1; i <= count; i++)
			sub(" " names[i] " ", " ", rest)
	}
	if (rest !~ /^ *$/)
		fault(line, id ": the record has no slot" rest)
}

# The strings of `text` that have blanks, without conversions of printf(): a
# word alone is a name.
function strings(text,    found, string)
{
	while (match(text, /"([^"\\]|\\.)*"/)) {
		string = substr(text, RSTART + 1, RLENGTH - 2)
		text = substr(text, RSTART + RLENGTH)
		if (string ~ / /)
			found = found string
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

# Where the closing bracket of what begins at the first character is.
function closing(text,    i, c, depth, quoted)
{
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\"" && substr(text, i - 1, 1) != "\\")
			quoted = !quoted
		if (quoted)
			continue
		depth += (c == "(" || c == "{") - (c == ")" || c == "}")
		if (depth < 0)
			break
	}
	return i
}

# Arguments up to the comma of their own depth, from those in `arguments`.
function cut_argument(    i, c, depth, quoted, part)
{
	for (i = 1; i <= length(arguments); i++) {
		c = substr(arguments, i, 1)
		if (c == "\"" && substr(arguments, i - 1, 1) != "\\")
			quoted = !quoted
		if (quoted)
			continue
		depth += c == "("
		depth -= c == ")"
		if (c == "," && !depth)
			break
	}
	part = substr(arguments, 1, i - 1)
	arguments = substr(arguments, i + 1)
	gsub(/^[ \t]+|[ \t]+$/, "", part)
	return part
}

# One call, whose arguments are in `arguments`.
function check_call(name,    ids, id, filled, part, ahead)
{
	ahead = name == "SENTENCE_NEW" ? 0 : \
		name ~ /^(FAULT|STORE_FAIL)$/ ? 2 : \
		name ~ /^((READER_)?FAIL|SENTENCE_LINE)$/ ? 3 : 1
	while (ahead--)
		cut_argument()
	ids = cut_argument()
	filled = " "
	while (arguments != "") {
		part = cut_argument()
		if (part ~ /^SLOT_/) {
			if (words_of(part) ~ /[A-Za-z]/)
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
	check_ids(ids, filled, began)
}

# A statement, and all calls in it: what fills a slot may be words of a record.
function end_call(    name)
{
	while (match(call, CALLS)) {
		name = substr(call, RSTART, RLENGTH - 1)
		gsub(/[^A-Z_]/, "", name)
		call = substr(call, RSTART + RLENGTH)
		arguments = substr(call, 1, closing(call) - 1)
		check_call(name)
	}
	call = ""
}

BEGIN {
	CALLS = "(^|[^A-Z_])(SENTENCE|SAY|WORDS|FAULT|FAIL|FAILURE|FAILURE_NULL|FAILURE_IN|MISSING|SENTENCE_NEW|READER_FAIL|STORE_FAIL|SCAN_FAIL|SENTENCE_KEPT|SENTENCE_LINE|APP_SAY)\\("
}

# A sentence without slots may be named in other ways.
/SENTENCE_ID\("[^"]*"\)/ {
	line = $0
	while (match(line, /SENTENCE_ID\("[^"]*"/)) {
		part = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		check_ids(part, " ", FNR)
	}
}
/SENTENCE_OF\("[^"]*"/ {
	line = $0
	while (match(line, /SENTENCE_OF\("[^"]*"[^)]*/)) {
		part = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		id_of = "\"" slot_at(part) "\""
		sub(/^[^,]*/, "", part)
		gsub(/[, \t]+/, " ", part)
		check_ids(id_of, part " ", FNR)
	}
}
/((said|print_led|plain_led)\((view, )?|sentence_text\()"[^"]*"/ {
	line = $0
	while (match(line, /((said|print_led|plain_led)\((view, )?|sentence_text\()"[^"]*"/)) {
		part = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		check_ids(part, " ", FNR)
	}
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
$0 ~ CALLS && !/#define/ && call == "" {
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

/(^|[^a-z_])err_(set|at|wrap)\(/ && literal == "" {
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
