namespace KvmSdk.Devices.Pvpanic;

/// <summary>The bits of the pvpanic port (QEMU, <c>docs/specs/pvpanic.rst</c>; Linux, <c>include/uapi/misc/pvpanic.h</c>).</summary>
public static class PvpanicEvent
{
    /// <summary>PVPANIC_PANICKED: the guest's kernel panicked, and the host decides what becomes of it.</summary>
    public const byte Panicked = 1 << 0;

    /// <summary>PVPANIC_CRASH_LOADED: it panicked, and a kernel that was loaded for the case takes over; the host takes note.</summary>
    public const byte CrashLoaded = 1 << 1;

    /// <summary>PVPANIC_SHUTDOWN: the guest has shut down and asks to be switched off.</summary>
    public const byte Shutdown = 1 << 2;

    /// <summary>All that the device knows, which is what a guest reads.</summary>
    public const byte All = Panicked | CrashLoaded | Shutdown;
}
