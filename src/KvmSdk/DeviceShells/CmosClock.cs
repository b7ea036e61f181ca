using KvmSdk.Devices;
using KvmSdk.Devices.Rtc;
using KvmSdk.DeviceShells;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>A running CMOS clock: it shows the host's time in UTC until the guest sets another, and then goes on from that.</summary>
public sealed class CmosClock : IBusDevice, IEventHandler
{
    private readonly Mc146818<Line, HostClock, Alarm> _clock;
    private FutexLock _lock;
    private ulong _interrupts;

    /// <summary>Builds the clock. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <exception cref="HostException">The host refuses a descriptor.</exception>
    public CmosClock(MachineHost host, int irq)
    {
        ArgumentNullException.ThrowIfNull(host);
        TimerFd timer = host.Own(new TimerFd());
        _clock = new(new Line(this, host.ConnectInterrupt(irq)), default, new Alarm(timer));
        host.Events.Register(timer.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
    }

    /// <summary>How often the clock has raised its interrupt.</summary>
    public ulong Interrupts => Volatile.Read(ref _interrupts);

    /// <inheritdoc/>
    public ulong Read(uint offset, int width)
    {
        _lock.Enter();
        ulong value = RegisterAccess.ReadWide(_clock, offset, width, RtcPort.WindowSize);
        _lock.Exit();
        return value;
    }

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value)
    {
        _lock.Enter();
        RegisterAccess.WriteWide(_clock, offset, width, RtcPort.WindowSize, value);
        _lock.Exit();
    }

    /// <inheritdoc/>
    [HotPath]
    void IEventHandler.OnEvents(uint events)
    {
        _lock.Enter();
        _clock.MeetDeadline();
        _lock.Exit();
    }

    private readonly struct HostClock : IClock
    {
        public DateTime UtcNow => DateTime.UtcNow;
    }

    private readonly struct Alarm(TimerFd timer) : IDeadlineTimer
    {
        public void Arm(DateTime deadline) => timer.Arm(deadline);

        public void Disarm() => timer.Disarm();
    }

    private readonly struct Line(CmosClock clock, InterruptPin line) : IInterruptLine
    {
        public void Raise()
        {
            clock._interrupts++;
            line.Raise();
        }
    }
}
