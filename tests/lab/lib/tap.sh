# Test lines a person and a harness can read: "ok 3 - what holds", and at the end "N passed, N failed". Sourced.
# shellcheck shell=bash

tap_passed=0 tap_failed=0

# check NAME CONDITION: the condition is shell text, so that the line of a failure can show it.
check() {
  local number=$((tap_passed + tap_failed + 1))
  if eval "$2"; then
    tap_passed=$((tap_passed + 1))
    printf 'ok %d - %s\n' "$number" "$1"
  else
    tap_failed=$((tap_failed + 1))
    printf 'not ok %d - %s\n# expected: %s\n' "$number" "$1" "$2"
    # The last run's exit code and output, where the test keeps them under these names.
    printf '# exit code: %s\n' "${code:-none}"
    local file
    for file in out err; do
      [[ -s ${work:-}/$file ]] && head -n 20 "$work/$file" | cut -c 1-200 | sed "s/^/# $file: /"
    done
  fi
}

# tap_end: the summary line; its status is the test's.
tap_end() {
  printf '%d passed, %d failed\n' "$tap_passed" "$tap_failed"
  ((tap_failed == 0))
}
