# swop: shell functions for fish 3.6 and later. Generated; changes made here are lost. Sourced by init.fish, when they are needed.
function swop --description 'Several Codex accounts, each shell on its own'
    # First in the file, since fish counts the lines before it at each call: 15 µs for all of them.
    # `use`, as this shell has done it before: one question instead of many.
    builtin contains -- "$SWOP_SAVED $SWOP_ACCOUNT $argv[1]/$argv[2..]$SWOP_BINDING" $__swop_switches
    and __swop_leave_$SWOP_ACCOUNT
    and __swop_enter_$argv[2] $SWOP_ACCOUNT $SWOP_ACCOUNT
    or begin
        builtin contains -- "$SWOP_SAVED $SWOP_ACCOUNT $argv[1]/$argv[2..]$SWOP_BINDING" $__swop_renewals
        and __swop_enter_$argv[2] $SWOP_ACCOUNT "$__swop_previous"
    end
    or __swop_otherwise $argv
end

# They set and unset variables, and nothing else: event handlers only while a folder is bound, and `codex` stays what
# it is.
# `builtin` keeps the user's functions of the same name out.

# The accounts of which this shell has learned what `use` does; and the last times that this was enough, of which one question
# tells all at once: what SWOP_SAVED and SWOP_ACCOUNT were, and the words behind `swop`. First from one account to another, then
# to the same one again.
builtin set -g __swop_known
builtin set -g __swop_switches
builtin set -g __swop_renewals

# The command itself: the one on PATH, else the one that wrote this file.
function __swop_command
    if builtin command -sq swop
        SWOP_ROOT=<%= root %> SWOP_SHELL=fish command swop $argv
    else
        SWOP_ROOT=<%= root %> SWOP_SHELL=fish command <%= node %> <%= script %> $argv
    end
end

# One line, whatever is in a name or a path.
function __swop_say
    builtin printf 'swop: %s\n' (builtin string replace --all \n '\\n' -- $argv[1]) >&2
end

# Is it the user's own file, so that sourcing it runs nobody else's code? $argv[2]: the account that needs it.
function __swop_trusts
    if not builtin test -r $argv[1] -a -f $argv[1]
        __swop_say "can't read $argv[1]; run: swop sync $argv[2]"
        return 1
    else if not builtin test -O $argv[1]
        __swop_say "$argv[1] belongs to another user; swop does not run it; move it away, then run: swop sync $argv[2]"
        return 1
    end
end

# $argv[1]: an account's folder; $argv[2]: entering or leaving. No output, no process.
function __swop_in_order
    builtin test -f $argv[1]/drift.fish -a -O $argv[1]/drift.fish
    and builtin source $argv[1]/drift.fish $argv[2] <%= format %> 2>/dev/null
end

# Brings the named accounts in order. Entries that it had to leave alone (4) are reported and stop nobody.
function __swop_reconcile
    __swop_command sync --quiet $argv
    builtin set -l code $status
    builtin test $code -eq 4; and return 0
    return $code
end

# Everything that an activation of an account sources, before it changes anything.
function __swop_trusts_account
    __swop_trusts <%= accounts %>/$argv[1]/env.fish $argv[1]
    and __swop_trusts <%= root %>/shell/save.fish $argv[1]
    and __swop_trusts <%= root %>/shell/off.fish $argv[1]
end

# Sources the env file of an account, whose last line sets SWOP_ACCOUNT if every variable is as it should be.
function __swop_activate
    if not builtin string match -qr '^[<%- saved %>-9]' -- "$SWOP_SAVED"
        builtin source <%= root %>/shell/save.fish 2>/dev/null
        builtin string match -qr '^[<%- saved %>-9]' -- "$SWOP_SAVED"; or return
    end
    # No account's name: a file that was cut off leaves it, and one that fails then puts nothing back by itself.
    builtin set -gx SWOP_ACCOUNT -
    # Its own words are for `swop env … | source`; the caller has better ones.
    builtin source <%= accounts %>/$argv[1]/env.fish 2>/dev/null
    builtin test "$SWOP_ACCOUNT" = $argv[1]
end

# Puts back what was in force before an activation failed: the account that is named, or else the baseline.
function __swop_roll_back
    if builtin test -n "$argv[1]"; and builtin test -O <%= accounts %>/"$argv[1]"/env.fish
        builtin set -gx SWOP_ACCOUNT $argv[1]
        builtin source <%= accounts %>/$argv[1]/env.fish 2>/dev/null
    else if builtin test -O <%= root %>/shell/off.fish
        builtin source <%= root %>/shell/off.fish 2>/dev/null
    end
end

