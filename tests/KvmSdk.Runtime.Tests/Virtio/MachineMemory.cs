using KvmSdk.Devices.Tests.Memory;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>The RAM of a machine as a driver sees it that lives in the test.</summary>
internal sealed class MachineMemory(GuestMemory memory) : IFakeMemory
{
    public T Read<T>(ulong address)
        where T : unmanaged => memory.Read<T>(address);

    public void Write<T>(ulong address, T value)
        where T : unmanaged => memory.Write(address, value);
}
