#!/bin/sh
# swop: answers `swop env <name> [--shell X]`, `swop current` and `swop init <shell>` from files that swop has generated,
# without starting a process; everything else, and whatever is not plainly right, is node's: same words, same exit codes.
#
# Any sh will do. No variable that somebody may have exported is changed, since node gets the environment as it is. The
# shell of a person's is asked nothing: functions that bash has imported must not stand for what is used here.
# shellcheck disable=SC3013 # -ef, as well as -nt and -ot in what is sourced: where a sh has none, the test fails, and node answers
# shellcheck disable=SC2034 # what is sourced uses the rest
unset -f '[' command printf read node readlink cd pwd echo 2>/dev/null || :

swop_format=<%= format %>
swop_writer=<%= writer %>

# The rest is node's. Only here does it matter where swop is installed; $0 is mostly npm's link to this file.
swop_over_to_node() {
  trap - PIPE EXIT
  swop_self=$0
  case $swop_self in
    /*) ;;
    *) swop_self=./$swop_self ;;
  esac
  swop_hops=0
  swop_folder=${swop_self%/*}
  while [ -L "$swop_self" ] && [ "$swop_hops" -lt 40 ]; do
    swop_hops=$((swop_hops + 1))
    swop_above=${swop_folder%/*}
    # As npm links it, globally and in a project: seen without a process.
    if [ "$swop_self" -ef "$swop_above/lib/node_modules/swop/dist/swop" ] 2>/dev/null; then
      swop_self=$swop_above/lib/node_modules/swop/dist/swop
    elif [ "$swop_self" -ef "$swop_above/swop/dist/swop" ] 2>/dev/null; then
      swop_self=$swop_above/swop/dist/swop
    else
      # The name of a file may end in a newline, which a substitution takes away.
      swop_target=$(readlink "$swop_self" 2>/dev/null || command -p readlink "$swop_self"; echo .)
      swop_target=${swop_target%??}
      case $swop_target in
        /*) swop_self=$swop_target ;;
        *) swop_self=$swop_folder/$swop_target ;;
      esac
    fi
    swop_folder=${swop_self%/*}
  done
  # node takes .. out of a path without looking where the links in it lead.
  case $swop_folder/ in
    */../*)
      swop_target=$(cd -P "$swop_folder" >/dev/null && pwd -P; echo .)
      swop_folder=${swop_target%??}
      ;;
  esac
  if command -v node >/dev/null 2>&1; then exec node "$swop_folder/bin.cjs" "$@"; fi
  if [ "${1-}" = env ]; then echo 'false;'; fi
  echo 'swop: there is no node on PATH, and swop needs <%- needed %> or later; install node, or put it on PATH' >&2
  exit 1
}

# As src/accounts/root.ts finds it, where there is nothing to look into; paths that node would write in another way are its.
swop_find_root() {
  swop_root=${SWOP_ROOT-}
  if [ -z "$swop_root" ]; then
    case ${HOME-}/${XDG_DATA_HOME-} in
      */accounts/*) return 1 ;; # perhaps an account's home
    esac
    case ${XDG_DATA_HOME-} in
      /*) swop_root=$XDG_DATA_HOME/swop ;;
      *) swop_root=${HOME-}/.local/share/swop ;;
    esac
  fi
  case $swop_root/ in
    [!/]* | /.local/share/swop/ | *//* | */./* | */../*) return 1 ;;
  esac
}

# The dialect of a program, by its path, as in src/shell/detect.ts.
swop_speaks() {
  swop_program=${1##*/}
  case ${swop_program#-} in
    bash | rbash) swop_dialect=bash ;;
    zsh) swop_dialect=zsh ;;
    fish) swop_dialect=fish ;;
    sh | dash | ash | busybox | ksh | ksh93 | mksh | yash) swop_dialect='sh' ;;
    *) return 1 ;;
  esac
}

