using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Virtio;

public sealed unsafe class IoUringTests
{
    [RingFact]
    public void What_is_filled_in_is_carried_out_and_answered_with_its_mark_and_the_doorbell_rings()
    {
        using ImageFile image = ImageFile.OfSectors(2);
        using var file = File.OpenHandle(image.Path);
        using EventFd doorbell = new(blocking: true);
        using IoUring ring = IoUring.TryMake(4, doorbell, out _)!;
        byte* sector = stackalloc byte[512];
        iovec piece = new() { iov_base = sector, iov_len = 512 };
        io_uring_sqe* entry = ring.NextEntry();
        entry->opcode = Libc.IORING_OP_READV;
        entry->fd = (int)file.DangerousGetHandle();
        entry->off = 512;
        entry->addr = (ulong)&piece;
        entry->len = 1;
        entry->user_data = 0x1234_5678_9ABC_DEF0;
        Assert.True(ring.HasUnsubmitted);
        Assert.True(ring.Submit());
        doorbell.Wait();
        Assert.True(ring.TryReap(out ulong mark, out int result));
        Assert.Equal((0x1234_5678_9ABC_DEF0u, 512), (mark, result));
        Assert.Equal(ImageFile.Sectors(2)[512..], new Span<byte>(sector, 512).ToArray());
        Assert.False(ring.TryReap(out _, out _));
    }

    [RingFact]
    public void Errors_come_back_negated_and_places_are_used_again_and_again()
    {
        using EventFd doorbell = new();
        using IoUring ring = IoUring.TryMake(4, doorbell, out _)!;
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < 4; i++)
            {
                io_uring_sqe* entry = ring.NextEntry();
                entry->opcode = Libc.IORING_OP_FSYNC;
                entry->fd = -1;
                entry->user_data = (ulong)i;
            }

            Assert.True(ring.NextEntry() is null);
            ring.Submit();
            ulong seen = 0;
            for (int taken = 0; taken < 4;)
            {
                if (ring.TryReap(out ulong mark, out int result))
                {
                    Assert.Equal(-(int)Errno.EBADF, result);
                    seen |= 1UL << (int)mark;
                    taken++;
                }
                else
                {
                    ring.Wait();
                }
            }

            Assert.Equal(0xFUL, seen);
        }
    }

    [RingFact]
    public void What_the_kernel_was_not_given_can_be_taken_back()
    {
        using EventFd doorbell = new();
        using IoUring ring = IoUring.TryMake(4, doorbell, out _)!;
        ring.NextEntry()->fd = -1;
        ring.DropLast();
        Assert.False(ring.HasUnsubmitted);
        Assert.True(ring.Submit());
        Assert.False(ring.TryReap(out _, out _));
    }
}
