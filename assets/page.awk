# page: makes C strings of a page's style sheet and scripts.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#     awk -f page.awk -v digests="page_css=… page_js=…" page.css page.js … >page.c
#
# A file NAME.css becomes `const char NAME_css[]`, with the digest of its text
# beside it: the Makefile works that out, for awk cannot.

BEGIN {
	count = split(digests, words, " ")
	for (i = 1; i <= count; i++) {
		at = index(words[i], "=")
		digest[substr(words[i], 1, at - 1)] = substr(words[i], at + 1)
	}
	print "#include \"show/page/asset.h\""
}

FNR == 1 {
	if (name != "")
		print ";"
	name = FILENAME
	sub(/.*\//, "", name)
	gsub(/[^a-z0-9]/, "_", name)
	printf "\nconst char %s_digest[] = \"%s\";\nconst char %s[] =", name,
		digest[name], name
}

{
	gsub(/\\/, "\\\\&")
	gsub(/"/, "\\\"")
	printf "\n\t\"%s\\n\"", $0
}

END {
	print ";"
}
