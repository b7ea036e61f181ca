using System.Runtime.InteropServices;
using KvmSdk.Devices;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Fuzz;

// What an input is: operations of a driver, each a byte and its operands. A driver in good order is one operation (Start), so that a fuzzer gets to the
// device's own protocol at once; and every single register can be written too, at any time and with any value.

/// <summary>A virtio device behind its transport, with the input as its driver.</summary>
internal abstract unsafe class VirtioTarget<TDevice> : FuzzTarget
    where TDevice : class, IVirtioDevice
{
    protected const int RamSize = 64 * 1024;
    private const int GuardSize = 4096;
    private const byte Guard = 0xA5;
    private const int QueueSize = 8;
    private const int MostOperations = 200;

    // Where queue N lies: descriptors, available ring, used ring; buffers come after the queues.
    private const ulong QueueSpacing = 0x400;
    private const ulong AvailableAt = 0x200;
    private const ulong UsedAt = 0x300;

    // A page of guard on either side; for the life of the program.
    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(GuardSize + RamSize + GuardSize, GuardSize);
    private readonly ushort[] _available = new ushort[64];

    protected VirtioTarget()
    {
        Memory.Fill(Guard);
        Ram = new GuestMemoryMap([new GuestRamRange(0, RamSize, Host)]);
    }

    protected GuestMemoryMap Ram { get; }

    /// <summary>How many queues a driver may set up, at most 8.</summary>
    protected virtual int Queues => 4;

    private byte* Host => _memory + GuardSize;

    private Span<byte> Memory => new(_memory, GuardSize + RamSize + GuardSize);

    /// <summary>What a driver that does right by the device asks of it, as chains to be built with <see cref="Script"/>.</summary>
    protected abstract IEnumerable<Script> Scripts { get; }

    public override IEnumerable<byte[]> Seeds => Scripts.Select(static script => script.ToArray());

    /// <summary>Makes the device anew for an input.</summary>
    protected abstract TDevice Make();

    /// <summary>Something happens on the host's side.</summary>
    protected virtual void HostEvent(TDevice device, MmioTransport<TDevice, NoInterrupt> transport, byte what)
    {
    }

    /// <summary>The device was reset at the end: what has to hold then.</summary>
    protected virtual void AfterReset(TDevice device)
    {
    }

    /// <summary>Whether all of some pieces lies in the guest's RAM.</summary>
    protected void RequireInRam(ReadOnlySpan<IoVector> pieces)
    {
        foreach (IoVector piece in pieces)
            Require(piece.Base >= Host && piece.Length <= RamSize && piece.Base + piece.Length <= Host + RamSize, "a piece lies outside of the guest's RAM");
    }

    /// <summary>Whether bytes lie in the guest's RAM.</summary>
    protected void RequireBytesInRam(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes) RequireInRam([new IoVector(first, (nuint)bytes.Length)]);
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        Span<byte> ram = Memory.Slice(GuardSize, RamSize);
        ram.Clear();
        Array.Clear(_available);
        TDevice device = Make();
        MmioTransport<TDevice, NoInterrupt> transport = new(device, default, Ram, new MmioRegisterPage());
        Input operations = new(input);
        for (int i = 0; i < MostOperations && !operations.IsAtEnd; i++) Do(ref operations, device, transport, ram);
        RequireGuards();

        // Whatever happened, a reset makes a sound device of it.
        transport.Write(MmioRegister.Status, 4, 0);
        Require(transport.Read(MmioRegister.Status, 4) == 0, "a reset left the status");
        AfterReset(device);
        ram.Clear();
        Start(transport, ulong.MaxValue, device.QueueCount);
        Require(transport.IsRunning, "after a reset the device cannot be started");
    }

    private void Do(ref Input input, TDevice device, MmioTransport<TDevice, NoInterrupt> transport, Span<byte> ram)
    {
        switch ((Operation)(input.U8() % 9))
        {
            case Operation.Start: Start(transport, input.U32() | (ulong)input.U32() << 32, device.QueueCount); break;
            case Operation.WriteRegister: transport.Write(input.U16() % 0x200u, Width(input.U8()), input.U32()); break;
            case Operation.ReadRegister: transport.Read(input.U16() % 0x200u, Width(input.U8())); break;
            case Operation.WriteRam:
                int at = input.U16();
                int length = Math.Min(input.U8(), RamSize - at);
                input.Some(length).CopyTo(ram[at..]);
                break;
            case Operation.Descriptor:
                // Queue, index, address, length, flags, next: what a driver writes most, in fewer bytes.
                int place = (input.U8() % Queues * (int)QueueSpacing) + (input.U8() % QueueSize * 16);
                BitConverter.TryWriteBytes(ram[place..], (ulong)input.U16());
                BitConverter.TryWriteBytes(ram[(place + 8)..], (uint)input.U16());
                BitConverter.TryWriteBytes(ram[(place + 12)..], (ushort)(input.U8() & 7));
                BitConverter.TryWriteBytes(ram[(place + 14)..], (ushort)(input.U8() % (QueueSize + 1)));
                break;
            case Operation.Offer:
                int queue = input.U8() % Queues;
                int ring = (queue * (int)QueueSpacing) + (int)AvailableAt;
                BitConverter.TryWriteBytes(ram[(ring + 4 + (_available[queue] % QueueSize * 2))..], (ushort)(input.U8() % (QueueSize + 1)));
                BitConverter.TryWriteBytes(ram[(ring + 2)..], ++_available[queue]);
                break;
            case Operation.Notify: transport.Write(MmioRegister.QueueNotify, 4, input.U8() % (uint)(Queues + 1)); break;
            case Operation.Serve:
                transport.Notify((uint)(input.U8() % device.QueueCount), mayWait: true);
                transport.Continue();
                for (int turn = 0; transport.HasUnfinishedWork; turn++)
                {
                    Require(turn < 1000, "the device never comes to an end");
                    transport.Continue();
                    for (uint each = 0; each < (uint)device.QueueCount; each++) transport.Notify(each, mayWait: true);
                }

                break;
            default: HostEvent(device, transport, input.U8()); break;
        }
    }

    private void Start(MmioTransport<TDevice, NoInterrupt> transport, ulong features, int queues)
    {
        transport.Write(MmioRegister.Status, 4, 0);
        Array.Clear(_available);
        transport.Write(MmioRegister.Status, 4, VirtioStatus.Acknowledge);
        transport.Write(MmioRegister.Status, 4, VirtioStatus.Acknowledge | VirtioStatus.Driver);
        for (uint half = 0; half < 2; half++)
        {
            transport.Write(MmioRegister.DeviceFeaturesSelect, 4, half);
            transport.Write(MmioRegister.DriverFeaturesSelect, 4, half);
            uint wanted = (uint)(features >> (int)(half * 32)) | half;
            transport.Write(MmioRegister.DriverFeatures, 4, transport.Read(MmioRegister.DeviceFeatures, 4) & wanted);
        }

        transport.Write(MmioRegister.Status, 4, VirtioStatus.Acknowledge | VirtioStatus.Driver | VirtioStatus.FeaturesOk);
        for (uint queue = 0; queue < Math.Min(queues, Queues); queue++)
        {
            ulong place = queue * QueueSpacing;
            transport.Write(MmioRegister.QueueSelect, 4, queue);
            transport.Write(MmioRegister.QueueSize, 4, QueueSize);
            transport.Write(MmioRegister.QueueDescriptorsLow, 4, place);
            transport.Write(MmioRegister.QueueDriverLow, 4, place + AvailableAt);
            transport.Write(MmioRegister.QueueDeviceLow, 4, place + UsedAt);
            transport.Write(MmioRegister.QueueReady, 4, 1);
        }

        transport.Write(MmioRegister.Status, 4, VirtioStatus.Acknowledge | VirtioStatus.Driver | VirtioStatus.FeaturesOk | VirtioStatus.DriverOk);
    }

    private void RequireGuards() => Require(
        !Memory[..GuardSize].ContainsAnyExcept(Guard) && !Memory[(GuardSize + RamSize)..].ContainsAnyExcept(Guard), "memory outside of the guest's RAM was written to");

    private static int Width(byte choice) => (choice % 4) switch { 0 => 1, 1 => 2, 2 => 4, _ => 8 };
}

/// <summary>What a driver does, as the first byte of an operation.</summary>
internal enum Operation : byte
{
    Start,
    WriteRegister,
    ReadRegister,
    WriteRam,
    Descriptor,
    Offer,
    Notify,
    Serve,
    HostEvent,
}

/// <summary>A line that nobody listens to.</summary>
internal readonly struct NoInterrupt : IInterruptLine
{
    public void Raise()
    {
    }
}