# For `swop use -`.
function __swop_remember
    if builtin test -n "$argv[1]"; and builtin test "$argv[1]" != "$SWOP_ACCOUNT"
        builtin set -g __swop_previous $argv[1]
    end
end

# Learns of account $argv[1], and goes by that; $argv[2]: enter or leave; behind it what that takes. Status 1: that is for others
# to do.
function __swop_learn
    # The first time in this shell, or swop has written something else since, or it is not in order. (- is an activation that
    # failed.) A name that leads elsewhere does not get to look.
    builtin test "$SWOP_ACCOUNT" != -
    and builtin string match -qr '^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}\z' -- "$argv[1]"
    and builtin test -f <%= accounts %>/$argv[1]/use.fish -a -O <%= accounts %>/$argv[1]/use.fish
    or return 1
    builtin set -l index (builtin contains -i -- $argv[1] $__swop_known); and builtin set -e __swop_known[$index]
    builtin source <%= accounts %>/$argv[1]/use.fish <%= format %> 2>/dev/null
    builtin contains -- $argv[1] $__swop_known
    and __swop_$argv[2]_$argv[1] $argv[3..]
end

function __swop_use
    builtin set -l name $argv[1]
    builtin set -l before "$SWOP_ACCOUNT"
    builtin test "$name" = -; and builtin set name "$__swop_previous"
    # In the place of another account, or of itself, with nothing to be said; first by what this shell has learned.
    if builtin string match -qr '^[<%- saved %>-9](?!.* part)' -- "$SWOP_SAVED"
        builtin set -l key "$SWOP_SAVED $before use/$name"
        if builtin test "$before" = "$name"
            if builtin contains -- "$name" $__swop_known; and __swop_enter_$name $before "$__swop_previous"
                builtin set -g __swop_renewals $key $__swop_renewals[1..7]
                return 0
            end
            __swop_learn "$name" enter $before "$__swop_previous"; and return 0
        else
            if builtin contains -- "$name" $__swop_known; and builtin contains -- "$before" $__swop_known
                and __swop_leave_$before; and __swop_enter_$name $before $before
                builtin set -g __swop_switches $key $__swop_switches[1..7]
                return 0
            end
            __swop_learn "$before" leave; and __swop_learn "$name" enter $before $before; and return 0
        end
    end
    __swop_use_slowly $name $before
end

# Everything else: the first activation in a shell, what is not in order, and what is refused.
function __swop_use_slowly
    builtin set -l name $argv[1]
    builtin set -l before $argv[2]
    builtin set -l accounts <%= accounts %>
    # One that was just tried, and has failed.
    if builtin test "$SWOP_ACCOUNT" = - -a "$before" != -
        __swop_use_failed $name $before
        return
    end
    if builtin test -z "$name"
        __swop_say 'no account was used before in this shell; swop list shows the accounts'
        return 1
    end
    # Refused before it touches a path.
    if not builtin string match -qr '^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}\z' -- "$name"
        or builtin string match -qir '^(off|default|none)\z' -- "$name"
        __swop_say "'$name' can't be an account name; swop list shows the accounts"
        return 2
    end
    if not builtin test -d $accounts/$name
        # The command knows which name was meant.
        __swop_command sync --quiet $name
        builtin test $status -eq 3; and return 3
        __swop_say "there is no account '$name'; swop list shows the accounts, swop add $name makes it"
        return 3
    end
    builtin set -l stale
    if builtin test -n "$before" -a "$before" != "$name" -a -f "$accounts/$before/account.json"
        __swop_in_order $accounts/$before leaving; or builtin set -a stale $before
    end
    __swop_in_order $accounts/$name entering; or builtin set -a stale $name
    if builtin set -q stale[1]
        __swop_reconcile $stale; or return
    end
    # direnv puts back what it has changed. It has not changed HOME, so this would stay behind.
    if builtin string match -q -- '* part*' "$SWOP_SAVED"
        __swop_in_order $accounts/$name entering
        if builtin test "$__swop_isolation" != codex
            __swop_say "'$name' was not activated: direnv's account '$before' leaves HOME alone, and would not put it back on leaving; use an account of isolation codex here, or swop run"
            return 1
        end
    end
    __swop_trusts_account $name; or return
    if __swop_activate $name
        __swop_remember $before
    else
        __swop_use_failed $name $before
    end
end

function __swop_use_failed
    __swop_roll_back $argv[2]
    __swop_say "'$argv[1]' was not activated, and the environment is as it was; if a file is damaged: swop sync $argv[1]"
    return 1
end

