using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>
/// Carries block requests out on a qcow2 image, each before it returns. On a vCPU those reads whose tables are in memory and whose contents are in the
/// host's page cache; what touches the tables waits for the disk's own thread.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="cells">What the disk has done.</param>
/// <param name="watch">What looks after the file.</param>
[HotPath]
internal sealed class Qcow2Backend(Qcow2Image image, DiskCounterCells cells, DiskWatch watch) : IBlockBackend
{
    // As for a raw image.
    private const ulong LargestAtOnce = 64 * 1024;

    /// <inheritdoc/>
    public ulong CapacitySectors { get; } = image.Length / DiskFile.SectorSize;

    /// <inheritdoc/>
    public BlockStatus Submit(BlockRequest request, bool mayWait)
    {
        if (!mayWait)
        {
            bool isDone = request.Operation == BlockOperation.Read && request.Length <= LargestAtOnce
                && image.TryReadAtOnce(request.Offset, request.Buffers, request.Length);
            if (!isDone)
            {
                return BlockStatus.WouldWait;
            }

            cells.CountAtOnce(request);
            return BlockStatus.Ok;
        }

        ImageResult result = request.Operation switch
        {
            BlockOperation.Read => image.Read(request.Offset, request.Buffers, request.Length),
            BlockOperation.Write => image.Write(request.Offset, request.Buffers, request.Length),
            BlockOperation.Flush => image.Flush(),
            BlockOperation.Discard => image.Discard(request.Offset, request.Length),
            BlockOperation.WriteZeroes => image.WriteZeroes(request.Offset, request.Length, request.MayUnmap),
            _ => (ImageResult)Errno.EINVAL,
        };
        if (result == ImageResult.Ok && request.Durable)
        {
            result = image.Flush();
        }

        cells.Count(request, result == ImageResult.Ok);
#pragma warning disable KVM0730 // What went wrong is told of once, and may be put into words; a flush that went well allocates nothing.
        if (result == ImageResult.Ok)
        {
            if (request.Operation == BlockOperation.Flush)
            {
                watch.OnFlush();
            }

            return BlockStatus.Ok;
        }

        if (result == ImageResult.Damaged)
        {
            watch.OnDamage(request.Operation, image.Damage.Describe());
        }
        else
        {
            watch.OnError(request.Operation, (Errno)(int)result);
        }
#pragma warning restore KVM0730

        return BlockStatus.IoError;
    }
}
