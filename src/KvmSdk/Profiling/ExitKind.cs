namespace KvmSdk;

/// <summary>How a guest reached a device.</summary>
public enum ExitKind
{
    /// <summary>It read an I/O port.</summary>
    PortRead,

    /// <summary>It wrote an I/O port.</summary>
    PortWrite,

    /// <summary>It read memory that is a device's.</summary>
    MemoryRead,

    /// <summary>It wrote memory that is a device's.</summary>
    MemoryWrite,
}
