# Words and checks every part of the lab shares. Sourced, never run.
# shellcheck shell=bash disable=SC2034

# Exit codes that are the lab's own, not the command's. 124 and 125 are what timeout(1) and container tools use.
readonly LAB_USAGE=2 LAB_TIMED_OUT=124 LAB_BROKEN=125

# Standard output belongs to the command inside the lab, so everything the lab itself says goes to standard error.
say() { printf 'lab: %s\n' "$*" >&2; }

die() {
  local code=$1
  shift
  say "$@"
  exit "$code"
}

# misuse WORDS...: for wrong usage, of a program that has a usage of its own.
misuse() {
  say "$@"
  usage >&2
  exit "$LAB_USAGE"
}

# The set-up is kept between runs; KVMSDK_CACHE moves the whole project's cache.
lab_cache() { printf '%s/lab\n' "${KVMSDK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kvmsdk}"; }

# need_tools TOOL=PACKAGE...: one sentence that names every missing package at once, rather than one failure a run.
need_tools() {
  local pair tools=() packages=()
  for pair in "$@"; do
    if ! command -v "${pair%%=*}" >/dev/null; then
      tools+=("${pair%%=*}")
      packages+=("${pair#*=}")
    fi
  done
  ((${#tools[@]} == 0)) || die "$LAB_BROKEN" "${tools[*]} not found; install with: apt-get install ${packages[*]}"
}
