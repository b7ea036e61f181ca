using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Consoles;

/// <summary><c>generation KERNEL INITRD</c>: boots Linux with a generation ID, and changes it at the guest's first line.</summary>
internal static class GenerationVerb
{
    public static int Run(string[] args)
    {
        GenerationMachine definition = new() { Kernel = GuestImage.FromFile(args[0]), Initrd = GuestImage.FromFile(args[1]) };
        GenerationMachine.Machine machine = definition.StartAsync().GetAwaiter().GetResult();
        Guid first = machine.Generation.Current;
        Meter meter = Meter.Start(machine, machine.Signal);
        meter.WaitForLine(1);
        meter.Stop();
        Guid second = meter.IsRunning ? machine.Generation.Change() : default;
        meter.Answer();
        return meter.Finish(() => $"first={Convert.ToHexString(first.ToByteArray())} second={Convert.ToHexString(second.ToByteArray())} changes={machine.Generation.Changes}");
    }
}
