using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio;

/// <summary>One piece of a request as a driver describes it.</summary>
internal readonly record struct Piece(ulong Address, uint Length, ushort Flags = 0)
{
    public const ushort Next = 1, Write = 2, Indirect = 4;

    public static Piece In(ulong address, uint length) => new(address, length);

    public static Piece Out(ulong address, uint length) => new(address, length, Write);
}

/// <summary>The driver's side of a split queue, written from the specification: it can also say things no driver should.</summary>
internal sealed class FakeQueue
{
    private readonly IFakeMemory _ram;
    private ushort _nextDescriptor;

    public FakeQueue(IFakeMemory ram, ulong place, ushort size)
    {
        _ram = ram;
        Size = size;
        Descriptors = place;
        Driver = place + (16UL * size);
        Device = (Driver + 6 + (2UL * size) + 3) & ~3UL;
        End = (Device + 6 + (8UL * size) + 15) & ~15UL;
    }

    public ushort Size { get; }

    public ulong Descriptors { get; }

    public ulong Driver { get; }

    public ulong Device { get; }

    /// <summary>First address behind the queue.</summary>
    public ulong End { get; }

    public QueueAddresses Addresses => new() { Size = Size, Descriptors = Descriptors, Driver = Driver, Device = Device };

    public ushort DriverFlags { set => _ram.Write(Driver, value); }

    public ushort AvailableIndex
    {
        get => _ram.Read<ushort>(Driver + 2);
        set => _ram.Write(Driver + 2, value);
    }

    public ushort UsedEvent { set => _ram.Write(Driver + 4 + (2UL * Size), value); }

    public ushort DeviceFlags => _ram.Read<ushort>(Device);

    public ushort UsedIndex => _ram.Read<ushort>(Device + 2);

    public ushort AvailableEvent => _ram.Read<ushort>(Device + 4 + (8UL * Size));

    public (uint Head, uint Written) Used(int index)
    {
        ulong element = Device + 4 + (8UL * (uint)(index % Size));
        return (_ram.Read<uint>(element), _ram.Read<uint>(element + 4));
    }

    public void Describe(int index, Piece piece, ushort next = 0) => Describe(Descriptors, index, piece, next);

    public void Describe(ulong table, int index, Piece piece, ushort next = 0)
    {
        ulong at = table + (16UL * (uint)index);
        _ram.Write(at, piece.Address);
        _ram.Write(at + 8, piece.Length);
        _ram.Write(at + 12, piece.Flags);
        _ram.Write(at + 14, next);
    }

    /// <summary>Makes one chain of the pieces in the next free descriptors, and does not offer it yet.</summary>
    public ushort Chain(params ReadOnlySpan<Piece> pieces)
    {
        ushort head = _nextDescriptor;
        for (int i = 0; i < pieces.Length; i++)
        {
            ushort at = _nextDescriptor;
            _nextDescriptor = (ushort)((_nextDescriptor + 1) % Size);
            bool last = i == pieces.Length - 1;
            Describe(at, last ? pieces[i] : pieces[i] with { Flags = (ushort)(pieces[i].Flags | Piece.Next) }, last ? (ushort)0 : _nextDescriptor);
        }

        return head;
    }

    /// <summary>Makes one descriptor that points to a table of the pieces at <paramref name="table"/>.</summary>
    public ushort ChainIndirect(ulong table, params ReadOnlySpan<Piece> pieces)
    {
        for (int i = 0; i < pieces.Length; i++)
        {
            bool last = i == pieces.Length - 1;
            Describe(table, i, last ? pieces[i] : pieces[i] with { Flags = (ushort)(pieces[i].Flags | Piece.Next) }, (ushort)(last ? 0 : i + 1));
        }

        return Chain(new Piece(table, 16 * (uint)pieces.Length, Piece.Indirect));
    }

    public ushort Offer(ushort head)
    {
        ushort index = AvailableIndex;
        _ram.Write(Driver + 4 + (2UL * (uint)(index % Size)), head);
        AvailableIndex = (ushort)(index + 1);
        return head;
    }

    public ushort Offer(params ReadOnlySpan<Piece> pieces) => Offer(Chain(pieces));
}
