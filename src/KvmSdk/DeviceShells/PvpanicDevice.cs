using KvmSdk.Devices;
using KvmSdk.Devices.Pvpanic;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Vcpus;

namespace KvmSdk;

/// <summary>A running pvpanic device: what the guest tells there ends the machine or is a warning, as its <see cref="PanicPolicy"/> says.</summary>
public sealed class PvpanicDevice : IBusDevice, IEventHandler
{
    private readonly PvpanicPort<Events> _port;
    private readonly MachineHost _host;
    private readonly EventFd _doorbell;
    private readonly Lock _warnGate = new();
    private ulong _panics;
    private ulong _crashLoads;
    private ulong _shutdowns;
    private bool _hasWarnedOfPanic;
    private bool _hasWarnedOfCrashLoad;

    /// <summary>Builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="policy">What becomes of the machine.</param>
    /// <exception cref="HostException">The host refuses a descriptor.</exception>
    public PvpanicDevice(MachineHost host, string name, PanicPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(policy);
        Name = name;
        Policy = policy;
        _host = host;
        _doorbell = host.NewEventFd();
        host.Events.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
        _port = new(new Events(this, policy == PanicPolicy.Stop));
        host.BeforeEnd(Warn);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>What becomes of the machine when its guest panics.</summary>
    public PanicPolicy Policy { get; }

    /// <summary>What the guest told so far.</summary>
    public PvpanicCounters Counters => new(Volatile.Read(ref _panics), Volatile.Read(ref _crashLoads), Volatile.Read(ref _shutdowns));

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => RegisterAccess.ReadWide(_port, offset, width, PvpanicPort<Events>.WindowSize);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => RegisterAccess.WriteWide(_port, offset, width, PvpanicPort<Events>.WindowSize, value);

    /// <summary>Warns, on a thread that no guest waits for.</summary>
    void IEventHandler.OnEvents(uint events) => Warn();

    // Of each kind once, since a guest may write for ever.
    private void Warn()
    {
        lock (_warnGate)
        {
            if (Volatile.Read(ref _panics) > 0 && Policy == PanicPolicy.Report && !_hasWarnedOfPanic)
            {
                _hasWarnedOfPanic = true;
                _host.Warnings.Give(new MachineWarning.GuestPanicked(Name, CrashKernel: false));
            }

            if (Volatile.Read(ref _crashLoads) > 0 && !_hasWarnedOfCrashLoad)
            {
                _hasWarnedOfCrashLoad = true;
                _host.Warnings.Give(new MachineWarning.GuestPanicked(Name, CrashKernel: true));
            }
        }
    }

    private readonly struct Events(PvpanicDevice device, bool stops) : IPvpanicEvents
    {
        public void Panicked()
        {
            ulong count = Interlocked.Increment(ref device._panics);
            if (!stops)
            {
                device._doorbell.Ring();
            }
            else if (count == 1)
            {
#pragma warning disable KVM0701, KVM0730 // Once in a machine's life: the guest ends it here.
                using (VcpuAllocation.Uncounted())
                {
                    device._host.Lifecycle.End(new MachineOutcome.GuestPanicked());
                }
#pragma warning restore KVM0701, KVM0730
            }
        }

        public void CrashLoaded()
        {
            Interlocked.Increment(ref device._crashLoads);
            device._doorbell.Ring();
        }

        public void Shutdown()
        {
            if (Interlocked.Increment(ref device._shutdowns) == 1)
            {
#pragma warning disable KVM0701, KVM0730 // As above.
                using (VcpuAllocation.Uncounted())
                {
                    device._host.Lifecycle.End(new MachineOutcome.PowerOff());
                }
#pragma warning restore KVM0701, KVM0730
            }
        }
    }
}
