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

# Completions are read at the first TAB: behind the user's own, and before those that fish makes of swop's man page by itself
# (at its very first start, and by fish_update_completions), which know no account.
if builtin status is-interactive
    builtin set -g __swop_root <%= root %>
    builtin contains -- <%= completions %> $fish_complete_path
    or builtin set -g fish_complete_path $fish_complete_path[1] <%= completions %> $fish_complete_path[2..]
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
