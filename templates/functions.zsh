# swop: shell functions for zsh 5 and later. Generated; changes made here are lost. Sourced by init.zsh, when they are needed.
#
# They set and unset variables, and nothing else: no trap, no alias, a prompt hook only while a folder is bound, and `codex` stays
# what it is.
# \builtin and \command keep the user's aliases out of what runs; ${V-} and the ifs keep `set -eu` shells alive.

# The accounts of which this shell has learned what `use` does, and the last times that this was enough: how many words there
# were, which, SWOP_SAVED and SWOP_ACCOUNT.
\builtin typeset -g __swop_known=' ' __swop_switches=' '

# The command itself: the one on PATH, else the one that wrote this file.
function __swop_command {
  if \builtin whence -p swop >/dev/null; then
    SWOP_ROOT=<%= root %> SWOP_SHELL=zsh \command swop "$@"
  else
    SWOP_ROOT=<%= root %> SWOP_SHELL=zsh <%= node %> <%= script %> "$@"
  fi
}

# One line, whatever is in a name or a path.
function __swop_say {
  \builtin printf 'swop: %s\n' "${1//$'\n'/\\n}" >&2
}

# Is $1 the user's own file, so that sourcing it runs nobody else's code? $2: the account that needs it.
function __swop_trusts {
  if [[ ! -r $1 || ! -f $1 ]]; then
    __swop_say "can't read $1; run: swop sync $2"
    \builtin return 1
  elif [[ ! -O $1 ]]; then
    __swop_say "$1 belongs to another user; swop does not run it; move it away, then run: swop sync $2"
    \builtin return 1
  fi
}

# $1: an account's folder; $2: entering or leaving. No output, no process.
function __swop_in_order {
  \builtin local __swop_to=''
  if [[ -f $1/drift.zsh && -O $1/drift.zsh ]]; then
    \builtin source "$1/drift.zsh" "$2" <%= format %> "$1" 2>/dev/null
  else
    \builtin return 1
  fi
}

# Brings the named accounts in order. Entries that it had to leave alone (4) are reported and stop nobody.
function __swop_reconcile {
  \builtin local __swop_code=0
  __swop_command sync --quiet "$@" || __swop_code=$?
  if [[ $__swop_code -eq 4 ]]; then __swop_code=0; fi
  \builtin return "$__swop_code"
}

# Everything that an activation of account $1 sources, before it changes anything.
function __swop_trusts_account {
  __swop_trusts <%= accounts %>/"$1"/env.zsh "$1" &&
    __swop_trusts <%= root %>/shell/save.zsh "$1" &&
    __swop_trusts <%= root %>/shell/off.zsh "$1"
}

# Sources the env file of account $1, whose last line sets SWOP_ACCOUNT if every variable is as it should be.
function __swop_activate {
  if [[ ${SWOP_SAVED-} != [<%- saved %>-9]* ]]; then
    \builtin source <%= root %>/shell/save.zsh 2>/dev/null || \builtin :
    if [[ ${SWOP_SAVED-} != [<%- saved %>-9]* ]]; then \builtin return 1; fi
  fi
  # No account's name: a file that was cut off leaves it, and one that fails then puts nothing back by itself.
  \builtin export SWOP_ACCOUNT=-
  # Its own words are for `eval "$(swop env …)"`; the caller has better ones.
  \builtin source <%= accounts %>/"$1"/env.zsh 2>/dev/null || \builtin :
  [[ ${SWOP_ACCOUNT-} == "$1" ]]
}

# Puts back what was in force before an activation failed: account $1, or else the baseline.
function __swop_roll_back {
  if [[ -n $1 && -O <%= accounts %>/$1/env.zsh ]]; then
    \builtin export SWOP_ACCOUNT="$1"
    \builtin source <%= accounts %>/"$1"/env.zsh 2>/dev/null || \builtin :
  elif [[ -O <%= root %>/shell/off.zsh ]]; then
    \builtin source <%= root %>/shell/off.zsh 2>/dev/null || \builtin :
  fi
}

# For `swop use -`.
function __swop_remember {
  if [[ -n $1 && $1 != "${SWOP_ACCOUNT-}" ]]; then \builtin typeset -g __swop_previous="$1"; fi
}

