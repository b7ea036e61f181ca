using KvmSdk.Devices;
using KvmSdk.Devices.Power;
using KvmSdk.Kernel;
using KvmSdk.Vcpus;

namespace KvmSdk;

/// <summary>The running ACPI sleep and reset registers: entering S5 ends the machine with <see cref="MachineOutcome.PowerOff"/>.</summary>
public sealed class PowerControl : IBusDevice
{
    private readonly AcpiPower<Events> _power;
    private FutexLock _lock;
    private ulong _requests;

    /// <summary>Builds the registers. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    public PowerControl(MachineHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _power = new(new Events(this, host));
    }

    /// <summary>How often the guest asked for power-off or reset, the first time included.</summary>
    public ulong Requests => Volatile.Read(ref _requests);

    /// <summary>How often the guest asked for a sleep state other than S5, which does nothing.</summary>
    public ulong IgnoredSleepRequests
    {
        get
        {
            _lock.Enter();
            ulong count = _power.IgnoredSleepRequests;
            _lock.Exit();
            return count;
        }
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width)
    {
        _lock.Enter();
        ulong value = RegisterAccess.ReadWide(_power, offset, width, AcpiPowerRegister.WindowSize);
        _lock.Exit();
        return value;
    }

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value)
    {
        _lock.Enter();
        RegisterAccess.WriteWide(_power, offset, width, AcpiPowerRegister.WindowSize, value);
        _lock.Exit();
    }

    private readonly struct Events(PowerControl power, MachineHost host) : IPowerEvents
    {
#pragma warning disable KVM0701, KVM0730 // Once in a machine's life: the guest ends it here.
        public void PowerOff()
        {
            if (IsFirst())
            {
                using (VcpuAllocation.Uncounted())
                {
                    host.Lifecycle.End(new MachineOutcome.PowerOff());
                }
            }
        }

        public void Reset()
        {
            if (IsFirst())
            {
                using (VcpuAllocation.Uncounted())
                {
                    host.Lifecycle.End(new MachineOutcome.Reset("ACPI reset register"));
                }
            }
        }
#pragma warning restore KVM0701, KVM0730

        [HotPath]
        private bool IsFirst() => Interlocked.Increment(ref power._requests) == 1;
    }
}
