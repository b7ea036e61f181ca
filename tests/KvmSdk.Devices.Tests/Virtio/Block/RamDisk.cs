using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>A disk in an array, which works at once or, as an asynchronous one would, when the test says so.</summary>
internal sealed class RamDisk(int sectors)
{
    public byte[] Bytes { get; } = new byte[sectors * 512];

    public ulong Capacity { get; set; } = (ulong)sectors;

    /// <summary>What every request ends with instead of being carried out.</summary>
    public BlockStatus? Answer { get; set; }

    public bool Asynchronous { get; set; }

    public Queue<BlockRequest> Waiting { get; } = [];

    /// <summary>What was asked, as text; off when only the traffic counts.</summary>
    public List<string>? Log { get; set; } = [];

    public int Requests { get; private set; }

    public Action? OnSubmit { get; set; }

    /// <summary>Whether it answers a caller that may not wait.</summary>
    public bool AtOnce { get; set; } = true;

    public BlockStatus Submit(BlockRequest request, bool mayWait)
    {
        if (!AtOnce && !mayWait) return BlockStatus.WouldWait;
        Requests++;
        OnSubmit?.Invoke();
        Log?.Add($"{request.Operation} {request.Offset}+{request.Length}"
            + (request.Durable ? " durable" : "") + (request.MayUnmap ? " unmap" : ""));
        if (Answer is { } answer) return answer;
        if (!Asynchronous) return Execute(request);
        Waiting.Enqueue(request);
        return BlockStatus.Pending;
    }

    public BlockStatus Execute(BlockRequest request)
    {
        Span<byte> range = Bytes.AsSpan((int)request.Offset, (int)request.Length);
        switch (request.Operation)
        {
            case BlockOperation.Read or BlockOperation.Write:
                foreach (IoVector piece in request.Buffers)
                {
                    Span<byte> memory = piece.First(range.Length);
                    if (piece.Length != (nuint)memory.Length) Assert.Fail("the buffers are longer than the range");
                    if (request.Operation == BlockOperation.Read) range[..memory.Length].CopyTo(memory);
                    else memory.CopyTo(range);
                    range = range[memory.Length..];
                }

                Assert.True(range.IsEmpty);
                break;
            case BlockOperation.WriteZeroes: range.Clear(); break;
            case BlockOperation.Discard: range.Fill(0xDD); break;
            default: break;
        }

        return BlockStatus.Ok;
    }

    internal readonly struct Backend(RamDisk disk) : IBlockBackend
    {
        public ulong CapacitySectors => disk.Capacity;

        public BlockStatus Submit(BlockRequest request, bool mayWait) => disk.Submit(request, mayWait);
    }
}
