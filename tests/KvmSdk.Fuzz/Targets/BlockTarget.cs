using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The virtio block device on a disk that answers at once, later, or not without waiting, as the input has it.</summary>
internal sealed unsafe class BlockTarget : VirtioTarget<BlockDevice<BlockTarget.Disk>>
{
    private const ulong Sectors = 64;

    private readonly Queue<BlockRequest> _pending = [];
    private byte _mood;

    public override string Name => "block";

    protected override IEnumerable<Script> Scripts
    {
        get
        {
            foreach (uint type in (uint[])[0, 1, 4, 8])
            {
                byte[] header = [.. BitConverter.GetBytes(type), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
                byte data = (byte)(type == 1 ? 1 : 3);
                yield return new Script().Start().Ram(0x2000, header)
                    .Descriptor(0, 0, 0x2000, 16, 1, 1).Descriptor(0, 1, 0x3000, 512, data, 2).Descriptor(0, 2, 0x2100, 1, 2, 0).Offer(0, 0).Notify(0).Serve(0);
            }

            yield return new Script().Start(1UL << 32).Ram(0x2000, [13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0])
                .Descriptor(0, 0, 0x2000, 32, 1, 1).Descriptor(0, 1, 0x2100, 1, 2, 0).Offer(0, 0).Host(1).Notify(0).Host(0).Serve(0).Host(0);
        }
    }

    protected override BlockDevice<Disk> Make()
    {
        _pending.Clear();
        _mood = 0;
        return new BlockDevice<Disk>(new Disk(this), new BlockDeviceOptions { Discard = true, WriteZeroes = true, Id = "FUZZ", QueueSize = 8, RequestsInFlight = 4 });
    }

    protected override void HostEvent(BlockDevice<Disk> device, MmioTransport<BlockDevice<Disk>, NoInterrupt> transport, byte what)
    {
        _mood = what;
        while (_pending.TryDequeue(out BlockRequest? request)) device.Complete(request, (BlockStatus)(what % 3));
        transport.Notify(0, mayWait: true);
    }

    private BlockStatus Submit(BlockRequest request, bool mayWait)
    {
        Require(request.Offset % 512 == 0 && request.Length % 512 == 0, "a range is not of whole sectors");
        Require(request.Offset / 512 <= Sectors && request.Length / 512 <= Sectors - (request.Offset / 512), "a range is not within the disk");
        RequireInRam(request.Buffers);
        ulong length = 0;
        foreach (IoVector piece in request.Buffers)
        {
            length += piece.Length;
            if (request.Operation == BlockOperation.Read) piece.First(int.MaxValue).Fill(0x5A);
        }

        Require(request.Operation is not (BlockOperation.Read or BlockOperation.Write) || length == request.Length, "the buffers have not the request's length");
        Plant(request is { Operation: BlockOperation.WriteZeroes, MayUnmap: true, Offset: > 1024 });
        switch (_mood % 4)
        {
            case 1:
                _pending.Enqueue(request);
                return BlockStatus.Pending;
            case 2 when !mayWait: return BlockStatus.WouldWait;
            case 3: return BlockStatus.IoError;
            default: return BlockStatus.Ok;
        }
    }

    internal readonly struct Disk(BlockTarget target) : IBlockBackend
    {
        public ulong CapacitySectors => Sectors;

        public BlockStatus Submit(BlockRequest request, bool mayWait) => target.Submit(request, mayWait);
    }
}
