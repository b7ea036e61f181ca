# The one processor that a lab's QEMU runs on. Sourced, never run.
# shellcheck shell=bash

# lab_processor: sets $processor to one that this process may use and no other lab does, as long as there is one; it stays taken until the last
# process started afterwards has ended.
lab_processor() {
  local allowed range number taken
  local numbers=()
  allowed=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)
  for range in ${allowed//,/ }; do
    mapfile -t -O "${#numbers[@]}" numbers < <(seq "${range%-*}" "${range#*-}")
  done
  for number in "${numbers[@]}"; do
    exec {taken}>"$(lab_cache)/processor.$number"
    if flock -n "$taken"; then
      processor=$number
      return
    fi
    exec {taken}>&-
  done
  processor=${numbers[RANDOM % ${#numbers[@]}]}
}
