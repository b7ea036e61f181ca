# The monitors that the comparisons run beside each other: how ours are built, and QEMU at its best. Sourced.
# shellcheck shell=bash disable=SC2034,SC2054 # QEMU's options have commas

REPOSITORY=$(realpath "${BASH_SOURCE[0]%/*}/../../..")
readonly REPOSITORY

# peer_publish PROJECT EXECUTABLE [OPTION...]: builds one of ours to native code and prints where it is. dotnet, which takes the options, does nothing
# when nothing has changed; what it has to say goes to standard error.
peer_publish() {
  need_tools clang=clang
  command -v dotnet >/dev/null || die "$LAB_BROKEN" "no dotnet; install the .NET 10 SDK"
  say "publishing $1"
  MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
    dotnet publish "$REPOSITORY/$1" -c Release -v quiet -nologo "${@:3}" >&2 || die "$LAB_BROKEN" "$1 does not build"
  local executable=$REPOSITORY/artifacts/publish/${1##*/}/release/$2
  [[ -x $executable ]] || die "$LAB_BROKEN" "publishing $1 made no $executable"
  printf '%s\n' "$executable"
}

# peer_loop OUTPUT: the bare C loop.
peer_loop() { gcc -O2 -static -Wall -Wextra -Werror -o "$1" "$REPOSITORY/tests/lab/peers/loop.c"; }

# peer_stamp OUTPUT: the stopwatch that a monitor is started by.
peer_stamp() { gcc -O2 -static -Wall -Wextra -Werror -o "$1" "$REPOSITORY/tests/lab/peers/stamp.c"; }

# peer_qemu: finds QEMU and leaves in
#   qemu_version     its version
#   qemu_additions   what the lab must be given for it, at /peers
#   qemu_command     how it runs in /peers, up to and without -m and -kernel
#   qemu_linux_command   the same for a Linux guest
# At its best for a guest like ours: Debian's build with this machine type alone starts in half the time of the full one;
# no device that the guest does not use; and without ACPI it takes the faster of its two firmwares.
peer_qemu() {
  local qemu directory firmware=
  qemu=$(command -v qemu-system-x86_64-microvm || command -v qemu-system-x86_64)
  qemu_version=$("$qemu" --version | sed -n 's/^QEMU emulator version \([0-9.]*\).*/\1/p')
  qemu_additions=(--add "$qemu=/peers/qemu")
  # Wherever this QEMU looks for it.
  while read -r directory; do
    [[ -z $firmware && -e $directory/qboot.rom ]] && firmware=$directory/qboot.rom
  done < <("$qemu" -L help)
  [[ -n $firmware ]] || die "$LAB_BROKEN" "QEMU's qboot.rom not found; install with: apt-get install qemu-system-data"
  qemu_additions+=(--add "$firmware=/peers/firmware/qboot.rom")
  local common=(./qemu -L firmware -no-user-config -nodefaults -display none -no-reboot -accel kvm -cpu host -serial stdio)
  local machine=microvm,pit=off,pic=off,auto-kernel-cmdline=off,x-option-roms=off
  qemu_command=("${common[@]}" -M "$machine,acpi=off,rtc=off")
  # Linux finds the disk by ACPI, and loses more than a second without a CMOS clock.
  qemu_linux_command=("${common[@]}" -M "$machine,rtc=on" -bios qboot.rom)
}

# peer_qemu_with DEVICE: after peer_qemu, leaves in qemu_with how a QEMU of the same version that has a device is called in /peers: the same, or the full
# build, which the lab is given then; nothing where neither has it.
peer_qemu_with() {
  local full device="name \"$1\"" narrow=${qemu_additions[1]%=/peers/qemu}
  qemu_with=./qemu
  [[ $("$narrow" -device help 2>/dev/null) != *"$device"* ]] || return 0
  qemu_with=
  full=$(command -v qemu-system-x86_64) || return 0
  [[ $("$full" --version) == "QEMU emulator version $qemu_version"[!0-9.]* && $("$full" -device help 2>/dev/null) == *"$device"* ]] || return 0
  qemu_with=./qemu-full
  qemu_additions+=(--add "$full=/peers/qemu-full")
}

# peer_run OUTPUT ARGUMENT...: runs tests/lab/run ARGUMENT... deterministically, with its output in a file; its exit code. The lab has stood still
# in comparisons now and then, with QEMU as the monitor as with ours, and for no reason found yet. The same lab would stand still at the same
# instruction again, so that another try has a little more memory; what is printed are counts that do not depend on it. A third stop is a failure.
peer_run() {
  local output=$1 try ended
  shift
  for try in 1 2 3; do
    ended=0
    "$REPOSITORY/tests/lab/run" --icount --timeout 600 --silence 120 --memory "$((3008 + 64 * try))" "$@" >"$output" || ended=$?
    ((ended == LAB_TIMED_OUT && try < 3)) || break
    say "the lab stood still after '$(tail -n 1 "$output" | cut -c 1-100)'; once more"
  done
  return "$ended"
}