# Which shell asks. The first thing that a process has mapped is its program, unless it is something odd: -ef tells.
swop_detect() {
  case ${SWOP_SHELL-}:${SHELL-} in
    */:* | */) return 1 ;;
  esac
  swop_speaks "${SWOP_SHELL-}" && return 0
  IFS= read -r swop_line <"/proc/$PPID/maps" || return 1
  swop_line=/${swop_line#*/}
  [ "/proc/$PPID/exe" -ef "$swop_line" ] || return 1
  swop_speaks "$swop_line" || swop_speaks "${SHELL-}" || swop_dialect='sh'
}

# Sources a file of the user's own.
swop_source() {
  [ -f "$1" ] && [ -O "$1" ] && command . "$1"
}

# As in src/accounts/name.ts.
swop_is_name() {
  case $1 in
    '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9._@+-]* | [Oo][Ff][Ff] | [Dd][Ee][Ff][Aa][Uu][Ll][Tt] | [Nn][Oo][Nn][Ee]) return 1 ;;
  esac
  [ ${#1} -le 64 ]
}

swop_account() {
  swop_is_name "$1" || return 1
  swop_way=$2
  swop_is=
  swop_source "$swop_root/accounts/$1/launch.sh" && [ "$swop_is" = "$1" ]
}

swop_common() {
  swop_part=$1
  swop_has=
  swop_source "$swop_root/shell/launch-$swop_dialect.sh" && [ "$swop_has" = "$1" ]
}

# swop env <name> [--shell X]
swop_env() {
  case $#:${3-}:${4-} in
    2::) swop_detect || return 1 ;;
    4:--shell:bash | 4:--shell:zsh | 4:--shell:fish | 4:--shell:sh) swop_dialect=$4 ;;
    *) return 1 ;;
  esac
  # A terminal gets a hint, too. What is half done, or would not be put back, is for node to say.
  if [ -t 1 ] || ! swop_find_root || [ -e "$swop_root/unfinished.json" ]; then return 1; fi
  if [ "$2" = off ]; then
    swop_common off || return 1
  else
    case ${SWOP_SAVED-} in
      *' part'*) return 1 ;;
    esac
    swop_common save && swop_account "$2" entering || return 1
  fi
  case ${SWOP_ACCOUNT-} in
    '' | "$2") ;;
    *) swop_account "$SWOP_ACCOUNT" leaving ;;
  esac
}

# swop current
swop_current() {
  [ $# -eq 1 ] && swop_is_name "${SWOP_ACCOUNT-}" || return 1
  # One that is gone is for node to say.
  swop_find_root && [ -d "$swop_root/accounts/$SWOP_ACCOUNT" ] && [ ! -e "$swop_root/accounts/$SWOP_ACCOUNT/gone" ] || return 1
  swop_text="$SWOP_ACCOUNT
"
}

# swop init <shell>
swop_init() {
  case $#:${2-} in
    2:bash | 2:zsh | 2:fish) swop_dialect=$2 ;;
    *) return 1 ;;
  esac
  swop_find_root || return 1
  # The node that would run: what `command -v` says could only be had from a subshell.
  swop_folders=${PATH-}:
  while [ -n "$swop_folders" ]; do
    swop_node=${swop_folders%%:*}
    swop_node=${swop_node:-.}/node
    swop_folders=${swop_folders#*:}
    if [ -f "$swop_node" ] && [ -x "$swop_node" ]; then break; fi
  done
  swop_common init
}

swop_answer() {
  case ${1-} in
    env) swop_env "$@" ;;
    current) swop_current "$@" ;;
    init) swop_init "$@" ;;
    *) return 1 ;;
  esac
}

# A damaged file ends some shells: then node answers.
trap 'swop_over_to_node "$@"' EXIT
if swop_answer "$@" 2>/dev/null; then
  trap - EXIT
  # To a reader that is gone node says nothing, and it has words for a disk that is full.
  trap 'exit 0' PIPE
  # The newline at its end by itself, since zsh does not see that the disk is full if it is more than 8 KB.
  if printf %s "${swop_text%?}" 2>/dev/null && printf '\n' 2>/dev/null; then exit 0; fi
fi
swop_over_to_node "$@"
