#!/bin/sh
# Installs what the tests run: real shells, the tools that check and watch generated code, and the programs that must
# not notice an account. On Debian as root it installs what is missing; elsewhere it names the command that does.
set -eu

tools='bash zsh fish dash mksh busybox shellcheck shfmt direnv strace tmux git openssl fzf'
measuring='hyperfine time'
neighbours='bash-completion gh gpg gpg-agent groff-base less libnss-wrapper openssh-client python3 python3-pip vim zoxide'

# A node that swop does not run on, for what it says then: the package that `node@18` itself installs from.
older=.cache/node-18.20.8
if [ ! -e "$older/node_modules" ]; then
  platform=$(node -p 'process.platform + "-" + process.arch')
  if [ "$platform" = darwin-arm64 ]; then platform=bin-$platform; fi
  mkdir -p "$older"
  echo '{ "private": true }' >"$older/package.json"
  (cd "$older" && npm install --silent --no-audit --no-fund "node-$platform@${older##*-}")
fi

missing=
if command -v dpkg-query >/dev/null 2>&1; then
  # shellcheck disable=SC2016,SC2086 # dpkg's own variables; lists of words
  installed=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' $tools $neighbours $measuring 2>/dev/null || :)"
  for package in $tools $neighbours $measuring; do
    case $installed in *" installed:$package "*) ;; *) missing="$missing $package" ;; esac
  done
else
  for tool in $tools hyperfine gh gpg groff less python3 vim zoxide; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
  done
fi
if [ -z "$missing" ]; then exit 0; fi

if [ "$(uname)" = Darwin ]; then
  echo "The tests need:$missing. Install them: brew install$missing (strace exists on Linux only)" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests need:$missing. Install them: sudo apt-get install$missing" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing >/dev/null
