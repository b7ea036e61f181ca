using KvmSdk.Boot;
using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Interop;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// A running virtio memory balloon (virtio 1.2, section 5.5). What the guest puts into it, or reports as free, is the host's until the guest
/// touches it again. A thread of its own gives it back, so that no virtual CPU waits for the host's memory management.
/// </summary>
public sealed partial class BalloonDevice : IBusDevice
{
    private readonly VirtioShell<MemoryBalloon<BalloonBackend>> _shell;
    private readonly MemoryBalloon<BalloonBackend> _balloon;
    private readonly MachineHost _host;
    private bool _hasEnded;
    private bool _warned;

    /// <summary>Builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="deflateOnOutOfMemory">Whether a guest short of memory may take it back without being asked.</param>
    /// <param name="pageReporting">Whether the guest tells which memory it has free.</param>
    /// <param name="balloon">How large it is to be.</param>
    /// <exception cref="MachineDefinitionException">It is larger than RAM.</exception>
    public BalloonDevice(MachineHost host, string name, ulong window, int irq, bool deflateOnOutOfMemory, bool pageReporting, Balloon balloon)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(balloon);
        StartOverrides.Require(BalloonChecks.CheckSize(name, balloon.MiB, host.Plan.Memory.MiB));
        Name = name;
        _host = host;

        // Before the interrupt line: what is owned is disposed in the order in which it came.
        host.Own(new Ending(this));
        bool isResident = host.Plan.Memory.Prefault;
        _balloon = new(new BalloonBackend(this), new BalloonDeviceOptions
        {
            TargetPages = (uint)balloon.MiB * ((1 << 20) / BalloonFormat.PageSize),
            DeflateOnOutOfMemory = deflateOnOutOfMemory,
            PageReporting = pageReporting && !isResident,
            IsResident = isResident,
            Memory = host.DeviceMemory,
            Kept =
            [
                // The last page below it is RAM in part, and no guest's to give.
                (FirmwareStart, BootLayout.Kernel - FirmwareStart),
                .. host.Plan.SharedMemories.Select(static memory => (memory.Range.Base, memory.Range.Size)),
            ],
        });
        _shell = new(host, host.NewThread($"kvm-{name}"), window, irq, _balloon, onVcpus: false);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The size that is wanted of the balloon, in bytes.</summary>
    public long TargetBytes => (long)_balloon.TargetPages * BalloonFormat.PageSize;

    /// <summary>The size that the balloon has, in bytes, as the guest says. What the host really got, <see cref="Counters"/> tells.</summary>
    public long ActualBytes => (long)_balloon.ActualPages * BalloonFormat.PageSize;

    /// <summary>What it has done so far. Each number is exact; together they may be a request apart.</summary>
    public BalloonCounters Counters
    {
        get
        {
            BalloonTraffic traffic = _balloon.Traffic;
            return new(traffic.BytesInflated, traffic.BytesDeflated, traffic.BytesReported, traffic.HostCalls, traffic.Refused, traffic.HostErrors);
        }
    }

    private static ulong FirmwareStart => BootLayout.LowRamEnd & ~(ulong)(BalloonFormat.PageSize - 1);

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    /// <summary>The host refused to take memory, or to give it. The guest goes on; the host has less than it could.</summary>
    [HotPath]
    internal void OnHostError(Errno errno)
    {
        if (_warned)
        {
            return;
        }

        _warned = true;
#pragma warning disable KVM0730, KVM0701, KVM0706 // Once a device.
        _host.Warnings.Give(new MachineWarning.BalloonError(Name, $"{errno} ({errno.Describe()})"));
#pragma warning restore KVM0730, KVM0701, KVM0706
    }

    /// <summary>The machine's interrupt line is about to go, which somebody may still want to raise.</summary>
    private sealed class Ending(BalloonDevice owner) : IDisposable
    {
        public void Dispose() => owner._shell?.Change(_ => !(owner._hasEnded = true));
    }
}
