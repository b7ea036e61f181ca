# The table of ../compare-exits, from three files: the monitors' labels, the fixed references (floor, then costs over it, in the
# order of `kinds`), and the lab's output ("peer N", what the guest printed, "exit CODE"). Figures also go to the file `raw`. With
# `check` the rows of ours must keep to the budgets.

BEGIN {
  count = split("cpuid out-0x80 out-0x1f0 device-write uart-write uart-read mmio-write", kinds)
  for (i = 1; i <= count; i++) known[kinds[i]] = 1
  # Instructions over the floor. Counts, not times: they hold on any machine and beside any load.
  budget["out-0x80"] = budget["out-0x1f0"] = 400
  budget["device-write"] = 455
  budget["uart-write"] = 485
}

FILENAME == ARGV[1] { label[FNR - 1] = $0; peers = FNR; next }
FILENAME == ARGV[2] { reference[FNR] = $0; references = FNR; next }

/^peer [0-9]+$/ { peer = $2; next }
/^exit [0-9]+$/ { code[peer] = $2; next }
{ said[peer] = said[peer] "  " $0 "\n" }
($1 in known) && $2 ~ /^[0-9]+$/ && NF == 2 {
  ticks[peer, $1] = $2
  printf "%s\t%s\t%d\n", label[peer], $1, $2 > raw
}

function row(name, values,    i) {
  printf "%-34s", name
  for (i = 1; i <= count; i++) printf "%13s", values[i]
  printf "\n"
}

END {
  print "Instructions for one exit, average of 5,000, as the guest counts them. The floor is an exit that KVM answers in"
  print "the kernel (cpuid); the other columns are what each kind costs over the monitor's own floor."
  print ""
  head[1] = "floor"
  for (i = 2; i <= count; i++) head[i] = kinds[i]
  row("", head)
  for (peer = 0; peer < peers; peer++) {
    delete values
    for (i = 1; i <= count; i++) {
      if (!((peer, kinds[i]) in ticks)) { incomplete[peer] = 1; values[i] = "?" }
      else if (i == 1) values[i] = ticks[peer, kinds[1]]
      else values[i] = (peer, kinds[1]) in ticks ? sprintf("%+d", ticks[peer, kinds[i]] - ticks[peer, kinds[1]]) : "?"
    }
    row(label[peer], values)
  }
  print ""
  print "Fixed references: measured once in a lab of the same kind, not by this run; some inside a Linux guest."
  print ""
  for (n = 1; n <= references; n++) {
    split(reference[n], field, "|")
    for (i = 1; i <= count; i++) values[i] = field[i + 1] == "" ? "-" : i == 1 ? field[2] : sprintf("%+d", field[i + 1])
    row(field[1], values)
  }
  for (peer = 0; check && peer < peers; peer++) {
    if (label[peer] !~ /^KvmSdk/ || (peer in incomplete)) continue
    for (i = 2; i <= count; i++) {
      if (!(kinds[i] in budget)) continue
      over = ticks[peer, kinds[i]] - ticks[peer, kinds[1]]
      if (over > budget[kinds[i]]) failed = 1
      printf "%s%s, %s: %+d of at most %+d\n", i == 2 ? "\n" : "", label[peer], \
        kinds[i] (over > budget[kinds[i]] ? " exceeds its budget" : " keeps its budget"), over, budget[kinds[i]]
    }
  }
  for (peer = 0; peer < peers; peer++) {
    if (!(peer in incomplete)) continue
    failed = 1
    printf "\n%s did not get through the guest (exit code %s). It said:\n%s", label[peer], \
      code[peer] == "" ? "unknown" : code[peer] == 143 ? "143: time limit" : code[peer], said[peer]
  }
  exit failed
}
