using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The address of a socket between a host and its guests (<c>linux/vm_sockets.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sockaddr_vm
{
    /// <summary>Any port, for <see cref="Libc.bind"/>; any host or guest; the host, as a guest names it.</summary>
    public const uint VMADDR_PORT_ANY = uint.MaxValue, VMADDR_CID_ANY = uint.MaxValue, VMADDR_CID_HOST = 2;

    /// <summary><see cref="Libc.AF_VSOCK"/>.</summary>
    public ushort svm_family;

    /// <summary>Zero.</summary>
    public ushort svm_reserved1;

    /// <summary>The port.</summary>
    public uint svm_port;

    /// <summary>The host or guest.</summary>
    public uint svm_cid;

    /// <summary>Zero.</summary>
    public byte svm_flags;

    /// <summary>Zero.</summary>
    public svm_zero_array svm_zero;

    /// <summary>The array type of <see cref="svm_zero"/>.</summary>
    [InlineArray(3)]
    public struct svm_zero_array
    {
        private byte _element0;
    }
}
