# pot: makes gettext's template of the sentences of assets/*.txt, to be
# translated. SPDX-License-Identifier: GPL-3.0-or-later
#
#     awk -f pot.awk FAMILY.txt ... >sockstep.pot
#
# The context of a message is its record's id; a comment right above a record
# is for the translator. The first message is no sentence: it says which form
# of a plural a number takes (src/base/sentence.c).

BEGIN {
	print "msgid \"\""
	print "msgstr \"\""
	print "\"Project-Id-Version: sockstep\\n\""
	print "\"MIME-Version: 1.0\\n\""
	print "\"Content-Transfer-Encoding: 8bit\\n\""
	print "\"Language: \\n\""
	print "\"Content-Type: text/plain; charset=UTF-8\\n\""
	print "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"
	print "#. The number of each form of a plural, from 0: {n|word|words} has"
	print "#. a word for each, with bars between them; # in it is the number."
	print "msgctxt \"plural\"\nmsgid \"0\"\nmsgid_plural \"1\""
	print "msgstr[0] \"0\"\nmsgstr[1] \"1\""
}

function quoted(text)
{
	gsub(/\\/, "&&", text)
	gsub(/"/, "\\\\&", text)
	return "\"" text "\""
}

function end_record()
{
	if (id == "")
		return
	printf "\n%s#: %s:%d\n", notes, last, line
	print "msgctxt " quoted(id) "\nmsgid " quoted(text) "\nmsgstr \"\""
	id = text = notes = ""
}

# Sentences of tables of another form: their context is the table's name, and
# what stands there twice is one message.
function end_value(    key)
{
	key = table SUBSEP value
	if (value != "" && !(key in seen)) {
		printf "\n#: %s:%d\n", last, line
		print "msgctxt " quoted(table) "\nmsgid " quoted(value) \
			"\nmsgstr \"\""
		seen[key] = 1
	}
	value = ""
}

FNR == 1 {
	end_record()
	end_value()
	last = FILENAME
	notes = ""
	split("", is_sentence)
	table = FILENAME
	sub(/.*\//, "", table)
	sub(/\.txt$/, "", table)
}
/^%field [a-z]+ sentence/ { is_sentence[$2 ":"] = 1 }
/^[a-z]+:/ { end_value() }
$1 in is_sentence {
	line = FNR
	value = $0
	sub(/^[a-z]+:[ \t]*/, "", value)
	next
}
/^[ \t]/ && value != "" {
	sub(/^[ \t]+/, "")
	value = value " " $0
	next
}
/^[ \t]*$/ { end_value() }
/^#/ { notes = notes "#. " substr($0, 3) "\n"; next }
/^%/ { notes = ""; next }
/^[ \t]*$/ { end_record(); notes = ""; next }
/^id:/ { id = $2; line = FNR; next }
/^text:/ { text = $0; sub(/^text:[ \t]*/, "", text); next }
/^[ \t]/ { sub(/^[ \t]+/, ""); text = text " " $0 }
END {
	end_record()
	end_value()
}
