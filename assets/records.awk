# records: makes a C table of a text of records.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#     awk -f records.awk NAME.txt >NAME.c
#
# A record is lines of "key: value"; an empty line ends it, and a line that
# begins with white space continues the value above it. A line that begins with
# "#" is a comment. The text says itself, in lines before the first record, what
# C its records become:
#
#     %include "call/table/errors.h"                    a header, also <system.h>
#     %table struct error_help error_help_table   the struct of a record, and
#                                                 the function to define
#     %sorted call error                          records are in this order of
#                                                 keys, each only once
#     %field error constant                       a key, which is a member of
#                                                 the struct, and its kind
#     %field taught word optional                 one that may be missing: NULL
#
# Kinds: text (a string), sentence (one with a capital and a full stop), word
# (a string without white space), slots (a string in whose braces are names of
# slots, as src/base/sentence.h has them), constant (a name or number of C). The
# function is `const STRUCT *NAME(size_t *count)`. A faulty record fails with its
# file and line, and so does, by #line, a constant that the C compiler rejects.

function fault(line, text)
{
	printf "%s:%d: %s\n", FILENAME, line, text > "/dev/stderr"
	faults++
}

function directive(    i)
{
	if ($1 == "%include" && NF == 2)
		includes = includes "#include " $2 "\n"
	else if ($1 == "%table" && NF >= 3) {
		name = $NF
		$1 = $NF = ""
		gsub(/^ +| +$/, "")
		type = $0
	} else if ($1 == "%sorted" && NF > 1) {
		for (i = 2; i <= NF; i++)
			sorted[i - 1] = $i
		sorts = NF - 1
	} else if ($1 == "%field" && (NF == 3 || $4 == "optional") &&
		   $3 ~ /^(text|sentence|word|slots|constant)$/) {
		field[++fields] = $2
		kind[$2] = $3
		optional[$2] = NF == 4
	} else
		fault(FNR, "a faulty directive: " $0)
}

# What is left when all slots are taken away has no brace of its own.
function has_slots(text)
{
	gsub(/\{\{/, "", text)
	gsub(/\{[a-z_]+(\|[^{}|]*\|[^{}|]*)?\}/, "", text)
	return text !~ /[{]/
}

function check(key,    text)
{
	text = value[key]
	if (text == "")
		fault(at[key], key ": has no value")
	else if (kind[key] == "sentence" &&
		 (text !~ /^[^a-z]/ || text !~ /[.?!]$/))
		fault(at[key], key ": is no sentence: " text)
	else if (kind[key] == "word" && text ~ /[ \t]/)
		fault(at[key], key ": is more than one word: " text)
	else if (kind[key] == "slots" && !has_slots(text))
		fault(at[key], key ": has a faulty slot: " text)
	else if (kind[key] == "constant" &&
		 text !~ /^(-?[0-9]+|[A-Za-z_][A-Za-z0-9_]*)$/)
		fault(at[key], key ": is no constant of C: " text)
}

function quoted(text)
{
	gsub(/\\/, "&&", text)
	gsub(/"/, "\\\\&", text)
	return "\"" text "\""
}

function member(key)
{
	printf "#line %d \"%s\"\n", at[key], FILENAME
	printf "\t\t.%s = %s,\n", key, \
		kind[key] == "constant" ? value[key] : quoted(value[key])
}

# Records are compared key by key; the byte between is less than any other.
function in_order(    i, id)
{
	for (i = 1; i <= sorts; i++)
		id = id (sorted[i] in value ? value[sorted[i]] : "") "\001"
	if (sorts && count && id == last)
		fault(first, "the same record a second time")
	else if (sorts && count && id "" < last "")
		fault(first, "this record is out of order")
	last = id
}

function begin_table()
{
	printf "/* Made from %s by assets/records.awk. */\n", FILENAME
	printf "%s\nstatic const %s table[] = {\n", includes, type
	begun = 1
}

function end_record(    i, key)
{
	if (!used)
		return
	if (!begun)
		begin_table()
	in_order()
	print "\t{"
	for (i = 1; i <= fields; i++) {
		key = field[i]
		if (key in value) {
			check(key)
			member(key)
		} else if (!optional[key])
			fault(first, "the record has no " key)
	}
	print "\t},"
	count++
	split("", value)
	used = 0
}

function key_line(    colon, key)
{
	colon = index($0, ":")
	key = substr($0, 1, colon - 1)
	if (!colon || !(key in kind)) {
		fault(FNR, "no key of a record: " $0)
		return
	}
	if (key in value)
		fault(FNR, key ": stands twice in a record")
	if (!used)
		first = FNR
	used = 1
	now = key
	at[key] = FNR
	value[key] = substr($0, colon + 1)
	gsub(/^[ \t]+|[ \t]+$/, "", value[key])
}

/^#/ { next }
/^%/ {
	if (begun || used)
		fault(FNR, "a directive behind the first record")
	else
		directive()
	next
}
/^[ \t]*$/ { end_record(); next }
/^[ \t]/ {
	if (!used)
		fault(FNR, "nothing that this line could continue")
	gsub(/^[ \t]+|[ \t]+$/, "")
	value[now] = value[now] (value[now] == "" ? "" : " ") $0
	next
}
{ key_line() }

END {
	end_record()
	if (!count)
		fault(FNR, "no record")
	print "};\n"
	printf "const %s *%s(size_t *count);\n", type, name
	printf "const %s *%s(size_t *count)\n{\n", type, name
	print "\t*count = sizeof(table) / sizeof(table[0]);"
	print "\treturn table;\n}"
	exit faults > 0
}
