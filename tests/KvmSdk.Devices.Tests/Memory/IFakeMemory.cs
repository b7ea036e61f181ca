namespace KvmSdk.Devices.Tests.Memory;

/// <summary>Guest RAM as a driver sees it: a test's own (<see cref="GuestRam"/>), or that of a machine that runs.</summary>
internal interface IFakeMemory
{
    T Read<T>(ulong address)
        where T : unmanaged;

    void Write<T>(ulong address, T value)
        where T : unmanaged;
}
