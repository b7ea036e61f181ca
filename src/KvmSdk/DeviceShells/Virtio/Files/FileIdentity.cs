// Why one user is translated and no other: a monitor without privileges makes every file as its own user, whoever in the guest asks. If the
// guest saw that user's number, its root would own nothing of what it makes, and tools that look (git, tar, ssh) would refuse. All other
// numbers stay, because there is no number that would be right for them.

using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Files;

/// <summary>Who a guest's users are on the host, and the other way round.</summary>
/// <param name="uid">The guest's user as whom this program's user appears.</param>
/// <param name="gid">The same for the group.</param>
[HotPath]
internal readonly struct FileIdentity(uint uid, uint gid)
{
    private readonly uint _hostUid = Libc.geteuid();
    private readonly uint _hostGid = Libc.getegid();

    /// <summary>Whether this program is root, and makes files as whoever asks.</summary>
    public bool IsRoot => _hostUid == 0;

    /// <summary>The guest's number for a user of the host.</summary>
    public uint GuestUid(uint host) => host == _hostUid ? uid : host;

    /// <summary>The guest's number for a group of the host.</summary>
    public uint GuestGid(uint host) => host == _hostGid ? gid : host;

    /// <summary>The host's number for a user of the guest.</summary>
    public uint HostUid(uint guest) => guest == uid ? _hostUid : guest;

    /// <summary>The host's number for a group of the guest.</summary>
    public uint HostGid(uint guest) => guest == gid ? _hostGid : guest;

    /// <summary>This thread makes files as a user of the guest, until <see cref="Leave"/>. Without effect for others than root.</summary>
    public void Become(uint guestUid, uint guestGid)
    {
        if (IsRoot)
        {
            _ = Libc.setfsgid(HostGid(guestGid));
            _ = Libc.setfsuid(HostUid(guestUid));
        }
    }

    /// <summary>This thread makes files as this program again.</summary>
    public void Leave()
    {
        if (IsRoot)
        {
            _ = Libc.setfsuid(_hostUid);
            _ = Libc.setfsgid(_hostGid);
        }
    }
}
