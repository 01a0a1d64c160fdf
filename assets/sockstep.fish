# sockstep.fish: completion for fish; what is offered comes from the program.
# SPDX-License-Identifier: GPL-3.0-or-later

function __sockstep_offers
    set -l words (commandline -opc) (commandline -ct)
    for line in (sockstep complete -- $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case :commands
                __fish_complete_command
            case '*'
                echo $line
        end
    end
end

complete -c sockstep -f -a '(__sockstep_offers)'