# That what this shell knows was enough, for the next time; of the last few.
function __swop_note {
  if [[ ${#__swop_switches} -gt 1000 ]]; then __swop_switches=' '; fi
  __swop_switches+=" 2 use/$__swop_name $SWOP_SAVED/$__swop_before/ "
}

# Learns of account $1, and goes by that; $2: entering or leaving. Status 1: that is for others to do.
function __swop_learn {
  # A name that leads elsewhere does not get to look.
  if [[ -z $1 || $1 == *[!A-Za-z0-9._@+-]* ]]; then \builtin return 1; fi
  # The first time in this shell, or swop has written something else since, or it is not in order. (- is an activation that failed.)
  if [[ ${SWOP_ACCOUNT-} == - || $1 != [A-Za-z0-9_]* || ! -f <%= accounts %>/$1/use.zsh || ! -O <%= accounts %>/$1/use.zsh ]]; then
    \builtin return 1
  fi
  \builtin setopt local_options no_aliases
  __swop_known=${__swop_known//" $1 "/ }
  \builtin source <%= accounts %>/"$1"/use.zsh <%= format %> || \builtin return 1
  if [[ $__swop_known != *" $1 "* ]] || ! "__swop_use_at_$1" <%= accounts %>/"$1" "$2"; then
    \builtin return 1
  fi
}

function __swop_use {
  \builtin local __swop_name="$1" __swop_before="${SWOP_ACCOUNT-}" __swop_done=''
  if [[ $1 == - ]]; then __swop_name=${__swop_previous-}; fi
  # In the place of another account, or of itself, with nothing to be said; first by what this shell has learned. One
  # redirection for all, since each costs 7 µs. No name has a space in it.
  if [[ ${SWOP_SAVED-} == [<%- saved %>-9]* && $SWOP_SAVED != *' part'* ]]; then
    {
      if [[ $__swop_known == *" $__swop_before "* && $__swop_known == *" $__swop_name "* && $__swop_before$__swop_name != *' '* ]]; then
        if [[ $__swop_before == "$__swop_name" ]] || "__swop_use_at_$__swop_before" <%= accounts %>/"$__swop_before" leaving; then
          if "__swop_use_at_$__swop_name" <%= accounts %>/"$__swop_name" entering; then __swop_done=known; fi
        fi
      fi
      if [[ -z $__swop_done ]]; then
        if [[ $__swop_before == "$__swop_name" ]] || __swop_learn "$__swop_before" leaving; then
          if __swop_learn "$__swop_name" entering; then __swop_done=1; fi
        fi
      fi
    } 2>/dev/null
  fi
  if [[ -z $__swop_done ]]; then
    __swop_use_slowly
    \builtin return
  fi
  if [[ $__swop_before != "$__swop_name" ]]; then __swop_remember "$__swop_before"; fi
  if [[ $__swop_done == known ]]; then __swop_note; fi
}

# Everything else: the first activation in a shell, what is not in order, and what is refused.
function __swop_use_slowly {
  \builtin local __swop_accounts=<%= accounts %> __swop_isolation=''
  # One that was just tried, and has failed.
  if [[ ${SWOP_ACCOUNT-} == - && $__swop_before != - ]]; then
    __swop_use_failed
    \builtin return
  fi
  if [[ -z $__swop_name ]]; then
    __swop_say 'no account was used before in this shell; swop list shows the accounts'
    \builtin return 1
  fi
  # Refused before it touches a path.
  if [[ ${#__swop_name} -gt 64 ]]; then
    __swop_say "'$__swop_name' can't be an account name; it has more than 64 characters"
    \builtin return 2
  fi
  case $__swop_name in
    [!A-Za-z0-9_]* | *[!A-Za-z0-9._@+-]* | [Oo][Ff][Ff] | [Dd][Ee][Ff][Aa][Uu][Ll][Tt] | [Nn][Oo][Nn][Ee])
      __swop_say "'$__swop_name' can't be an account name; swop list shows the accounts"
      \builtin return 2
      ;;
  esac
  if [[ ! -d $__swop_accounts/$__swop_name ]]; then
    # The command knows which name was meant.
    \builtin local __swop_code=0
    __swop_command sync --quiet "$__swop_name" || __swop_code=$?
    if [[ $__swop_code -eq 3 ]]; then \builtin return 3; fi
    __swop_say "there is no account '$__swop_name'; swop list shows the accounts, swop add $__swop_name makes it"
    \builtin return 3
  fi
  \builtin set --
  if [[ -n $__swop_before && $__swop_before != "$__swop_name" && -f $__swop_accounts/$__swop_before/account.json ]]; then
    if ! __swop_in_order "$__swop_accounts/$__swop_before" leaving; then \builtin set -- "$__swop_before"; fi
  fi
  if ! __swop_in_order "$__swop_accounts/$__swop_name" entering; then \builtin set -- "$@" "$__swop_name"; fi
  if [[ $# -gt 0 ]]; then
    __swop_reconcile "$@" || \builtin return
  fi
  # direnv puts back what it has changed. It has not changed HOME, so this would stay behind.
  if [[ ${SWOP_SAVED-} == *' part'* ]]; then
    __swop_in_order "$__swop_accounts/$__swop_name" entering || \builtin true
    if [[ $__swop_isolation != codex ]]; then
      __swop_say "'$__swop_name' was not activated: direnv's account '$__swop_before' leaves HOME alone, and would not put it back on leaving; use an account of isolation codex here, or swop run"
      \builtin return 1
    fi
  fi
  __swop_trusts_account "$__swop_name" || \builtin return
  if __swop_activate "$__swop_name"; then
    __swop_remember "$__swop_before"
  else
    __swop_use_failed
  fi
}

function __swop_use_failed {
  __swop_roll_back "$__swop_before"
  __swop_say "'$__swop_name' was not activated, and the environment is as it was; a variable is read-only, or a file damaged (then: swop sync $__swop_name)"
  \builtin return 1
}

function __swop_off {
  \builtin local __swop_code=0 __swop_before="${SWOP_ACCOUNT-}" __swop_isolation=''
  if [[ -n $__swop_before && -f <%= accounts %>/$__swop_before/account.json ]]; then
    if ! __swop_in_order <%= accounts %>/"$__swop_before" leaving; then
      __swop_reconcile "$__swop_before" || __swop_code=$?
    fi
  fi
  __swop_trusts <%= root %>/shell/off.zsh "$__swop_before" || \builtin return
  \builtin source <%= root %>/shell/off.zsh || \builtin return
  if [[ -n ${SWOP_SAVED-} ]]; then
    __swop_say "still active: off.zsh is damaged; run: swop sync $__swop_before"
    \builtin return 1
  fi
  __swop_remember "$__swop_before"
  \builtin return "$__swop_code"
}

# The account with most left, or that a person picks: asking for that takes a process.
function __swop_use_asked {
  \builtin local __swop_asked
  __swop_asked=$(__swop_command "$1") || \builtin return
  if __swop_use "$__swop_asked"; then
    \builtin unset SWOP_BINDING
  else
    \builtin return
  fi
}

# A subshell that becomes the command: the caller's environment stays, and the command's parent is this shell.
function __swop_run {
  \builtin local __swop_code=0 __swop_socket=<%= accounts %>/"$1"/home/.codex/app-server-control/app-server-control.sock
  if [[ -e $__swop_socket ]]; then __swop_socket=''; fi
  (
    \builtin local __swop_name="$1"
    \builtin shift
    if [[ ${1-} == -- ]]; then \builtin shift; fi
    __swop_use "$__swop_name" && \builtin exec "$@"
  ) || __swop_code=$?
  # codex's own screen starts a daemon that outlives it, with this login and environment: not after one command.
  if [[ -n $__swop_socket && -e $__swop_socket ]]; then
    __swop_command daemons --stop "$1" --unused >/dev/null || \builtin true
  fi
  \builtin return "$__swop_code"
}

# --- Folders and the default account -----------------------------------------------------------------------------------
#
# A stack of the bound folders that this shell is in, outermost first, and of their accounts and what was in force when
# it entered each of them: leaving a folder puts that back, whatever was done by hand inside. Indices start at 1. Bound folders end in a /.

# At each prompt one comparison; the rest only when the folder has changed. (zsh itself keeps $? around its hooks.)
function __swop_prompt {
  [[ $PWD == "${__swop_pwd-}" ]] || __swop_arrive || \builtin true
}

# $1: not empty when the bindings themselves may have changed. Few functions: in zsh a call costs more than what it does.
function __swop_arrive {
  \builtin emulate -L zsh
  # direnv's account is nearer than a binding. It comes and goes by direnv's own hook; until then this waits.
  if [[ ${SWOP_SAVED-} == *direnv* ]]; then \builtin return 0; fi
  # Without links, which also takes an account's home out of the path.
  \builtin local __swop_here=${PWD:A} __swop_bound __swop_bound_account
  __swop_pwd=$PWD
  if [[ $__swop_here == "${__swop_in_accounts:-//}"* ]]; then __swop_homeward; fi
  __swop_binding_of "${__swop_here%/}"
  # Mostly a cd stays within the folder that was entered last, or outside of all of them.
  if [[ $__swop_bound == "${__swop_folders[$__swop_depth]-}" && -z ${1-} ]]; then
    __swop_inherited=''
  else
    __swop_move "${1-}"
  fi
}

# Leaves folders and enters them, until the one that was entered last is $__swop_bound, the nearest to $__swop_here.
function __swop_move {
  \builtin emulate -L zsh
  \builtin local __swop_nearest="$__swop_bound" __swop_nearest_account="$__swop_bound_account"
  \builtin local __swop_target="${SWOP_ACCOUNT-}" __swop_chosen="${SWOP_BINDING-}"
  while [[ $__swop_depth -gt 0 ]]; do
    __swop_bound=${__swop_folders[$__swop_depth]}
    if [[ ${__swop_here%/}/ == "$__swop_bound"* ]]; then
      if [[ -z $1 ]]; then \builtin break; fi
      __swop_binding_of "${__swop_bound%/}"
      # One that has another account now is entered once more.
      if [[ $__swop_bound == "${__swop_folders[$__swop_depth]}" && ${__swop_entries[$__swop_depth]} == "$__swop_bound_account:"* ]]; then
        \builtin break
      fi
    fi
    __swop_target=${__swop_entries[$__swop_depth]##*:}
    __swop_chosen=${__swop_entries[$__swop_depth]#*:}
    __swop_chosen=${__swop_chosen%:*}
    __swop_depth=$((__swop_depth - 1))
  done
  if [[ -n $__swop_nearest && ($__swop_depth -eq 0 || ${__swop_folders[$__swop_depth]} != "$__swop_nearest") ]]; then
    __swop_depth=$((__swop_depth + 1))
    __swop_folders[__swop_depth]=$__swop_nearest
    __swop_entries[__swop_depth]=$__swop_nearest_account:$__swop_chosen:$__swop_target
    # A shell keeps the account that it was started with.
    if [[ -z ${__swop_inherited-} ]]; then
      __swop_target=$__swop_nearest_account
      __swop_chosen=${__swop_nearest%/}
      __swop_chosen=${__swop_chosen:-/}
    fi
  fi
  __swop_inherited=''
  if [[ $__swop_target == "${SWOP_ACCOUNT-}" ]]; then
    \builtin true
  elif [[ -n $__swop_target ]]; then
    __swop_use "$__swop_target" || \builtin return
  else
    __swop_off || \builtin return
  fi
  if [[ -n $__swop_chosen && -n ${SWOP_ACCOUNT-} ]]; then
    \builtin export SWOP_BINDING="$__swop_chosen"
  else
    \builtin unset SWOP_BINDING
  fi
}

# After `swop bind`, `unbind` and `default`: this shell goes by what they have written, too.
function __swop_reload {
  \builtin emulate -L zsh
  __swop_start
  if [[ -o interactive ]] && [[ -n ${__swop_bindings-} ]]; then
    __swop_arrive changed
  fi
}

# Interactive shells only; and the hooks are there only while a folder is bound.
function __swop_start {
  if [[ ! -o interactive || ! -O <%= root %>/shell/start.zsh ]]; then \builtin return 0; fi
  \builtin source <%= root %>/shell/start.zsh
  \builtin typeset -gi __swop_depth=${__swop_depth:-0}
  \builtin typeset -ga __swop_folders __swop_entries
  \builtin typeset -ga precmd_functions chpwd_functions
  precmd_functions=(${precmd_functions:#__swop_prompt})
  chpwd_functions=(${chpwd_functions:#__swop_arrive})
  if [[ $__swop_bindings -gt 0 ]]; then
    # Behind direnv's hook, which puts itself first.
    precmd_functions+=(__swop_prompt)
    chpwd_functions+=(__swop_arrive)
  fi
}

# A shell that was started under an account has HISTFILE in its home; zsh would replace the link there by a file.
function __swop_history {
  if [[ -n ${HISTFILE-} && $HISTFILE == <%= accounts %>/*/home/* ]]; then
    \builtin typeset -g HISTFILE=<%= realHome %>/"${HISTFILE#<%= accounts %>/*/home/}"
  fi
}

# --- The command -------------------------------------------------------------------------------------------------------

function swop {
  \builtin emulate -L zsh
  \builtin setopt no_aliases
  # `use`, as this shell has done it before: one question instead of many, and no function more than it takes.
  if [[ $__swop_switches == *" $# ${1-}/${2-} ${SWOP_SAVED-}/${SWOP_ACCOUNT-}/${SWOP_BINDING-} "* ]]; then
    \builtin local __swop_before="$SWOP_ACCOUNT"
    {
      if [[ $2 == "$__swop_before" ]] || "__swop_use_at_$__swop_before" <%= accounts %>/"$__swop_before" leaving; then
        if "__swop_use_at_$2" <%= accounts %>/"$2" entering; then
          if [[ $2 != "$__swop_before" ]]; then \builtin typeset -g __swop_previous="$__swop_before"; fi
          \builtin return 0
        fi
      fi
    } 2>/dev/null
    # It has failed on the way: what follows is to find that, too.
    if [[ ${SWOP_ACCOUNT-} == - ]]; then SWOP_ACCOUNT=$__swop_before; fi
  fi
  # `swop use -` is a name.
  if [[ $# -eq 2 && $1 == use && ($2 == - || $2 == [!-]*) ]]; then
    __swop_use "$2" || \builtin return
    if [[ -n ${SWOP_BINDING+x} ]]; then \builtin unset SWOP_BINDING; fi
    \builtin return 0
  fi
  # Other words with a dash are options, which the command explains.
  case "${1-} ${2-}" in
    'bind '* | 'unbind '* | 'default '*)
      __swop_command "$@" || \builtin return
      __swop_reload
      ;;
    'use --best')
      if [[ $# -eq 2 ]]; then __swop_use_asked best; else __swop_command "$@"; fi
      ;;
    'use ')
      if [[ $# -eq 1 ]]; then __swop_use_asked pick; else __swop_command "$@"; fi
      ;;
    'off ')
      if [[ $# -ne 1 ]]; then
        __swop_command "$@"
      else
        __swop_off || \builtin return
        # A binding that waits for direnv does not come instead: by hand counts here.
        \builtin typeset -g __swop_pwd=$PWD
      fi
      ;;
    'run '[!-]*)
      if [[ $# -ge 3 && ($3 != -- || $# -ge 4) ]]; then
        \builtin shift
        __swop_run "$@"
      else
        __swop_command "$@"
      fi
      ;;
    *) __swop_command "$@" ;;
  esac
}

# A shell that starts inside an activated one (tmux, an editor's terminal, `zsh -lc` in codex) keeps the account, also
# when the rc file has exported a key again meanwhile: this file, sourced last, puts the account's values back.
function __swop_inherit {
  \builtin emulate -L zsh
  \builtin setopt no_aliases
  if [[ -z ${SWOP_ACCOUNT-} || ${SWOP_SAVED-} != [1-9]* || ${SWOP_ROOT-} != <%= root %> ]]; then \builtin return 0; fi
  case $SWOP_ACCOUNT in
    [!A-Za-z0-9_]* | *[!A-Za-z0-9._@+-]*) ;;
    *)
      \builtin local __swop_name="$SWOP_ACCOUNT"
      if ! __swop_trusts_account "$__swop_name" 2>/dev/null || ! __swop_activate "$__swop_name"; then
        __swop_roll_back ''
        __swop_say "'$__swop_name', which this shell was started with, could not be put in force: no account is active; see: swop use $__swop_name"
      fi
      if [[ -o interactive ]]; then __swop_inherited=1; fi
      ;;
  esac
}

function __swop_begin {
  \builtin emulate -L zsh
  __swop_inherit
  __swop_history
  __swop_start
  # For a shell that inherits nothing.
  if [[ -o interactive ]] && [[ -z ${SWOP_SAVED-} && -n ${__swop_default-} ]]; then __swop_use "$__swop_default" || \builtin true; fi
}
