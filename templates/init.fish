# swop, for fish 3.6 and later. Generated; changes made here are lost.
#
# What every shell reads as it starts: the functions themselves are read at the first `swop`, since nothing else needs them in
# most shells. `builtin` keeps the user's functions of the same name out.

function __swop_load
    if builtin test -r <%= functions %> -a -O <%= functions %>
        builtin source <%= functions %>
    else
        builtin printf '%s\n' <%= missing %> >&2
        return 1
    end
end

# Takes its own place.
function swop --description 'Several Codex accounts, each shell on its own'
    __swop_load; or return
    swop $argv
end

# Completions are read at the first TAB.
if builtin status is-interactive
    builtin set -g __swop_root <%= root %>
    builtin contains -- <%= completions %> $fish_complete_path
    or builtin set -ga fish_complete_path <%= completions %>
end

# An account that the shell was started with, a bound folder, a default account: then they are needed now.
if builtin test -n "$SWOP_ACCOUNT"
    or begin
        builtin status is-interactive
        and builtin test -s <%= starts %>
    end
    __swop_load; and __swop_begin
end
builtin true
