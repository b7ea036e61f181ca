using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// passt: a network in user space, that needs neither root nor a tap. To the rest of the world the guest's connections are those of a program of this
/// host; DHCP gives the guest the host's address, and its gateway leads to services on the host's loopback interface.
/// </summary>
public static class Passt
{
    /// <summary>
    /// A passt of the machine's own, which starts and ends with it (Debian's package <c>passt</c>): <c>Passt.User(PortForward.Tcp(8080, 80))</c> lets
    /// <c>http://127.0.0.1:8080</c> on the host reach port 80 of the guest.
    /// </summary>
    /// <param name="forwards">Ports of the host that lead to the guest.</param>
    /// <exception cref="ConfigurationValueException">Two forwards begin at one port.</exception>
    public static NetBackend User(params PortForward[] forwards)
    {
        ArgumentNullException.ThrowIfNull(forwards);
        ConfigurationValueException.Require(FactoryChecks.CheckForwards(nameof(Passt) + "." + nameof(User), [.. forwards.Select(static forward => forward.Key)]));
        return NetBackend.OfPasst(new(null, forwards));
    }

    /// <summary>A passt that somebody else has started: <c>passt --one-off --socket PATH</c>, with whatever options it is to have.</summary>
    /// <param name="socketPath">The path of its socket, 1 to 107 bytes.</param>
    /// <exception cref="ConfigurationValueException">No socket can have the path.</exception>
    public static NetBackend At(string socketPath)
    {
        ArgumentNullException.ThrowIfNull(socketPath);
        ConfigurationValueException.Require(FactoryChecks.CheckSocketPath(nameof(Passt) + "." + nameof(At), socketPath));
        return NetBackend.OfPasst(new(socketPath, []));
    }
}