function __swop_off
    builtin set -l code 0
    builtin set -l before "$SWOP_ACCOUNT"
    if builtin test -n "$before" -a -f <%= accounts %>/"$before"/account.json
        if not __swop_in_order <%= accounts %>/$before leaving
            __swop_reconcile $before; or builtin set code $status
        end
    end
    __swop_trusts <%= root %>/shell/off.fish $before; or return
    builtin source <%= root %>/shell/off.fish; or return
    if builtin test -n "$SWOP_SAVED"
        __swop_say "still active: off.fish is damaged; run: swop sync $before"
        return 1
    end
    __swop_remember $before
    return $code
end

# fish has no subshell: another fish activates the account and becomes the command, whose parent is then this shell.
function __swop_run
    builtin set -l name $argv[1]
    builtin set -e argv[1]
    builtin test "$argv[1]" = --; and builtin set -e argv[1]
    builtin set -l fish (builtin status fish-path)
    builtin set -l socket <%= accounts %>/$name/home/.codex/app-server-control/app-server-control.sock
    builtin test -e "$socket"; and builtin set socket ''
    command $fish --no-config -c 'builtin source $argv[1]; and __swop_use $argv[2]; and exec $argv[3..]' -- <%= functions %> $name $argv
    builtin set -l code $status
    # codex's own screen starts a daemon that outlives it, with this login and environment: not after one command.
    if builtin test -n "$socket" -a -e "$socket"
        __swop_command daemons --stop $name --unused >/dev/null
    end
    return $code
end

# --- Folders and the default account -----------------------------------------------------------------------------------
#
# A stack of the bound folders that this shell is in, outermost first, and of their accounts and what was in force when
# it entered each of them: leaving a folder puts that back, whatever was done by hand inside.

# The account of a bound folder.
function __swop_account_of
    builtin set -l index (builtin contains -i -- $argv[1] $__swop_bound_folders)
    and builtin echo $__swop_bound_accounts[$index]
end

# Goes by the bindings. $argv[1]: `changed` when they themselves may have changed.
function __swop_look
    __swop_physical
    __swop_binding_of "$__swop_here/"
    if builtin test "$__swop_bound" = "$__swop_folders[-1]" -a "$argv[1]" != changed
        builtin set -e __swop_inherited
        builtin set -g __swop_pwd $PWD
    else
        __swop_move $argv
    end
    builtin test "$__swop_stay" = '(?!)'; and __swop_expect
    return 0
end

# What the folders of a cd look like that changes nothing: `<last>//<this>/`, since no path has a //. This one has at most one
# level that the last one has not, lies in the folder that was entered last, and in no bound folder within that.
function __swop_expect
    builtin set -l inside "(?!$__swop_outer)"
    if builtin set -q __swop_folders[1]
        builtin set -l top (builtin string escape --style=regex -- $__swop_folders[-1] | builtin string collect)
        builtin set inside "(?=$top)"
        # One expression over all of them: a loop would take longer with each binding.
        builtin set -l __swop_within
        builtin string match -qra -- "/(?<__swop_within>$top(?:[^/]+/)+)" $__swop_bound_all
        for folder in $__swop_within
            builtin set inside $inside'(?!'(builtin string escape --style=regex -- $folder | builtin string collect)')'
        end
    end
    builtin set -g __swop_stay '^(?<__swop_above>(?:/[^/]+)*)(?:/[^/]+)*//'$inside'\1(?:/[^/]+)?/\z'
end

# Leaves folders and enters them, until the one that was entered last is the nearest to $__swop_here: $__swop_bound.
function __swop_move
    # direnv's account is nearer than a binding. It comes and goes by direnv's own hook; until then this waits.
    if builtin string match -q -- '*direnv*' "$SWOP_SAVED"
        builtin set -g __swop_plain ''
        return 0
    end
    builtin set -g __swop_stay '(?!)'
    builtin set -g __swop_pwd $PWD
    builtin set -l nearest "$__swop_bound"
    builtin set -l target "$SWOP_ACCOUNT"
    builtin set -l chosen "$SWOP_BINDING"
    while builtin set -q __swop_folders[1]
        builtin set -l folder $__swop_folders[-1]
        builtin set -l inside '^'(builtin string escape --style=regex -- $folder | builtin string collect)
        if builtin string match -qr -- $inside "$__swop_here/"
            builtin test "$argv[1]" != changed; and break
            __swop_binding_of $folder
            # One that has another account now is entered once more.
            builtin test "$__swop_bound" = $folder -a "$(__swop_account_of $folder)" = "$__swop_entered[-1]"; and break
        end
        builtin set target $__swop_entries[-1]
        builtin set chosen $__swop_choices[-1]
        builtin set -e __swop_folders[-1] __swop_entered[-1] __swop_entries[-1] __swop_choices[-1]
    end
    if builtin test -n "$nearest"; and builtin test "$__swop_folders[-1]" != "$nearest"
        builtin set -ga __swop_folders "$nearest"
        builtin set -ga __swop_entered (__swop_account_of $nearest)
        builtin set -ga __swop_entries "$target"
        builtin set -ga __swop_choices "$chosen"
        # A shell keeps the account that it was started with.
        if not builtin set -q __swop_inherited
            builtin set target "$__swop_entered[-1]"
            builtin set chosen (builtin string replace -r '(.)/\z' '$1' -- "$nearest" | builtin string collect)
        end
    end
    builtin set -e __swop_inherited
    if builtin test "$target" != "$SWOP_ACCOUNT"
        if builtin test -n "$target"
            __swop_use $target; or return
        else
            __swop_off; or return
        end
    end
    if builtin test -n "$chosen" -a -n "$SWOP_ACCOUNT"
        builtin set -gx SWOP_BINDING "$chosen"
    else
        builtin set -eg SWOP_BINDING
    end
    return 0
