// linuxmeter KERNEL INITRD DATA FIXED CPUS MEMORY-MIB ENTRY: boots Linux, and ends its output with one line that says what
// the whole process allocated from the machine's start until the guest said that its work was done.

using System.Globalization;
using System.Text;
using KvmSdk;
using KvmSdk.LinuxMeter;
using KvmSdk.Model.Spec;

// How often this thread looks whether the guest is done. It sleeps in between: nothing may depend on it.
const int lookEvery = 20;

var definition = new MeteredLinux
{
    Kernel = GuestImage.FromFile(args[0]),
    Initrd = GuestImage.FromFile(args[1]),
    Data = DiskImage.Raw(args[2]),
    Fixed = DiskImage.Raw(args[3], readOnly: true, serial: "KvmSdk fixed 00-2026"),
};
var options = new StartOptions
{
    Cpus = int.Parse(args[4], CultureInfo.InvariantCulture),
    MemoryMiB = int.Parse(args[5], CultureInfo.InvariantCulture),
    KernelEntry = Enum.Parse<KernelEntry>(args[6]),
};

// Nothing is awaited: what comes after an await runs on the thread pool, which starts another thread, and allocates it, for one that sleeps there.
MeteredLinux.Machine machine = definition.StartAsync(options).GetAwaiter().GetResult();

// A thread that was just started allocates in its first steps, on a busy host perhaps only after the machine's start is over.
Reading begin = Reading.Take();
for (Reading before = default; machine.State == MachineState.Running && (machine.Counters.Exits == 0 || begin != before); begin = Reading.Take())
{
    before = begin;
    Thread.Sleep(lookEvery);
}

while (machine.Signal.Counters.BytesSent == 0 && machine.State == MachineState.Running)
{
    Thread.Sleep(lookEvery);
}

Reading end = Reading.Take();
DiskCounters disk = machine.Data.Counters;
if (machine.State == MachineState.Running)
{
    machine.Signal.Input.Write("\n"u8);
}

MachineOutcome outcome = machine.Completion.GetAwaiter().GetResult();
MachineCounters exits = machine.Counters;
string line = string.Create(
    CultureInfo.InvariantCulture,
    $"meter outcome={outcome.GetType().Name} allocated={end.Bytes - begin.Bytes} collections={end.Collections - begin.Collections} "
    + $"reads={disk.Reads} bytes-read={disk.BytesRead} writes={disk.Writes} flushes={disk.Flushes} errors={disk.Errors} "
    + $"port-exits={exits.PortExits} memory-exits={exits.MemoryExits} interruptions={exits.Interruptions} "
    + $"unclaimed-ports={exits.UnclaimedPortAccesses} unclaimed-memory={exits.UnclaimedMemoryAccesses}\n");
using Stream output = Console.OpenStandardOutput();
output.Write(Encoding.UTF8.GetBytes(line));
machine.DisposeAsync().AsTask().GetAwaiter().GetResult();
return outcome.ExitCode;
