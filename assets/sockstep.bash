# sockstep.bash: completion for bash; commands and options come from the help.
# SPDX-License-Identifier: GPL-3.0-or-later

# The names of the installed lessons.
_sockstep_lessons() {
	sockstep list 2>/dev/null | sed -n 's/^ *[0-9][0-9]*  \([^ ]*\) .*/\1/p'
}

# The words that begin a line of a help text: commands, or options.
_sockstep_words() {
	sockstep "$@" 2>/dev/null |
		sed -n 's/^  \([a-z-][a-z-]*\).*/\1/p'
}

_sockstep() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=menu choices=""
	[[ ${COMP_WORDS[1]} != -* && $COMP_CWORD -gt 1 ]] &&
		command=${COMP_WORDS[1]}
	COMPREPLY=()

	case $before in
	--lang) choices="c python" ;;
	--log | --pcap | --save | --script | --export | --import)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	--to | --inject | --pid | --host | --actors | --end-with) return ;;
	--when) choices="listening listening:" ;;
	esac

	if [[ -z $choices ]]; then
		case $word in
		-*) choices=$(_sockstep_words "$command" --help) ;;
		*)
			case $COMP_CWORD:$command in
			1:*) choices=$(_sockstep_words --help) ;;
			*:shell)
				mapfile -t COMPREPLY < <(compgen -f -- "$word")
				return
				;;
			*:run)
				choices=$(_sockstep_lessons)
				mapfile -t COMPREPLY < <(
					compgen -f -X '!*.md' -- "$word"
				)
				;;
			*:lint)
				mapfile -t COMPREPLY < <(
					compgen -f -X '!*.md' -- "$word"
					compgen -d -- "$word"
				)
				return
				;;
			*:trace)
				mapfile -t COMPREPLY < <(
					compgen -c -- "$word"
					compgen -f -- "$word"
				)
				return
				;;
			*:help) choices=$(_sockstep_words --help) ;;
			esac
			;;
		esac
	fi
	mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(
		compgen -W "$choices" -- "$word"
	)
}

complete -o filenames -F _sockstep sockstep
