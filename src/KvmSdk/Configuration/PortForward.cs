using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>A port of the host that leads to one of the guest. Without an address only programs of this host reach it, because it is on 127.0.0.1.</summary>
public readonly record struct PortForward : IParsable<PortForward>
{
    private readonly IPAddress? _hostAddress;

    private PortForward(bool isUdp, IPAddress? hostAddress, int hostPort, int guestPort)
    {
        IsUdp = isUdp;
        _hostAddress = hostAddress ?? IPAddress.Loopback;
        HostPort = hostPort;
        GuestPort = guestPort;
    }

    /// <summary>Whether it forwards UDP; if not, TCP.</summary>
    public bool IsUdp { get; }

    /// <summary>The host's address on which the port is: <see cref="IPAddress.Any"/> for all of them.</summary>
    public IPAddress HostAddress => _hostAddress ?? IPAddress.Loopback;

    /// <summary>The port of the host, 1 to 65535. Those below 1024 need a privilege.</summary>
    public int HostPort { get; }

    /// <summary>The port of the guest, 1 to 65535.</summary>
    public int GuestPort { get; }

    internal string Key => $"{(IsUdp ? "UDP" : "TCP")} port {HostPort.ToString(CultureInfo.InvariantCulture)} of {HostAddress}";

    /// <summary>Forwards TCP.</summary>
    /// <param name="hostPort">The port of the host, 1 to 65535.</param>
    /// <param name="guestPort">The port of the guest, 1 to 65535.</param>
    /// <param name="hostAddress">The host's address; null for 127.0.0.1.</param>
    /// <exception cref="ConfigurationValueException">There is no such port.</exception>
    public static PortForward Tcp(int hostPort, int guestPort, IPAddress? hostAddress = null) => Make(nameof(Tcp), false, hostAddress, hostPort, guestPort);

    /// <summary>Forwards UDP.</summary>
    /// <param name="hostPort">The port of the host, 1 to 65535.</param>
    /// <param name="guestPort">The port of the guest, 1 to 65535.</param>
    /// <param name="hostAddress">The host's address; null for 127.0.0.1.</param>
    /// <exception cref="ConfigurationValueException">There is no such port.</exception>
    public static PortForward Udp(int hostPort, int guestPort, IPAddress? hostAddress = null) => Make(nameof(Udp), true, hostAddress, hostPort, guestPort);

    /// <summary>Reads <c>tcp=8080:80</c> or <c>udp=5353:53</c>: the host's port, then the guest's; before them there may be an address of the host, as in <c>tcp=0.0.0.0:8080:80</c> or <c>tcp=[::1]:8080:80</c>.</summary>
    /// <exception cref="FormatException">The text has not that form.</exception>
    public static PortForward Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out PortForward result)
            ? result
            : throw new FormatException($"'{s}' forwards no port; name the protocol, the host's port and the guest's, as in 'tcp=8080:80' or 'udp=0.0.0.0:5353:53'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PortForward result)
    {
        result = default;
        bool isUdp = s?.StartsWith("udp=", StringComparison.Ordinal) == true;
        if (s is null || !(isUdp || s.StartsWith("tcp=", StringComparison.Ordinal)))
        {
            return false;
        }

        string rest = s[4..];
        int last = rest.LastIndexOf(':');
        int first = last < 0 ? -1 : rest.LastIndexOf(':', Math.Max(0, last - 1), last);
        IPAddress? address = null;
        if (last < 0
            || (first >= 0 && !TryParseAddress(rest[..first], out address))
            || !TryParsePort(rest[(first + 1)..last], out int hostPort)
            || !TryParsePort(rest[(last + 1)..], out int guestPort))
        {
            return false;
        }

        result = new(isUdp, address, hostPort, guestPort);
        return true;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        string address = HostAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{HostAddress}]:"
            : HostAddress.Equals(IPAddress.Loopback) ? "" : $"{HostAddress}:";
        return string.Create(CultureInfo.InvariantCulture, $"{(IsUdp ? "udp" : "tcp")}={address}{HostPort}:{GuestPort}");
    }

    private static PortForward Make(string factory, bool isUdp, IPAddress? hostAddress, int hostPort, int guestPort)
    {
        factory = nameof(PortForward) + "." + factory;
        ConfigurationValueException.Require(FactoryChecks.CheckPort(factory, nameof(hostPort), hostPort) ?? FactoryChecks.CheckPort(factory, nameof(guestPort), guestPort));
        return new(isUdp, hostAddress, hostPort, guestPort);
    }

    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        bool isBracketed = text.StartsWith('[') && text.EndsWith(']');
        return IPAddress.TryParse(isBracketed ? text[1..^1] : text, out address)
            && isBracketed == (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            // "1" and "0x7f.1" are addresses to that parser, and hardly what anybody means here.
            && (isBracketed || address.ToString() == text);
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && FactoryChecks.CheckPort("", "hostPort", port) is null;
}
