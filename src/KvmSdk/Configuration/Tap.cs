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
    /// <exception cref="ConfigurationValueException">No interface can have the name.</exception>
    public static NetBackend Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ConfigurationValueException.Require(FactoryChecks.CheckTapName(nameof(Tap) + "." + nameof(Named), name));
        return NetBackend.OfTap(name);
    }
}
