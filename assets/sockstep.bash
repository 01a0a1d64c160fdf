# sockstep.bash: completion for bash; what is offered comes from the program.
# SPDX-License-Identifier: GPL-3.0-or-later

_sockstep() {
	local word cut line
	local -a words
	# Bash cuts words at "=" and ":"; the program is given whole ones.
	read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
	[[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=("")
	word=${words[-1]}
	cut=${word%"${word##*[=:]}"}
	COMPREPLY=()
	while IFS=$'\t' read -r line _; do
		case $line in
		:files | :folders)
			compopt -o filenames 2>/dev/null
			[[ $line == :files ]] && line=-f || line=-d
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(
				compgen "$line" -- "${word#"$cut"}")
			;;
		:commands) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(
			compgen -c -- "$word") ;;
		*)
			COMPREPLY+=("${line#"$cut"}")
			# A value follows at once.
			[[ $line == *[=:] ]] && compopt -o nospace 2>/dev/null
			;;
		esac
	done < <(sockstep complete -- "${words[@]:1}" 2>/dev/null)
}

complete -F _sockstep sockstep
