namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>Feature bits of the memory balloon: virtio 1.2, section 5.5.3. Only the ones the device can offer.</summary>
public static class BalloonFeature
{
    /// <summary>VIRTIO_BALLOON_F_MUST_TELL_HOST: the driver uses no page of the balloon again before the device has said that it may.</summary>
    public const ulong MustTellHost = 1UL << 0;

    /// <summary>VIRTIO_BALLOON_F_STATS_VQ: there is a queue by which the driver tells of the guest's memory.</summary>
    public const ulong Statistics = 1UL << 1;

    /// <summary>VIRTIO_BALLOON_F_DEFLATE_ON_OOM: a guest short of memory may take pages back without being asked.</summary>
    public const ulong DeflateOnOutOfMemory = 1UL << 2;

    /// <summary>VIRTIO_BALLOON_F_PAGE_POISON: the driver says what it fills free pages with.</summary>
    public const ulong PagePoison = 1UL << 4;

    /// <summary>VIRTIO_BALLOON_F_PAGE_REPORTING: there is a queue by which the driver tells which pages are free.</summary>
    public const ulong PageReporting = 1UL << 5;
}
