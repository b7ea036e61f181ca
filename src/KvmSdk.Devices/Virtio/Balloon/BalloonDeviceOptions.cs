using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>What a balloon offers its guest.</summary>
public sealed record BalloonDeviceOptions
{
    /// <summary>Pages wanted in the balloon at first, of <see cref="BalloonFormat.PageSize"/> bytes.</summary>
    public uint TargetPages { get; init; }

    /// <summary>Whether a guest short of memory may take pages back without being asked.</summary>
    public bool DeflateOnOutOfMemory { get; init; } = true;

    /// <summary>Whether the guest tells which pages are free, so that the host has them until they are used again.</summary>
    public bool PageReporting { get; init; } = true;

    /// <summary>
    /// Whether pages that leave the balloon are made resident before the guest has them: the promise of RAM that is resident from the start.
    /// Page reporting cannot keep it, since nobody says when a reported page is used again.
    /// </summary>
    public bool IsResident { get; init; }

    /// <summary>The guest's RAM.</summary>
    public required GuestMemoryMap Memory { get; init; }

    /// <summary>Addresses in RAM that stay as they are, whatever a guest says of them: what the host shares with it, say.</summary>
    public IReadOnlyList<(ulong Address, ulong Length)> Kept { get; init; } = [];

    internal void Validate()
    {
        if (IsResident && PageReporting) throw new ArgumentException("RAM that is to stay resident cannot be reported as free.", nameof(PageReporting));
    }
}
