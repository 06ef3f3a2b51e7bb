# swop, for zsh 5 and later. Generated; changes made here are lost.
#
# What every shell reads as it starts: the functions themselves are read at the first `swop`, since nothing else needs them in
# most shells. ${V-} and the ifs keep `set -eu` shells alive.

# Aliases are expanded when a definition is read, so there are none while this file is.
if [[ -o 'aliases' ]]; then
  'builtin' 'typeset' '-g' '__swop_aliases=1'
  'builtin' 'setopt' 'no_aliases'
fi

# With zsh's own options, whatever the shell's are, and no aliases.
function __swop_load {
  \builtin emulate -L zsh
  \builtin setopt no_aliases
  if [[ -r <%= functions %> && -O <%= functions %> ]]; then
    \builtin source <%= functions %>
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

# Completions are read at the first TAB. Where compinit comes later, it finds them by itself.
function __swop_completions {
  \builtin emulate -L zsh
  if [[ ${fpath[(Ie)$1]} -eq 0 ]]; then fpath+=("$1"); fi
  \builtin autoload -Uz _swop
  # Without _comps there was no compinit; the functions are asked for second, since that loads a module.
  if [[ -n ${_comps+1} && -n ${functions[compdef]-} ]]; then compdef _swop swop; fi
}
if [[ -o interactive && -O <%= completions %>/_swop ]]; then
  \builtin typeset -g __swop_root=<%= root %>
  __swop_completions <%= completions %>
fi

# An account that the shell was started with, a history in its home, a bound folder, a default account: then they are needed now.
if [[ -n ${SWOP_ACCOUNT-} || ${HISTFILE-} == <%= accounts %>/* || ( -o interactive && -s <%= starts %> ) ]]; then
  if __swop_load; then __swop_begin; fi
fi

if [[ -n ${__swop_aliases-} ]]; then
  \builtin unset __swop_aliases
  \builtin setopt aliases
fi
