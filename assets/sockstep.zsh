#compdef sockstep
# sockstep.zsh: completion for zsh; what is offered comes from the program.
# SPDX-License-Identifier: GPL-3.0-or-later

local line word help
local -a offers
for line in "${(@f)$(sockstep complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
	case $line in
	'') ;;
	:files) _files ;;
	:folders) _files -/ ;;
	:commands) _command_names -e ;;
	*)
		word=${line%%$'\t'*} help=
		[[ $line == *$'\t'* ]] && help=${line#*$'\t'}
		# A value follows at once.
		if [[ $word == *[=:] ]]; then
			compadd -S '' -- "$word"
		else
			offers+=("${word//:/\\:}${help:+:$help}")
		fi
		;;
	esac
done
(( $#offers )) && _describe sockstep offers
