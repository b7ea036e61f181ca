# The tables of ../compare-net, from two files: the monitors' labels, and the lab's output ("peer N", then what peers/stamp.c printed of a start).
# Monitors with "vsock" in their labels have a table of their own. Figures also go to the file `raw`. With `check` ours must keep to the budgets, which are
# shares of what QEMU takes in the same way.

BEGIN {
  count = split("ping send-32MiB receive-32MiB", column)
  split("ping|to host|from host", head, "|")
  # At most so many hundredths of QEMU's.
  share["ping"] = 80
  share["send-32MiB"] = 100
  share["receive-32MiB"] = 100
}

FILENAME == ARGV[1] { label[FNR - 1] = $0; peers = FNR; next }

/^peer [0-9]+$/ { peer = $2; next }
/^code / { if ($2 != 0) complaint[peer] = complaint[peer] "  exit code " $2 "\n"; next }
/^said error / { complaint[peer] = complaint[peer] "  " $0 "\n"; next }
/^said (ping|send-32MiB|receive-32MiB) [0-9]+$/ { keep($2, $3); next }
/^(said|first|mark|end|cpu) / { next }
{ complaint[peer] = complaint[peer] "  " $0 "\n" }

function keep(name, number) {
  value[peer, name] = number
  printf "%s\t%s\t%d\n", label[peer], name, number > raw
}

function shown(peer, name) {
  if (!((peer, name) in value)) { incomplete[peer] = 1; return "?" }
  return name == "ping" ? sprintf("%.1f us", value[peer, name] / 1000) : sprintf("%.1f ms", value[peer, name] / 1000000)
}

# The rows of one kind, with the figures from column `first` on.
function table(of_sockets, first,    peer, i) {
  print ""
  printf "%-38s", ""
  for (i = first; i <= count; i++) printf "%13s", head[i]
  printf "\n"
  for (peer = 0; peer < peers; peer++) {
    if ((label[peer] ~ /vsock/) != of_sockets) continue
    printf "%-38s", label[peer]
    for (i = first; i <= count; i++) printf "%13s", shown(peer, column[i])
    printf "\n"
  }
}

END {
  print "A tap, and Debian's cloud kernel in 256 MiB with one CPU. Microseconds and milliseconds of the deterministic lab, where a nanosecond is an"
  print "instruction, of guest, monitor and host together: a ping of 56 bytes from the guest to the host and back, and 32 MiB of TCP to the host and"
  print "from it. The frames are moved by the monitor, or (vhost) by the host's kernel."
  table(0, 1)
  print ""
  print "Sockets without a network (vsock), and as many bytes. They are moved by the monitor, to who listens at a socket in the file system, or (vhost) by the"
  print "host's kernel, which QEMU does always."
  table(1, 2)
  # Ours and QEMU's alternate; with vhost the work is the kernel's, and is shown without a budget.
  for (i = 1; check && i <= count; i++) {
    name = column[i]
    if (!((0, name) in value) || !((1, name) in value)) continue
    over = 100 * value[0, name] > share[name] * value[1, name]
    if (over) failed = 1
    printf "%s%s, %s: %.2f%s of %s (%d of %d), at most %.2f\n", lines++ ? "" : "\n", label[0], name, value[0, name] / value[1, name], \
      over ? ", too much," : "", label[1], value[0, name], value[1, name], share[name] / 100
  }
  for (peer = 0; peer < peers; peer++) {
    if (!(peer in incomplete) && !(peer in complaint)) continue
    failed = 1
    printf "\n%s did not get through the guest. It said:\n%s", label[peer], complaint[peer]
  }
  exit failed
}
