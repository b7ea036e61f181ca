# The table of ../footprint, from two files: the monitors' labels (ours, QEMU, the rest) and the lab's output ("peer N", then
# what peers/stamp.c printed). Figures also go to the file `raw`. `memory` is the guest's RAM in MiB, `runs` how often
# each started, `looks` how often it was looked at while idle.

FILENAME == ARGV[1] { label[FNR - 1] = $0; peers = FNR; next }

/^peer [0-9]+$/ { peer = $2; next }
/^idle$/ { turn[peer]++; next }
/^(first|end|cpu) [0-9]+$/ { taken[peer, $1, ++count[peer, $1]] = $2; next }
/^code 0$/ { clean[peer]++; next }
/^said Hello from a virtual machine\.$/ { greeted[peer]++; next }

# A mapping's first line, e.g. "smaps 7f00-7f01 rw-p ...". Guest RAM is the writable mapping of at least the guest's size.
/^smaps [0-9a-f]+-[0-9a-f]+ / { writable = $3 ~ /^rw/; next }
/^smaps Size:/ {
  is_ram = writable && $3 >= memory * 1024
  if (is_ram) {
    ram[peer, turn[peer]]++
    # The kernel joins it with a neighbour of the same kind: what is more than the guest's RAM counts as resident.
    resident[peer, "rss", turn[peer]] += $3 - memory * 1024
    resident[peer, "pss", turn[peer]] += $3 - memory * 1024
    resident[peer, "anonymous", turn[peer]] += $3 - memory * 1024
  }
  next
}
/^smaps (Rss|Pss|Anonymous):/ {
  if (!is_ram) resident[peer, tolower(substr($2, 1, length($2) - 1)), turn[peer]] += $3
  next
}
/^smaps / { next }
++others[peer] <= 10 { other[peer] = other[peer] "  " $0 "\n" }

function sorted(peer, kind,    i, j, n, value) {
  n = count[peer, kind]
  for (i = 1; i <= n; i++) {
    value = taken[peer, kind, i]
    for (j = i - 1; j >= 1 && order[j] + 0 > value + 0; j--) order[j + 1] = order[j]
    order[j + 1] = value
  }
  return n
}

# The look at the peer while it was idle that found least resident: the kernel is free to back memory by pages of 2 MiB, or not to.
function leanest(peer,    i, least) {
  for (i = 1; i <= looks; i++) {
    if (ram[peer, i] != 1) incomplete[peer] = failed = 1
    if (!least || resident[peer, "rss", i] < resident[peer, "rss", least]) least = i
  }
  return least
}

function keep(peer, name, value) {
  figure[peer, name] = value
  printf "%s\t%s\t%d\n", label[peer], name, value > raw
}

function row(name, peer, scale, form,    i) {
  printf "%-30s", name
  for (i = 1; i <= columns; i++) {
    if (peer in incomplete) printf "%12s", "?"
    else if (!scale) printf "%11.1fx", figure[1, column[i]] / figure[0, column[i]]
    else if (i <= timed) printf "%12.2f", figure[peer, column[i]] / 1000000
    else printf "%12d", figure[peer, column[i]]
  }
  printf "\n"
}

END {
  columns = split("first-min first-median end-min end-median cpu-min cpu-median rss pss anonymous", column)
  timed = 6
  for (peer = 0; peer < peers; peer++) {
    if (clean[peer] != runs || greeted[peer] != runs + looks) incomplete[peer] = failed = 1
    for (i = 1; i <= split("first end cpu", kinds); i++) {
      n = sorted(peer, kinds[i])
      if (n != runs) { incomplete[peer] = failed = 1; continue }
      keep(peer, kinds[i] "-min", order[1])
      keep(peer, kinds[i] "-median", order[int((n + 1) / 2)])
    }
    least = leanest(peer)
    for (i = 1; i <= split("rss pss anonymous", kinds); i++) keep(peer, kinds[i], resident[peer, kinds[i], least])
  }

  print "Start-up: milliseconds of the deterministic lab, where a nanosecond is an instruction, from exec of the monitor to the first byte"
  printf "of its guest's greeting and to its own end, and the processor time in between; the least and the median of %d starts.\n", runs
  print "Memory: KiB resident besides guest RAM, one second after the greeting, the guest halted; of it anonymous, the rest mapped files;"
  printf "the least of %d looks.\n", looks
  print ""
  printf "%-30s%24s%24s%24s%36s\n", "", "first byte", "end", "processor time", "resident"
  printf "%-30s%12s%12s%12s%12s%12s%12s%12s%12s%12s\n", "", "min", "median", "min", "median", "min", "median", "Rss", "Pss", "anonymous"
  for (peer = 0; peer < peers; peer++) {
    row(label[peer], peer, 1)
    if (peer == 1 && !(0 in incomplete)) row("  times ours", 1, 0)
  }
  for (peer = 0; peer < peers; peer++) {
    if (peer in incomplete)
      printf "\n%s: %d of %d starts ended with exit code 0, %d of %d greeted, %d mappings could be guest RAM. It said:\n%s", label[peer], \
        clean[peer], runs, greeted[peer], runs + looks, ram[peer, 1], other[peer]
  }
  exit failed
}
