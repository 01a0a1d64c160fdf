# layers: fails when a file under src/ includes a header that the first file
# read (tests/lint/layers) does not allow: of another folder, or of another
# room of its own folder. A folder's own files stand in the room "folder/".
# SPDX-License-Identifier: GPL-3.0-or-later
function room_of(path, parts, count)
{
	count = split(path, parts, "/")
	return parts[1] "/" (count > 2 ? parts[2] : "")
}
NR == FNR {
	if (/^[a-z]/) {
		split($0, part, ":")
		known[part[1]] = 1
		count = split(part[2], others, " ")
		for (i = 1; i <= count; i++)
			may[part[1], others[i]] = 1
	}
	next
}
FNR == 1 {
	path = FILENAME
	sub(/^src\//, "", path)
	room = room_of(path)
	here = substr(room, 1, index(room, "/") - 1)
	if (!(here in known)) {
		print FILENAME ": folder " here "/ has no layer"
		bad = 1
	}
}
/^#include "/ {
	split($2, quoted, "\"")
	there = room_of(quoted[2])
	folder = substr(there, 1, index(there, "/") - 1)
	if (!index(quoted[2], "/")) {
		print FILENAME ":" FNR ": include \"folder/file.h\", not " $2
		bad = 1
	} else if (folder != here && !((here, folder) in may)) {
		print FILENAME ":" FNR ": " here "/ may not include " folder "/"
		bad = 1
	} else if (folder == here && there != room && !((room, there) in may)) {
		print FILENAME ":" FNR ": room " room " may not include " there
		bad = 1
	}
}
END { exit bad }
