namespace KvmSdk.Memory;

/// <summary>Keeps a mapping mapped. Only this assembly's trusted code borrows directly; everyone else goes through <see cref="GuestMemory"/>.</summary>
[HotPath]
internal readonly ref struct MemoryBorrow
{
    private readonly MemoryMapping _mapping;

    /// <summary>Begins to use the mapping.</summary>
    /// <exception cref="ObjectDisposedException">The mapping has been disposed.</exception>
    public MemoryBorrow(MemoryMapping mapping)
    {
        mapping.Enter();
        _mapping = mapping;
    }

    /// <summary>The first byte; valid until <see cref="Dispose"/>.</summary>
    public nint Address => _mapping.DangerousGetHandle();

    /// <summary>Ends the use.</summary>
    public void Dispose() => _mapping.DangerousRelease();
}
