# shellcheck shell=bash
# swop, for bash 3.2 and later. Generated; changes made here are lost.
#
# What every shell reads as it starts: the functions themselves are read at the first `swop`, since nothing else needs them in
# most shells. ${V-} and the ifs keep `set -eu` shells alive.

# Under `set -a` functions would be exported.
if [[ $- == *a* ]]; then
  \builtin set +a
  __swop_exporting=1
fi

function __swop_load {
  if [[ -r <%= functions %> && -O <%= functions %> ]]; then
    if [[ $- == *a* ]]; then
      \builtin set +a
      \builtin source <%= functions %>
      \builtin set -a
    else
      \builtin source <%= functions %>
    fi
  else
    \builtin printf '%s\n' <%= missing %> >&2
    \builtin return 1
  fi
}

# Takes its own place.
function swop {
  __swop_load || \builtin return
  swop "$@"
}

# Completions are read at the first TAB.
if [[ $- == *i* && -O <%= completions %>/swop.bash ]]; then
  function __swop_complete_first {
    \builtin source <%= completions %>/swop.bash && __swop_complete "$@"
  }
  __swop_root=<%= root %>
  \builtin complete -o default -F __swop_complete_first swop
fi

# An account that the shell was started with, a history in its home, a bound folder, a default account: then they are needed now.
if [[ -n ${SWOP_ACCOUNT-} || ${HISTFILE-} == <%= accounts %>/* || ($- == *i* && -s <%= starts %>) ]]; then
  if __swop_load; then __swop_begin; fi
fi

if [[ -n ${__swop_exporting-} ]]; then
  \builtin unset -v __swop_exporting
  \builtin set -a
fi
