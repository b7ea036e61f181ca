// Why: the vCPU loop is generic over the generated bus, a struct, so that the just-in-time or native compiler makes one
// loop per machine with the machine's own dispatch inlined: no interface call, no table, no allocation.

namespace KvmSdk;

/// <summary>Answers the port and memory accesses of one machine. Implemented by generated code, as a struct.</summary>
/// <remarks>
/// An access belongs to the device that claims its first byte. A method returns false for an address that no device claims;
/// the loop then counts it, gives all ones for a read and drops a write. Called on vCPU threads, several at once.
/// </remarks>
[HotPath]
public interface IExitBus
{
    /// <summary>Reads an I/O port (<c>KVM_EXIT_IO_IN</c>).</summary>
    /// <param name="port">The port.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <param name="value">The value, in the low <paramref name="width"/> bytes.</param>
    bool TryReadPort(ushort port, int width, out uint value);

    /// <summary>Writes an I/O port (<c>KVM_EXIT_IO_OUT</c>).</summary>
    /// <param name="port">The port.</param>
    /// <param name="width">1, 2 or 4 bytes.</param>
    /// <param name="value">The value; bits above the width are 0.</param>
    bool TryWritePort(ushort port, int width, uint value);

    /// <summary>Reads guest-physical memory that is not RAM (<c>KVM_EXIT_MMIO</c>).</summary>
    /// <param name="address">The guest-physical address.</param>
    /// <param name="width">1 to 8 bytes.</param>
    /// <param name="value">The value, in the low <paramref name="width"/> bytes.</param>
    bool TryReadMemory(ulong address, int width, out ulong value);

    /// <summary>Writes guest-physical memory that is not RAM (<c>KVM_EXIT_MMIO</c>).</summary>
    /// <param name="address">The guest-physical address.</param>
    /// <param name="width">1 to 8 bytes.</param>
    /// <param name="value">The value; bits above the width are 0.</param>
    bool TryWriteMemory(ulong address, int width, ulong value);
}
