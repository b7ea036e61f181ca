# The table of ../compare-linux, from three files: the monitors' labels, the fixed references, and the lab's output ("peer N",
# then what peers/stamp.c printed of three starts: BOOT, WORK, and one that idles). Monitors with "file" in their labels, which have no WORK, have a
# table of their own. Figures also go to the file `raw`. With `check` the rows of ours must keep to the budgets.

BEGIN {
  count = split("mark end cpu exits resident cpuid out-0x80 uart-write sequential-64MiB random-4KiB random-write-4KiB", column)
  split("/init|restart|CPU time|exits|resident|floor|out 0x80|uart|64 MiB|4 KiB|4 KiB w", head, "|")
  files_count = split("mark end cpu exits own shared", files_column)
  split("/init|restart|CPU time|exits|own|files'", files_head, "|")
  # Counts of instructions, not times: they hold on any machine and beside any load.
  budget["end"] = 1850000000
  budget["resident"] = 7 * 1024
  budget["sequential-64MiB"] = 44000000
  budget["random-4KiB"] = 39000
  # At most so many hundredths of what QEMU takes with the same kernel.
  share["sequential-64MiB"] = 90
  share["random-write-4KiB"] = 80
}

FILENAME == ARGV[1] { label[FNR - 1] = $0; peers = FNR; next }
FILENAME == ARGV[2] { reference[FNR] = $0; references = FNR; next }

/^peer [0-9]+$/ { peer = $2; next }
# The first start is BOOT, whose times are the boot's.
/^(mark|end|cpu) [0-9]+$/ { if (!((peer, $1) in value)) keep($1, $2); next }
/^code / { if ($2 != 0) complaint[peer] = complaint[peer] "  exit code " $2 "\n"; next }
/^exits [0-9]+$/ { keep("exits", $2); next }
/^said error / { complaint[peer] = complaint[peer] "  " $0 "\n"; next }
/^said (cpuid|out-0x80|uart-write|sequential-64MiB|random-4KiB|random-write-4KiB) [0-9]+$/ { keep($2, $3); next }
# A mapping's first line, e.g. "smaps 7f00-7f01 rw-p ...". Guest RAM is the writable mapping of at least the guest's size, of which there is one; where the
# kernel has joined it with a neighbour of the same kind, what is more than the guest's RAM counts as resident.
# Of monitors with guests that have pages of files it is asked in all mappings what is the machine's own, and what is a file's, of which all copies have one.
/^smaps [0-9a-f]+-[0-9a-f]+ / { writable = $3 ~ /^rw/; next }
label[peer] ~ /file/ && /^smaps (Rss|Anonymous):/ { pages[peer, $2] += $3; seen[peer] = 1; next }
label[peer] ~ /file/ && /^smaps / { next }
/^smaps Size:/ {
  is_ram = writable && $3 >= memory * 1024
  if (is_ram) { mappings[peer]++; resident[peer] += $3 - memory * 1024 }
  next
}
/^smaps Rss:/ { if (!is_ram) resident[peer] += $3; next }
/^(said|smaps|first) / { next }
{ complaint[peer] = complaint[peer] "  " $0 "\n" }

function keep(name, number) {
  value[peer, name] = number
  printf "%s\t%s\t%d\n", label[peer], name, number > raw
}

function shown(peer, name,    number) {
  if (!((peer, name) in value)) { incomplete[peer] = 1; return "?" }
  number = value[peer, name]
  if (name == "exits" || name == "cpuid") return number
  if (name == "resident") return number " KiB"
  if (name == "own" || name == "shared") return sprintf("%.1f MiB", number / 1024)
  if (name ~ /^(out|uart)/) return sprintf("%+d", number - value[peer, "cpuid"])
  if (name ~ /^random/) return sprintf("%.1f us", number / 1000)
  return sprintf("%.1f ms", number / 1000000)
}

# The monitor that is not ours and has the same kernel.
function with_same_kernel(peer,    kernel, other) {
  kernel = label[peer]
  sub(/.*, /, "", kernel)
  for (other = 0; other < peers; other++) if (label[other] !~ /^KvmSdk/ && label[other] ~ (", " kernel "$")) return other
  return -1
}

