using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Net;

/// <summary>
/// <c>net KERNEL INITRD NETWORK [PARAMETERS]</c>: boots Linux on a network, with PARAMETERS on its command line, and measures until the guest sends its first line. At the second, if there is
/// one, it pulls the cable, at the third it plugs it in again.
/// </summary>
internal static class NetVerb
{
    public static int Run(string[] args)
    {
        var definition = new NetMachine { Kernel = GuestImage.FromFile(args[0]), Initrd = GuestImage.FromFile(args[1]), Lan = NetBackend.Parse(args[2], null) };
        NetMachine.Machine machine = definition.StartAsync(new StartOptions { AppendCommandLine = args.Length > 3 ? args[3] : null }).GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Stop();
        meter.Answer();
        meter.WaitForLine(2);
        if (meter.IsRunning)
        {
            machine.Lan.SetLink(up: false);
            meter.Answer();
            meter.WaitForLine(3);
            machine.Lan.SetLink(up: true);
            meter.Answer();
        }

        return meter.Finish(() =>
        {
            NetCounters lan = machine.Lan.Counters;
            NetCounters spare = machine.Spare.Counters;
            return $"received={lan.FramesReceived} bytes-received={lan.BytesReceived} receive-drops={lan.ReceiveDrops} sent={lan.FramesSent} bytes-sent={lan.BytesSent} send-drops={lan.SendDrops} send-errors={lan.SendErrors} spare-received={spare.FramesReceived} spare-sent={spare.FramesSent} mac={machine.Lan.MacAddress} spare-mac={machine.Spare.MacAddress} uses-vhost={machine.Lan.UsesVhost}";
        });
    }
}
