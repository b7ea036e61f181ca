// netmonitor KERNEL INITRD [TAP]: boots Linux, and ends its output with one line that says what went over the network, and what the whole
// process allocated from the machine's start until the guest sent its first line. At the second it pulls the cable, at the third it
// plugs it in again.

using System.Globalization;
using System.Text;
using KvmSdk;
using KvmSdk.NetMonitor;

// How often this thread looks whether the guest has sent a line. It sleeps in between: nothing may depend on it.
const int lookEvery = 20;

var definition = new NetMachine { Kernel = GuestImage.FromFile(args[0]), Initrd = GuestImage.FromFile(args[1]) };
if (args is [_, _, var tap])
{
    definition = definition with { Lan = NetBackend.Parse(tap, null) };
}

NetMachine.Machine machine;
try
{
    // Nothing is awaited: what comes after an await runs on the thread pool, which starts another thread, and allocates it, for one that sleeps there.
    machine = definition.StartAsync().GetAwaiter().GetResult();
}
catch (HostException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

machine.Warned += static (_, warning) => Console.Error.WriteLine(warning.Description);

// A thread that was just started allocates in its first steps, on a busy host perhaps only after the machine's start is over.
(long Bytes, int Collections) begin = Read();
for ((long, int) before = default; machine.State == MachineState.Running && (machine.Counters.Exits == 0 || begin != before); begin = Read())
{
    before = begin;
    Thread.Sleep(lookEvery);
}

WaitForLine(1);
(long Bytes, int Collections) end = Read();
Answer();
WaitForLine(2);
machine.Lan.SetLink(up: false);
Answer();
WaitForLine(3);
machine.Lan.SetLink(up: true);
Answer();

MachineOutcome outcome = machine.Completion.GetAwaiter().GetResult();
NetCounters lan = machine.Lan.Counters;
NetCounters spare = machine.Spare.Counters;
string line = string.Create(
    CultureInfo.InvariantCulture,
    $"meter outcome={outcome.GetType().Name} allocated={end.Bytes - begin.Bytes} collections={end.Collections - begin.Collections} "
    + $"received={lan.FramesReceived} bytes-received={lan.BytesReceived} receive-drops={lan.ReceiveDrops} "
    + $"sent={lan.FramesSent} bytes-sent={lan.BytesSent} send-drops={lan.SendDrops} send-errors={lan.SendErrors} "
    + $"spare-received={spare.FramesReceived} spare-sent={spare.FramesSent} mac={machine.Lan.MacAddress} spare-mac={machine.Spare.MacAddress}\n");
using Stream output = Console.OpenStandardOutput();
output.Write(Encoding.UTF8.GetBytes(line));
machine.DisposeAsync().AsTask().GetAwaiter().GetResult();
return outcome.ExitCode;

static (long Bytes, int Collections) Read() => (GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0));

// One byte each: the guest has set its terminal to send what it is given.
void WaitForLine(int count)
{
    while (machine.Signal.Counters.BytesSent < (ulong)count && machine.State == MachineState.Running)
    {
        Thread.Sleep(lookEvery);
    }
}

void Answer()
{
    if (machine.State == MachineState.Running)
    {
        machine.Signal.Input.Write("\n"u8);
    }
}
