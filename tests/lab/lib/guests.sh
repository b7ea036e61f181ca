# Builds mini-guests from tests/lab/guests, at test time: the repository holds no binary. Sourced.
# shellcheck shell=bash

readonly GUESTS=${BASH_SOURCE[0]%/*}/../guests

# guest_flat NAME OUTPUT [-DNAME]...: guests/NAME.S as a flat image for 0x100000.
guest_flat() {
  gcc -c "${@:3}" -o "$2.o" "$GUESTS/$1.S"
  ld -e _start -Ttext=0x100000 --oformat=binary -o "$2" "$2.o"
}

# guest_linux MODE SET OUTPUT [MODULE...]: guests/linux.c as /init in an initramfs, with drivers out of the set-up SET.
guest_linux() {
  local root file number=0
  root=$(mktemp -d "$3.XXXXXX")
  gcc -O2 -s -static -nostdlib -ffreestanding -fno-stack-protector -Wall -Wextra -Werror "-D$1" -o "$root/init" "$GUESTS/linux.c"
  if (($# > 3)); then
    mkdir "$root/dev"
    while read -r file; do
      cp "$2/modules/$file" "$root/$(printf '%02d' "$number").ko"
      number=$((number + 1))
    done < <(lab_module_files "$2" "${@:4}")
  fi
  lab_pack "$root" >"$3"
  rm -rf "$root"
}

# guest_pvh FLAT OUTPUT: a flat image inside an ELF file that QEMU boots by PVH. The stub lies 1 MiB above it.
guest_pvh() {
  gcc -c -DFLAT_IMAGE="\"$1\"" -o "$2.o" "$GUESTS/pvh-stub.S"
  # -N: no file headers in memory, where they would fall on the firmware's place below 1 MiB.
  ld -N -e entry --section-start=.image=0x100000 -Ttext=0x200000 -z noexecstack --no-warn-rwx-segments -o "$2" "$2.o"
}
