using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>How the host reaches the sockets of a guest. With each of these the running machine's <see cref="VsockDevice"/> connects and listens.</summary>
public static class Vsock
{
    /// <summary>
    /// This program, and others by sockets in the file system, in Firecracker's way. Who connects to the socket at <paramref name="path"/> and
    /// sends <c>CONNECT 1024\n</c> is connected to the guest's port 1024, and told <c>OK 1073741824\n</c> with the host's port. A guest that
    /// connects to the host's port 52 is connected to who listens at <c>PATH_52</c>, unless this program listens to that port.
    /// </summary>
    /// <param name="path">Where the socket is made, and removed at the end: at most 96 bytes.</param>
    /// <param name="cid">The guest's address; 0 for the declared one.</param>
    /// <exception cref="ConfigurationValueException">The path is empty, holds a NUL, or is too long.</exception>
    public static VsockBackend At(string path, uint cid = 0)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckVsockPath(nameof(Vsock) + "." + nameof(At), path));
        return VsockBackend.Of(VsockKind.Unix, path, cid);
    }

    /// <summary>This program alone.</summary>
    /// <param name="cid">The guest's address; 0 for the declared one.</param>
    public static VsockBackend Program(uint cid = 0) => VsockBackend.Of(VsockKind.Program, null, cid);

    /// <summary>
    /// The kernel (<c>/dev/vhost-vsock</c>): every program of the host reaches the guest by its address, with sockets of the domain AF_VSOCK.
    /// No two running guests of a host can have one address then.
    /// </summary>
    /// <param name="cid">The guest's address; 0 for the declared one.</param>
    public static VsockBackend Vhost(uint cid = 0) => VsockBackend.Of(VsockKind.Vhost, null, cid);
}
