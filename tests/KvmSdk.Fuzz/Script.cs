namespace KvmSdk.Fuzz;

/// <summary>Writes an input for a virtio target, operation by operation: how seeds are made.</summary>
internal sealed class Script
{
    private readonly List<byte> _bytes = [];

    public Script Start(ulong features = ulong.MaxValue) => Add(Operation.Start, BitConverter.GetBytes(features));

    public Script Ram(ushort at, params byte[] bytes) => Add(Operation.WriteRam, [.. BitConverter.GetBytes(at), (byte)bytes.Length, .. bytes]);

    public Script Descriptor(byte queue, byte index, ushort address, ushort length, byte flags, byte next) =>
        Add(Operation.Descriptor, [queue, index, .. BitConverter.GetBytes(address), .. BitConverter.GetBytes(length), flags, next]);

    public Script Offer(byte queue, byte head) => Add(Operation.Offer, [queue, head]);

    /// <summary>Offers bytes on queue 1, where devices with two directions take what the guest sends, and has them taken.</summary>
    public Script Sends(byte index, ushort address, ushort length) => Descriptor(1, index, address, length, 0, 0).Offer(1, index).Notify(1);

    public Script Notify(byte queue) => Add(Operation.Notify, [queue]);

    public Script Serve(byte queue) => Add(Operation.Serve, [queue]);

    public Script Host(byte what) => Add(Operation.HostEvent, [what]);

    public Script Write(ushort register, uint value) => Add(Operation.WriteRegister, [.. BitConverter.GetBytes(register), 2, .. BitConverter.GetBytes(value)]);

    public Script Read(ushort register) => Add(Operation.ReadRegister, [.. BitConverter.GetBytes(register), 2]);

    public byte[] ToArray() => [.. _bytes];

    private Script Add(Operation operation, byte[] operands)
    {
        _bytes.Add((byte)operation);
        _bytes.AddRange(operands);
        return this;
    }
}