end

# Interactive shells only; and the handlers are there only while a folder is bound. The second one is for direnv, whose
# own handler comes at the prompt: one comparison.
function __swop_start
    builtin status is-interactive; and builtin test -O <%= root %>/shell/start.fish; or return 0
    builtin source <%= root %>/shell/start.fish
    if builtin test "$__swop_bindings" -gt 0
        function __swop_prompt --on-event fish_prompt
            builtin test "$PWD" = "$__swop_plain" -o "$PWD" = "$__swop_pwd"; or __swop_look
        end
    else
        builtin functions -e __swop_prompt
    end
end

# --- The command -------------------------------------------------------------------------------------------------------

function __swop_otherwise
    # `swop use -` is a name; other words with a dash are options, which the command explains.
    if builtin test "$argv[1]" = use -a -n "$argv[2]"; and not builtin set -q argv[3]
        and begin
            builtin contains -- $argv[2] - $__swop_known
            or not builtin string match -q -- '-*' $argv[2]
        end
        __swop_use $argv[2]; or return
        builtin set -eg SWOP_BINDING
        return 0
    end
    builtin set -l count (builtin count $argv)
    switch "$argv[1] $argv[2]"
        case 'bind *' 'unbind *' 'default *'
            __swop_command $argv; or return
            # This shell goes by what they have written, too.
            __swop_start
            if builtin status is-interactive
                __swop_look changed
            end
            return
        case 'use --best' 'use '
            # Asking for that takes a process.
            builtin set -l question
            if builtin test $count -eq 2 -a "$argv[2]" = --best
                builtin set question best
            else if builtin test $count -eq 1
                builtin set question pick
            end
            if builtin set -q question[1]
                builtin set -l asked (__swop_command $question); or return
                __swop_use $asked; or return
                builtin set -eg SWOP_BINDING
                return 0
            end
        case 'off '
            if builtin test $count -eq 1
                __swop_off; or return
                # A binding that waits for direnv does not come instead: by hand counts here.
                builtin set -g __swop_pwd $PWD
                return 0
            end
        case 'run *'
            if builtin test $count -ge 3; and not builtin string match -q -- '-*' $argv[2]
                and not builtin test $count -eq 3 -a "$argv[3]" = --
                __swop_run $argv[2..]
                return
            end
    end
    __swop_command $argv
end

# A shell that starts inside an activated one (tmux, an editor's terminal, a shell that codex starts) keeps the account,
# also when config.fish has exported a key again meanwhile: this file, sourced last, puts the account's values back.
function __swop_begin
    if builtin test -n "$SWOP_ACCOUNT" -a "$SWOP_ROOT" = <%= root %>
        and builtin string match -qr '^[1-9]' -- "$SWOP_SAVED"
        and builtin string match -qr '^[A-Za-z0-9_][A-Za-z0-9._@+-]*\z' -- "$SWOP_ACCOUNT"
        builtin set -l account $SWOP_ACCOUNT
        if not __swop_trusts_account $account 2>/dev/null; or not __swop_activate $account
            __swop_roll_back ''
            __swop_say "'$account', which this shell was started with, could not be put in force: no account is active; see: swop use $account"
        end
        builtin status is-interactive; and builtin set -g __swop_inherited 1
    end
    __swop_start
    # For a shell that inherits nothing.
    if builtin status is-interactive; and builtin test -z "$SWOP_SAVED" -a -n "$__swop_default"
        __swop_use $__swop_default
    end
    builtin true
end
