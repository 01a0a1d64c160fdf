# layers: fails when a file under src/ includes a header of a folder that the
# first file read (tests/lint/layers) does not allow to its own folder.
# SPDX-License-Identifier: GPL-3.0-or-later
NR == FNR {
	if (/^[a-z]/) {
		split($0, part, ":")
		known[part[1]] = 1
		count = split(part[2], folders, " ")
		for (i = 1; i <= count; i++)
			may[part[1], folders[i]] = 1
	}
	next
}
FNR == 1 {
	split(FILENAME, path, "/")
	here = path[2]
	if (!(here in known)) {
		print FILENAME ": folder " here "/ has no layer"
		bad = 1
	}
}
/^#include "/ {
	split($2, quoted, "\"")
	if (split(quoted[2], header, "/") == 1) {
		print FILENAME ":" FNR ": include \"folder/file.h\", not " $2
		bad = 1
	} else if (header[1] != here && !((here, header[1]) in may)) {
		print FILENAME ":" FNR ": " here "/ may not include " header[1] "/"
		bad = 1
	}
}
END { exit bad }
