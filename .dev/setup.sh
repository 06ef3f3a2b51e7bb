#!/bin/sh
# Installs what the tests run: real shells, and the tools that check and watch generated code.
# On Debian as root it installs what is missing; elsewhere it names the command that does.
set -eu

needed='bash zsh fish dash mksh shellcheck shfmt direnv strace tmux git'
missing=
for tool in $needed; do
  command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
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
