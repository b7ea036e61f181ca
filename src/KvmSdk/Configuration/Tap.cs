using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>Taps: network interfaces of the host whose cable ends in this program (Linux's <c>/dev/net/tun</c>).</summary>
public static class Tap
{
    /// <summary>
    /// The tap of this name, which has to be there when the machine starts: <c>ip tuntap add dev NAME mode tap user USER</c> makes it, and
    /// <c>ip link set NAME up</c> switches it on. How it is connected to anything else (a bridge, routes, nothing) is the host's business.
    /// </summary>
    /// <param name="name">The interface's name: 1 to 15 bytes, without '/', ':' and white space.</param>
    /// <param name="vhost">Who moves the frames: this program, unless the host's kernel is asked to (<c>modprobe vhost_net</c>).</param>
    /// <exception cref="ConfigurationValueException">No interface can have the name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vhost"/> is no value of its type.</exception>
    public static NetBackend Named(string name, VhostMode vhost = VhostMode.Off)
    {
        ArgumentNullException.ThrowIfNull(name);
        ConfigurationValueException.Require(FactoryChecks.CheckTapName(nameof(Tap) + "." + nameof(Named), name));
        return vhost is >= VhostMode.Off and <= VhostMode.On
            ? NetBackend.OfTap(name, vhost)
            : throw new ArgumentOutOfRangeException(nameof(vhost), vhost, "Vhost is Off, Auto or On.");
    }
}
