# What one start adds to the base initramfs: /init, the command, and the caller's files with the libraries they need.
# Sourced by ../run.
# shellcheck shell=bash

# lab_add ROOT HOST=GUEST: copies a file or a directory. A HOST that is a symbolic link is followed, links inside a
# directory stay links. A GUEST that ends in / means "into this directory, under its own name".
lab_add() {
  local root=$1 host guest=${2##*=} place
  host=$(realpath -s -- "${2%=*}")
  [[ $guest == */ ]] && guest+=${host##*/}
  place=$root$(lab_merged_usr "$(realpath -ms "$guest")")
  mkdir -p "${place%/*}"
  if [[ -d $host ]]; then
    mkdir -p "$place"
    cp -R --preserve=mode,timestamps --reflink=auto "$host/." "$place/"
  else
    cp -L --preserve=mode,timestamps --reflink=auto "$host" "$place"
  fi
  lab_add_libraries "$root" "$host"
}

# /bin, /sbin, /lib and /lib64 are links in the base; a directory of that name in a later archive would replace them.
lab_merged_usr() {
  if [[ $1 =~ ^/(bin|sbin|lib|lib64)(/.*)?$ ]]; then printf '/usr%s\n' "$1"; else printf '%s\n' "$1"; fi
}

# lab_add_libraries ROOT HOST: for each dynamically linked ELF file there, the loader and libraries that ldd resolves on
# this host, at the same paths. A library that came along inside the added directory is already where $ORIGIN finds it.
lab_add_libraries() {
  local root=$1 host=$2 file magic line library place
  while IFS= read -r -d '' file; do
    magic=
    LC_ALL=C IFS= read -r -n 4 -d '' magic <"$file" 2>/dev/null || true
    [[ $magic == $'\x7fELF' ]] || continue
    while read -r line; do
      case $line in
        *'=> not found'*) say "warning: $file needs ${line%% *}, which this host does not have" && continue ;;
        *'=> /'*) library=${line#*=> } ;;
        /*) library=$line ;;
        *) continue ;;
      esac
      library=${library% (0x*}
      [[ -d $host && $(realpath -s "$library") == "$host"/* ]] && continue
      place=$root$(lab_merged_usr "$(realpath -ms "$library")")
      [[ -e $place ]] && continue
      mkdir -p "${place%/*}"
      cp -L --preserve=mode "$library" "$place"
    done < <(ldd "$file" 2>/dev/null)
  done < <(find -H "$host" -type f -print0)
}

# lab_command ROOT COMMAND [ARGS...]: the command as a script of one line, each word quoted so that any byte survives.
lab_command() {
  local root=$1 word
  shift
  {
    printf exec
    for word in "$@"; do printf " '%s'" "${word//\'/\'\\\'\'}"; done
    printf '\n'
  } >"$root/lab/command"
}
