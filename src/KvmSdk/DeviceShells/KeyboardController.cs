using KvmSdk.Devices.Keyboard;
using KvmSdk.Kernel;
using KvmSdk.Vcpus;

namespace KvmSdk;

/// <summary>A running i8042 without keyboard or mouse: its reset line ends the machine with <see cref="MachineOutcome.Reset"/>.</summary>
public sealed class KeyboardController : IBusDevice
{
    // The two ports are not neighbours: 0x61 between them is the in-kernel timer's.
    private const uint DataPort = 0;
    private const ulong PastTheByte = ~0xFFUL;

    private readonly I8042<ResetLine> _controller;
    private FutexLock _lock;
    private ulong _resets;

    /// <summary>Builds the controller. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    public KeyboardController(MachineHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _controller = new(new ResetLine(this, host));
    }

    /// <summary>How often the guest pulled the reset line, the first time included.</summary>
    public ulong Resets => Volatile.Read(ref _resets);

    /// <inheritdoc/>
    /// <param name="offset">0 for port 0x60, 4 for port 0x64.</param>
    /// <param name="width">1 to 8 bytes; the controller answers with one.</param>
    public ulong Read(uint offset, int width)
    {
        _lock.Enter();
        byte value = offset == DataPort ? _controller.ReadData() : _controller.ReadStatus();
        _lock.Exit();
        return value | (PastTheByte & (ulong.MaxValue >> (64 - (8 * width))));
    }

    /// <inheritdoc/>
    /// <param name="offset">0 for port 0x60, 4 for port 0x64.</param>
    /// <param name="width">1 to 8 bytes; the controller takes the first.</param>
    /// <param name="value">The bytes.</param>
    public void Write(uint offset, int width, ulong value)
    {
        _lock.Enter();
        if (offset == DataPort)
        {
            _controller.WriteData((byte)value);
        }
        else
        {
            _controller.WriteCommand((byte)value);
        }

        _lock.Exit();
    }

    private readonly struct ResetLine(KeyboardController controller, MachineHost host) : IResetLine
    {
        public void Reset()
        {
            if (Interlocked.Increment(ref controller._resets) == 1)
            {
#pragma warning disable KVM0701, KVM0730 // Once in a machine's life: the guest ends it here.
                using (VcpuAllocation.Uncounted())
                {
                    host.Lifecycle.End(new MachineOutcome.Reset("keyboard controller"));
                }
#pragma warning restore KVM0701, KVM0730
            }
        }
    }
}
