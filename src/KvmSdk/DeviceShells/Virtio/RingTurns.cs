using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Moves requests between a block device and the ring that carries them out.</summary>
/// <param name="ring">The ring.</param>
/// <param name="backend">The backend of the device, which knows how a request ends.</param>
[HotPath]
internal sealed class RingTurns(DiskRing ring, FileBackend backend) : IDeviceTurns<BlockDevice<FileBackend>>
{
    /// <inheritdoc/>
    public void BeforeTurn(BlockDevice<FileBackend> device)
    {
        while (ring.TryTake(out BlockRequest request, out int result))
        {
            device.Complete(request, backend.End(request, backend.Complete(request, result)));
        }
    }

    /// <inheritdoc/>
    public void AfterTurn(BlockDevice<FileBackend> device)
    {
        while (!ring.Submit(out BlockRequest refused))
        {
            device.Complete(refused, backend.End(refused, backend.CarryOut(refused)));
        }
    }

    /// <inheritdoc/>
    public void BeforeReset(BlockDevice<FileBackend> device)
    {
        // A driver that has written 0 to the status may use its memory for something else at once. What the kernel has it does soon, or else the
        // host's storage hangs, and the guest with it.
        AfterTurn(device);
        while (ring.Count > 0)
        {
            BeforeTurn(device);
            if (ring.Count > 0)
            {
                ring.Wait();
            }
        }
    }
}