function row(name, cells, number,    i) {
  printf "%-38s", name
  for (i = 1; i <= number; i++) printf "%11s", cells[i]
  printf "\n"
}

END {
  for (peer in resident) if (mappings[peer] == 1) keep("resident", resident[peer])
  for (peer in seen) { keep("own", pages[peer, "Anonymous:"]); keep("shared", pages[peer, "Rss:"] - pages[peer, "Anonymous:"]) }
  print "Debian's cloud kernel in 256 MiB, one CPU, its whole log on the serial port. Milliseconds and microseconds of the deterministic lab,"
  print "where a nanosecond is an instruction: from exec of the monitor to its guest's /init and to the monitor's end after the guest's restart,"
  print "and processor time of both together; the exits until /init waits, and the memory that is resident then besides the guest's, with a tap;"
  print "then, as the guest counts them, instructions of an exit that KVM answers in the kernel (cpuid) and what others cost over that; and reads"
  print "of a disk with O_DIRECT: 64 MiB in pieces of 1 MiB, and 4 KiB anywhere, one at a time, read and then written (w). The disk is a file on"
  print "ext4, in the host's page cache."
  print ""
  row("", head, count)
  for (peer = 0; peer < peers; peer++) {
    if (label[peer] ~ /file/) { appliances++; continue }
    for (i = 1; i <= count; i++) cells[i] = shown(peer, column[i])
    row(label[peer], cells, count)
  }
  if (appliances) {
    print ""
    print "One program with kernel, initial RAM disk and disk inside, and the same program with files in place of these. Then what is resident of monitor and"
    print "guest together: the machine's own pages, and those of files, of which all copies of a program have one; files that were read have theirs in the"
    print "host's page cache besides."
    print ""
    row("", files_head, files_count)
    for (peer = 0; peer < peers; peer++) {
      if (label[peer] !~ /file/) continue
      for (i = 1; i <= files_count; i++) cells[i] = shown(peer, files_column[i])
      row(label[peer], cells, files_count)
    }
  }
  print ""
  print "Fixed references: measured once in a lab of the same kind, not by this run; the disk on tmpfs."
  print ""
  for (n = 1; n <= references; n++) {
    split(reference[n], field, "|")
    for (i = 1; i <= count; i++) {
      cells[i] = field[i + 1] == "" ? "-" : column[i] ~ /^(out|uart)/ ? sprintf("%+d", field[i + 1]) : field[i + 1]
      if (field[i + 1] != "" && column[i] ~ /^(mark|end|cpu$|seq)/) cells[i] = cells[i] " ms"
      if (field[i + 1] != "" && column[i] ~ /^random/) cells[i] = cells[i] " us"
    }
    row(field[1], cells, count)
  }
  for (peer = 0; check && peer < peers; peer++) {
    if (label[peer] !~ /^KvmSdk/) continue
    for (i = 1; i <= count; i++) {
      if (!(column[i] in budget) || !((peer, column[i]) in value)) continue
      # The kernel proper is there unpacked.
      limit = column[i] == "end" && label[peer] ~ /vmlinux$|file/ ? 1600000000 : budget[column[i]]
      over = value[peer, column[i]] > limit
      if (over) failed = 1
      printf "%s%s, %s: %d of at most %d\n", lines++ ? "" : "\n", label[peer], column[i] (over ? " exceeds its budget" : " keeps its budget"), \
        value[peer, column[i]], limit
    }
    for (name in share) {
      other = with_same_kernel(peer)
      if (!((peer, name) in value) || !((other, name) in value)) continue
      over = 100 * value[peer, name] > share[name] * value[other, name]
      if (over) failed = 1
      printf "%s, %s: %.2f%s of %s (%d of %d), at most %.2f\n", label[peer], name, value[peer, name] / value[other, name], \
        over ? ", too much," : "", label[other], value[peer, name], value[other, name], share[name] / 100
    }
  }
  for (peer = 0; peer < peers; peer++) {
    if (!(peer in incomplete) && !(peer in complaint)) continue
    failed = 1
    printf "\n%s did not get through the guest. It said:\n%s", label[peer], complaint[peer]
  }
  exit failed
}
