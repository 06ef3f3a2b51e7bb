# shellcheck shell=bash
# swop: `use swop <account>` for direnv. Generated; changes made here are lost. Sourced by the library that
# `swop direnv install` puts beside direnv's own; runs in direnv's bash. Starts swop only when there is drift.
#
# Every failure ends the .envrc: with a return, the rest of it would run under whatever was active before.

use_swop() {
  local __swop_to='' name=${1-} over=${SWOP_SAVED-} home=${HOME-} folder=<%= accounts %>/${1-} file
  case $name in
    '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9._@+-]* | [Oo][Ff][Ff] | [Dd][Ee][Ff][Aa][Uu][Ll][Tt] | [Nn][Oo][Nn][Ee])
      log_error "swop: '$name' can't be an account name; swop list shows the accounts"
      exit 2
      ;;
  esac
  # Also when they are not there: an account can come back. One call, since each starts direnv once more.
  watch_file "$folder/env.bash" "$folder/account.json"
  if [[ ! -d $folder ]]; then
    log_error "swop: there is no account '$name' (removed, or renamed?); swop list shows the accounts"
    exit 3
  fi
  # shellcheck source=/dev/null
  if [[ ! -O $folder/drift.bash ]] || ! source "$folder/drift.bash" entering <%= format %> "$folder"; then
    if type -P swop >/dev/null; then
      SWOP_ROOT=<%= root %> swop sync --quiet "$name" || [[ $? -eq 4 ]] || exit 1
    else
      SWOP_ROOT=<%= root %> <%= node %> <%= script %> sync --quiet "$name" || [[ $? -eq 4 ]] || exit 1
    fi
  fi
  for file in "$folder/env.bash" <%= root %>/shell/save.bash; do
    if [[ ! -O $file ]]; then
      log_error "swop: $file is missing, or another user's; run: swop sync $name"
      exit 1
    fi
  done
  # What save.bash does, which takes bash a third of a millisecond to read, where there is nothing yet.
  if [[ -z $over ]]; then
    for file in <%- names.join(' ') %>; do
      if [[ -z ${!file+x} ]]; then continue; fi
      printf -v "SWOP_SAVED_$file" %s "${!file}"
      if [[ ${BASH_VERSINFO-0} -lt 5 || ${!file@a} == *x* ]]; then
        export "SWOP_SAVED_${file?}"
      else
        export -n "SWOP_SAVED_${file?}"
      fi
    done
    if [[ $home == <%= accounts %>/*/home ]]; then export SWOP_SAVED_HOME=<%= realHome %>; fi
  elif [[ $over != [<%- saved %>-9]* ]]; then
    # shellcheck source=/dev/null
    source <%= root %>/shell/save.bash
  fi
  export SWOP_ACCOUNT=-
  # shellcheck source=/dev/null
  source "$folder/env.bash" || :
  if [[ ${SWOP_ACCOUNT-} != "$name" ]]; then
    log_error "swop: '$name' was not activated; run: swop sync $name"
    exit 1
  fi
  # Whose activation it is. `over`: one made by hand lies below, which `swop off` must not take away, since direnv would
  # bring back half of it on leaving. `part`: direnv will not put HOME back on leaving, since it has not changed.
  SWOP_SAVED='<%- saved %> direnv'
  if [[ -n $over ]]; then SWOP_SAVED+=' over'; fi
  if [[ $HOME == "$home" ]]; then SWOP_SAVED+=' part'; fi
  export SWOP_SAVED
}
