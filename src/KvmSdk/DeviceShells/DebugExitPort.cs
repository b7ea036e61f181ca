using KvmSdk.Devices.DebugExit;
using KvmSdk.Vcpus;

namespace KvmSdk;

/// <summary>A running debug-exit port: the first write ends the machine with <see cref="MachineOutcome.DebugExit"/>.</summary>
public sealed class DebugExitPort : IBusDevice
{
    private readonly DebugExitPort<Events> _port;
    private ulong _writes;

    /// <summary>Builds the port. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="rule">How the written value becomes an exit code.</param>
    public DebugExitPort(MachineHost host, string name, DebugExit rule)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(rule);
        Name = name;
        _port = new(new Events(this, host, rule));
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>How often the guest wrote, the first time included.</summary>
    public ulong Writes => Volatile.Read(ref _writes);

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _port.Read();

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _port.Write((uint)value, width);

    private readonly struct Events(DebugExitPort port, MachineHost host, DebugExit rule) : IDebugExitEvents
    {
        public void Exit(uint value)
        {
            // A guest may go on writing until its vCPU has left, for a whole string of values; only the first is worth an object.
            if (Interlocked.Increment(ref port._writes) == 1)
            {
#pragma warning disable KVM0701, KVM0730 // Once in a machine's life: the guest ends it here.
                using (VcpuAllocation.Uncounted())
                {
                    host.Lifecycle.End(new MachineOutcome.DebugExit(value, rule.ExitCode(value)));
                }
#pragma warning restore KVM0701, KVM0730
            }
        }
    }
}
