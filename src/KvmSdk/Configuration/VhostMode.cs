namespace KvmSdk;

/// <summary>Who moves the frames between a guest and a tap: this program, or the host's kernel (<c>/dev/vhost-net</c>).</summary>
public enum VhostMode
{
    /// <summary>This program: nothing has to be there, limits of rate are kept, and no guest's queue is read by the host's kernel.</summary>
    Off,

    /// <summary>The kernel if it can here, or else this program; this program too where there is a limit of rate.</summary>
    Auto,

    /// <summary>The kernel, and no start without it.</summary>
    On,
}
