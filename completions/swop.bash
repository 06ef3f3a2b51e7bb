# shellcheck shell=bash
# swop: completions for bash 3.2 and later, without the bash-completion library. Written by hand; no process is started, so
# there is no command substitution here. ${V-} and the quotes keep `set -u` and any IFS out of it.

# Sets __swop_folder to swop's own folder.
function __swop_find_root {
  __swop_folder=${__swop_root-}
  if [[ -z $__swop_folder ]]; then __swop_folder=${SWOP_ROOT-}; fi
  if [[ -z $__swop_folder && ${XDG_DATA_HOME-} == /* ]]; then __swop_folder=$XDG_DATA_HOME/swop; fi
  if [[ -z $__swop_folder ]]; then __swop_folder=${HOME-}/.local/share/swop; fi
}

# Offers those of the words that begin as the word at the cursor does.
function __swop_offer {
  \builtin local word
  if [[ -z $__swop_current ]]; then
    COMPREPLY+=("$@")
    \builtin return 0
  fi
  for word in "$@"; do
    if [[ $word == "$__swop_current"* ]]; then COMPREPLY+=("${word#"$__swop_before"}"); fi
  done
}

# $1: accounts or backups. All at once, since a loop costs 15 µs for each name. Only folders, which takes a look at each:
# among the accounts there is nothing else.
function __swop_offer_entries {
  \builtin local entries end='' names='[A-Za-z0-9_]*'
  __swop_files=''
  if [[ $__swop_current == [!A-Za-z0-9_]* ]]; then \builtin return 0; fi
  if [[ $1 != accounts ]]; then end=/; fi
  if [[ -z $__swop_current ]]; then
    # shellcheck disable=SC2206 # it is a pattern, which shfmt takes for an index where it is spelled out
    entries=("$__swop_folder/$1/"$names$end)
  else
    # shellcheck disable=SC2206 # the end is a pattern, too
    entries=("$__swop_folder/$1/$__swop_current"*$end)
  fi
  # A pattern that fits nothing stays what it is.
  if [[ ! -e ${entries[0]-} ]]; then \builtin return 0; fi
  if [[ -n $end ]]; then entries=("${entries[@]%/}"); fi
  if [[ -n $__swop_before ]]; then
    entries=("${entries[@]##*/}")
    COMPREPLY+=("${entries[@]#"$__swop_before"}")
  else
    COMPREPLY+=("${entries[@]##*/}")
  fi
}

# The bound folders: in bindings.json each has a line of its own. One with a quote or a newline in it is left out.
function __swop_offer_bindings {
  \builtin local line quoted
  if [[ ! -r $__swop_folder/bindings.json ]]; then \builtin return 0; fi
  while IFS='' \builtin read -r line; do
    if [[ $line == '    "/'*'": "'* && $line != *\\* ]]; then
      line=${line#*\"}
      \builtin printf -v quoted %q "${line%%\": \"*}"
      __swop_offer "$quoted"
    fi
  done <"$__swop_folder/bindings.json"
}

# $1: a command. Its options.
function __swop_offer_options {
  __swop_offer --help
  case $1 in
    add) __swop_offer --isolation --from --copy --codex-home --login --device-auth --with-api-key --with-access-token ;;
    backups) __swop_offer --json --older-than --larger-than --logins --dry-run ;;
    best | usage) __swop_offer --json --refresh --timeout ;;
    bindings | explain | guard | list | status) __swop_offer --json ;;
    config) __swop_offer --account --json ;;
    daemons) __swop_offer --json --stop --unused ;;
    doctor) __swop_offer --fix --json ;;
    env) __swop_offer --shell --format ;;
    login) __swop_offer --device-auth --with-api-key --with-access-token ;;
    logout) __swop_offer --yes ;;
    own) __swop_offer --copy --empty ;;
    remove) __swop_offer --logout --force --yes ;;
    rename) __swop_offer --force ;;
    restore) __swop_offer --as ;;
    setup) __swop_offer --dry-run --yes ;;
    sync) __swop_offer --dry-run --json --quiet ;;
    uninstall) __swop_offer --dry-run --purge --yes ;;
    use) __swop_offer --best ;;
    verify) __swop_offer --json --trace --trace-log --compare ;;
  esac
}

# $1: a command; $2: how many arguments stand before the cursor. Files, folders and other programs are readline's own
# business: `complete -o default`.
function __swop_offer_arguments {
  case $1:$2 in
    use:0 | run:0 | login:0 | logout:0 | rename:0 | remove:0 | bind:0 | envrc:0 | own:0 | share:0) __swop_offer_entries accounts ;;
    sync:* | doctor:*) __swop_offer_entries accounts ;;
    status:0 | usage:*)
      __swop_offer_entries accounts
      __swop_offer default
      ;;
    env:0)
      __swop_offer_entries accounts
      __swop_offer off
      ;;
    default:0)
      __swop_offer_entries accounts
      __swop_offer none
      ;;
    guard:0) __swop_offer on off status ;;
    guard:*) __swop_offer_entries accounts ;;
    backups:0) __swop_offer prune ;;
    restore:0) __swop_offer_entries backups ;;
    config:0) __swop_offer get set unset edit schema ;;
    config:1) __swop_offer default share. overrides. isolation ;;
    direnv:0) __swop_offer install uninstall ;;
    init:0 | setup:*) __swop_offer bash zsh fish ;;
    unbind:0) __swop_offer_bindings ;;
    explain:*) __swop_offer HOME PATH CODEX_HOME CODEX_SQLITE_HOME CODEX_API_KEY CODEX_ACCESS_TOKEN OPENAI_API_KEY OPENAI_BASE_URL ;;
  esac
}

