using System.Globalization;
using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Vsock;

/// <summary>
/// <c>vsock KERNEL INITRD BACKEND PARAMETERS MIB</c>: boots Linux with sockets and with PARAMETERS on its command line. What the whole process allocates is
/// measured between the guest's first and second line, while other programs talk to the guest; from then on this program does, by streams, and sends and
/// receives MIB mebibytes.
/// </summary>
internal static class VsockVerb
{
    public static int Run(string[] args)
    {
        VsockMachine definition = new() { Kernel = GuestImage.FromFile(args[0]), Initrd = GuestImage.FromFile(args[1]), Agent = VsockBackend.Parse(args[2], null) };
        int mebibytes = int.Parse(args[4], CultureInfo.InvariantCulture);
        VsockMachine.Machine machine = definition.StartAsync(new StartOptions { AppendCommandLine = args[3] }).GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        VsockCounters before = machine.Agent.Counters;
        meter.Answer();
        // Not before: the program's own first answer to a guest allocates.
        Reading begin = Reading.Take();
        meter.WaitForLine(2);
        meter.Stop();
        Reading end = Reading.Take();
        VsockCounters after = machine.Agent.Counters;
        Task<string> streams = Task.Run(() => StreamWork.RunAsync(machine.Agent, mebibytes));
        meter.Answer();
        string result = streams.GetAwaiter().GetResult();
        return meter.Finish(() =>
        {
            VsockCounters all = machine.Agent.Counters;
            return $"steady={end.Bytes - begin.Bytes} packets={after.PacketsReceived + after.PacketsSent - before.PacketsReceived - before.PacketsSent} from-guest={after.ConnectionsFromGuest - before.ConnectionsFromGuest} from-host={after.ConnectionsFromHost - before.ConnectionsFromHost} bytes-received={all.BytesReceived} bytes-sent={all.BytesSent} left={all.Connections} resets={all.Resets} errors={all.Errors} cid={machine.Agent.Cid} {result}";
        });
    }
}
