using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Net;

/// <summary>
/// <c>net KERNEL INITRD NETWORK [PARAMETERS]</c>: boots Linux on a network, with PARAMETERS on its command line, and measures until the guest sends its first line. Between the second, if there is
/// one, and the third it measures for itself what frames cost that go to a program; at the fourth it pulls the cable, at the fifth it plugs it in again.
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
        new Thread(new PingResponder(machine.Wire.OpenStream()).Run) { IsBackground = true }.Start();
        meter.Answer();
        meter.WaitForLine(2);

        // The stream has been used by now, and what is needed once is there.
        Reading before = Reading.Take();
        meter.Answer();
        meter.WaitForLine(3);
        Reading after = Reading.Take();
        meter.Answer();
        meter.WaitForLine(4);
        if (meter.IsRunning)
        {
            machine.Lan.SetLink(up: false);
            meter.Answer();
            meter.WaitForLine(5);
            machine.Lan.SetLink(up: true);
            meter.Answer();
        }

        return meter.Finish(() =>
        {
            NetCounters lan = machine.Lan.Counters;
            NetCounters spare = machine.Spare.Counters;
            NetCounters wire = machine.Wire.Counters;
            return $"received={lan.FramesReceived} bytes-received={lan.BytesReceived} receive-drops={lan.ReceiveDrops} sent={lan.FramesSent} bytes-sent={lan.BytesSent} send-drops={lan.SendDrops} send-errors={lan.SendErrors} spare-received={spare.FramesReceived} spare-sent={spare.FramesSent} wire-received={wire.FramesReceived} wire-drops={wire.ReceiveDrops + wire.SendDrops + wire.SendErrors} wire-allocated={after.Bytes - before.Bytes} mac={machine.Lan.MacAddress} spare-mac={machine.Spare.MacAddress} uses-vhost={machine.Lan.UsesVhost}";
        });
    }
}