# The words are those of the line, split at blanks only: bash would split a name at its @.
function __swop_complete_words {
  \builtin local __swop_current __swop_before='' __swop_folder word command='' last='' rest="${COMP_LINE:0:COMP_POINT}"
  \builtin local count=-1 arguments=0 passed='' __swop_files=1
  __swop_find_root
  while [[ $rest == *[[:blank:]]* ]]; do
    word=${rest%%[[:blank:]]*}
    rest=${rest#*[[:blank:]]}
    while [[ $word == *\\ && $rest == *[[:blank:]]* ]]; do
      word="$word ${rest%%[[:blank:]]*}"
      rest=${rest#*[[:blank:]]}
    done
    if [[ $word == *\\ ]]; then
      rest="$word $rest"
      \builtin break
    fi
    if [[ -z $word ]]; then \builtin continue; fi
    count=$((count + 1))
    if [[ $count -eq 1 ]]; then
      command=$word
    elif [[ $count -gt 1 ]]; then
      case $last in
        --isolation | --from | --codex-home | --shell | --format | --older-than | --larger-than | --as | --account | --stop | --compare | --trace-log | --timeout) ;;
        *)
          if [[ $word == -- ]]; then passed=1; fi
          if [[ $word != -* || $word == - ]]; then arguments=$((arguments + 1)); fi
          ;;
      esac
    fi
    last=$word
  done
  __swop_current=${rest#[\"\']}
  # What readline does not replace: it goes from a character of COMP_WORDBREAKS on.
  if [[ -n ${1-} && $__swop_current == *"$1" ]]; then
    __swop_before=${__swop_current%"$1"}
  elif [[ -z ${1-} ]]; then
    __swop_before=$__swop_current
  fi
  if [[ $count -lt 1 ]]; then
    __swop_offer add backups best bind bindings config current daemons default direnv doctor env envrc explain guard init list
    __swop_offer login logout off own remove rename restore run setup share status sync unbind uninstall usage use verify
    if [[ $__swop_current == -* ]]; then __swop_offer --help --version; fi
    \builtin return 0
  fi
  __swop_offer_next "$command" "$last" "$arguments" "$passed"
  if [[ -z $__swop_files ]]; then __swop_no_files; fi
}

# No files where there are names to choose from; bash 3.2 can't be told, and has no COMP_TYPE.
function __swop_no_files {
  if [[ -n ${COMP_TYPE-} ]]; then \builtin compopt +o default || \builtin true; fi
}

# $1: the beginning of a name behind `swop use`, which people wait for most: taking any line apart takes twice as long. Status 1:
# not as simple as that. What is a folder is not looked at: among the accounts there is nothing else.
function __swop_complete_use {
  if [[ $COMP_LINE != "swop use $1" || $1 != [A-Za-z0-9_]* || $1 == *[!A-Za-z0-9._+-]* || $COMP_POINT -ne ${#COMP_LINE} ||
    -z ${__swop_root-} || $- == *f* || -n ${GLOBIGNORE-} ]] || \builtin shopt -q failglob; then
    \builtin return 1
  fi
  COMPREPLY=("$__swop_root/accounts/$1"*)
  # A pattern that fits nothing stays what it is.
  if [[ -e ${COMPREPLY[0]-} ]]; then COMPREPLY=("${COMPREPLY[@]##*/}"); else COMPREPLY=(); fi
  __swop_no_files
}

# $1: a command; $2: the word before the cursor; $3: how many arguments stand before it; $4: not empty behind --.
function __swop_offer_next {
  if [[ -n $4 || ($1 == run && $3 -gt 0) ]]; then \builtin return 0; fi
  case $1:$2 in
    add:--isolation) __swop_offer overlay codex strict ;;
    env:--shell) __swop_offer sh bash zsh fish ;;
    env:--format) __swop_offer sh bash zsh fish json dotenv ;;
    config:--account) __swop_offer_entries accounts ;;
    daemons:--stop)
      __swop_offer_entries accounts
      __swop_offer default
      ;;
    add:--from | add:--codex-home | backups:--older-than | backups:--larger-than | restore:--as | *:--timeout | verify:--compare | verify:--trace-log) ;;
    *)
      if [[ $__swop_current == -* ]]; then
        __swop_offer_options "$1"
      else
        __swop_offer_arguments "$1" "$3"
      fi
      ;;
  esac
}

# $2: what readline takes for the word. Globs mean what they usually do while this runs, and nothing is lost if it fails.
function __swop_complete {
  if __swop_complete_use "${2-}"; then \builtin return 0; fi
  \builtin local noglob='' failglob='' GLOBIGNORE='' IFS=$' \t\n'
  COMPREPLY=()
  if [[ $- == *f* ]]; then noglob=1; fi
  if \builtin shopt -q failglob; then failglob=1; fi
  \builtin set +f
  \builtin shopt -u failglob
  __swop_complete_words "${2-}" || \builtin true
  if [[ -n $noglob ]]; then \builtin set -f; fi
  if [[ -n $failglob ]]; then \builtin shopt -s failglob; fi
}

\builtin complete -o default -F __swop_complete swop
