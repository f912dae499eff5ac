# SPDX-FileCopyrightText: 2026 Sallyport contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the scripts share. Source it; it changes nothing but these names.

# The checkout this script belongs to.
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# Progress for people, apart from the output of programs.
say() {
    printf '%s\n' "$*" >&2
}

# A headline, so that the long output of tools has landmarks.
step() {
    say "==> $*"
}

fail() {
    say "$(basename -- "$0"): $*"
    exit 1
}

# Prints the comment block at the head of the calling script as its help.
show_help() {
    sed -n '4,/^$/s/^# \{0,1\}//p' "$0"
}

has_display() {
    [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]
}

# Whether a person can answer a question.
can_ask() {
    [[ -t 0 && -t 2 && -z ${CI:-} ]]
}

# ask_yes QUESTION: true only when a person said yes.
ask_yes() {
    local answer
    can_ask || return 1
    read -r -p "$1 [y/N] " answer
    [[ $answer == [yY]* ]]
}

# Where things outlive a run; tests/servers uses the same place.
cache_folder() {
    printf '%s\n' "${SALLYPORT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sallyport}"
}

# Compilations are shared between checkouts: what the compiler cache compares does not depend on where they lie.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1

# build PRESET [TARGET...]: configures when that has not been done, then builds what changed.
build() {
    local preset=$1
    shift
    local folder="$ROOT/build/$preset"
    local written="$ROOT/build"
    [[ -e $written ]] || written=$ROOT
    [[ -w $written ]] || fail "$written belongs to another user ($(stat -c %U "$written")); use a checkout of your own"
    # A configuration that was cut short leaves no build.ninja. Ninja itself notices changed CMake files.
    if [[ ! -e $folder/build.ninja ]]; then
        step "Configuring ($preset)"
        (cd "$ROOT" && cmake --preset "$preset") >&2
    fi
    step "Building ($preset)"
    (cd "$ROOT" && cmake --build --preset "$preset" ${1:+--target "$@"}) >&2
}
