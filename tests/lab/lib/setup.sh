# The cached part of the lab: Debian's cloud kernel, its modules and a static busybox, fetched once and used offline
# afterwards. Nothing here needs root: packages are downloaded and unpacked, never installed. Sourced by ../run.
# shellcheck shell=bash

# Raise this when what a set-up holds changes: it names the directory, so an older cache is left alone, not misread.
readonly LAB_FORMAT=1

# Loaded at every start, in this order after their dependencies: KVM itself, and the channels output leaves by.
readonly LAB_MODULES=(kvm-amd virtio_pci virtio_console)

# lab_setup: prints the directory of a complete set-up, making it first if need be. It holds
#   vmlinuz    the host kernel         modules/   its /lib/modules/RELEASE tree, with modules.dep
#   release    its release name        base.cpio  the initramfs of every lab: busybox and LAB_MODULES
lab_setup() {
  local cache ready
  cache=$(lab_cache)
  ready=$cache/$LAB_FORMAT
  if [[ ! -d $ready ]]; then
    mkdir -p "$cache"
    # One set-up at a time: whoever waited finds the work done. Call this in $(...), whose end releases the lock.
    exec 9>"$cache/lock"
    flock -n 9 || {
      say "waiting for another set-up to end"
      flock 9
    }
    if [[ ! -d $ready ]]; then lab_make_setup "$cache" "$ready"; fi
  fi
  printf '%s\n' "$ready"
}

# A set-up is built beside its final place and renamed, so an interrupted one is never mistaken for a whole one.
lab_make_setup() (
  cache=$1 ready=$2
  rm -rf "$cache"/building.*
  build=$(mktemp -d "$cache/building.XXXXXX")
  trap 'rm -rf "$build"' EXIT
  trap 'exit 130' INT TERM HUP

  if [[ -d $(lab_unpacked) ]]; then
    # Links, not copies: neither side ever changes a file in place.
    cp -Rl "$(lab_unpacked)" "$build/set"
    mv "$build/set/busybox" "$build/busybox"
  else
    lab_unpack_packages "$build"
  fi
  say "building the base initramfs"
  lab_make_base "$build/set" "$build/busybox" "$build/base"
  mv -T "$build/set" "$ready"
  say "set-up complete in $ready"
)

# samples/HelloLinux keeps the same packages unpacked, in KernelCache.cs: what it has fetched need not be fetched again.
lab_unpacked() { printf '%s/debian/cloud-amd64\n' "$(dirname "$(lab_cache)")"; }

# lab_unpack_packages BUILD: leaves BUILD/set, without the base initramfs, and BUILD/busybox.
lab_unpack_packages() {
  local build=$1 kernel package vmlinuz release
  kernel=$(lab_kernel_package)
  lab_fetch "$build/deb" "$kernel" busybox-static
  say "unpacking $kernel"
  for package in "$build"/deb/*.deb; do dpkg -x "$package" "$build/tree"; done

  vmlinuz=("$build"/tree/boot/vmlinuz-*)
  release=${vmlinuz[0]##*/vmlinuz-}
  mv "$build/tree/bin/busybox" "$build/busybox"
  # Debian makes modules.dep when the package is installed; ours never is, and busybox brings a depmod.
  "$build/busybox" depmod -b "$build/tree" "$release"

  mkdir "$build/set"
  printf '%s\n' "$release" >"$build/set/release"
  mv "${vmlinuz[0]}" "$build/set/vmlinuz"
  mv "$build/tree/lib/modules/$release" "$build/set/modules"
}

# The concrete package behind the metapackage: its name carries the kernel's version, which moves with every update.
lab_kernel_package() {
  local name
  name=$(LC_ALL=C apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-.*\)$/\1/p' | head -n 1)
  [[ -n $name ]] || die "$LAB_BROKEN" "apt knows no linux-image-cloud-amd64: run apt-get update first (Debian on amd64 is needed)"
  printf '%s\n' "$name"
}

# lab_fetch DIRECTORY PACKAGE...: apt verifies what it downloads against the signed lists. Its sandbox user cannot write
# into a cache in somebody's home, so root downloads as itself; for a plain user the option means nothing.
lab_fetch() {
  local directory=$1
  shift
  mkdir "$directory"
  say "downloading $* (about 30 MB)"
  (cd "$directory" && apt-get -q -o APT::Sandbox::User=root download "$@") >"$directory/log" 2>&1 || {
    sed 's/^/  /' "$directory/log" >&2
    die "$LAB_BROKEN" "apt-get could not download $*: is the network there, and are apt's lists fresh (apt-get update)?"
  }
}

# lab_make_base SET BUSYBOX ROOT: the root every lab starts from, without /init, which is so small that it is added
# freshly at each start.
lab_make_base() {
  local set=$1 busybox=$2 root=$3 module
  mkdir -p "$root"/{dev,etc,proc,sys,tmp,run,root,mnt,usr/{bin,sbin,lib,lib64}}
  # Debian's merged /usr, so that a library found at /lib/x86_64-linux-gnu on the host is found there in the lab too.
  for module in bin sbin lib lib64; do ln -s "usr/$module" "$root/$module"; done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  cp "$busybox" "$root/bin/busybox"
  "$busybox" --list | while read -r applet; do
    [[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"
  done
  lab_module_files "$set" "${LAB_MODULES[@]}" | lab_copy_modules "$set" "$root"
  lab_pack "$root" >"$set/base.cpio"
}

# lab_module_files SET NAME...: the .ko files that provide these modules, dependencies first, each once, as paths inside
# modules/. A module that is built in needs no file. modules.dep lists for a file what it needs, nearest first.
lab_module_files() {
  local set=$1 name line file
  local -A seen=()
  shift
  for name in "$@"; do
    name=${name//-/_}
    line=$(sed "s/:/ /" "$set/modules/modules.dep" | awk -v want="$name" \
      '{ n = $1; sub(/.*\//, "", n); sub(/\.ko$/, "", n); gsub(/-/, "_", n); if (n == want) { for (i = NF; i > 0; i--) print $i } }')
    if [[ -z $line ]]; then
      sed 's/.*\///; s/\.ko$//; s/-/_/g' "$set/modules/modules.builtin" | grep -qx -- "$name" ||
        die "$LAB_USAGE" "the kernel $(<"$set/release") has no module $name"
      continue
    fi
    for file in $line; do
      [[ -n ${seen[$file]:-} ]] || printf '%s\n' "$file"
      seen[$file]=1
    done
  done
}

# lab_copy_modules SET ROOT < list of files
lab_copy_modules() {
  local set=$1 root=$2 file
  while read -r file; do
    mkdir -p "$root/usr/lib/modules/${file%/*}"
    cp "$set/modules/$file" "$root/usr/lib/modules/$file"
  done
}

# lab_pack ROOT: a directory as the cpio archive Linux unpacks as its first root, everything owned by root.
lab_pack() { (cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z | cpio --quiet -0 -o -H newc -R +0:+0); }
