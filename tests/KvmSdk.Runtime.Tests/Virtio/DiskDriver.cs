using KvmSdk.Devices.Tests.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>The guest's driver of a real disk of a machine, in the test's hands.</summary>
/// <param name="disk">The disk.</param>
/// <param name="memory">The machine's memory; the queue lies at 2 MiB.</param>
internal sealed class DiskDriver(DiskDevice disk, GuestMemory memory) : FakeDriver(new MachineMemory(memory), 0x20_0000)
{
    public override uint In(uint register) => (uint)disk.Read(register, 4);

    public override void Out(uint register, uint value) => disk.Write(register, 4, value);
}
