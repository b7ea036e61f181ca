using System.Diagnostics.CodeAnalysis;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>What a network device is connected to on the host: a value, that opens and starts nothing until the machine does.</summary>
/// <remarks>Made by <see cref="Tap"/>, <see cref="KvmSdk.Passt"/>, <see cref="Program"/> and <see cref="None"/>.</remarks>
public sealed record NetBackend : IParsable<NetBackend>
{
    private const string TapPrefix = "tap:";
    private const string ProgramWord = "program";
    private const string PasstWord = "passt";
    private const string PasstPrefix = "passt:";
    private const string ReceiveOption = ",receive=";
    private const string SendOption = ",send=";
    private const string MacOption = ",mac=";
    private const string VhostOption = ",vhost=";

    private NetBackend(string? tapName, PasstSettings? passt)
    {
        TapName = tapName;
        Passt = passt;
    }

    /// <summary>Nothing: the link is down, what the guest sends is lost, and it receives nothing.</summary>
    public static NetBackend None { get; } = new(null, null);

    /// <summary>The program that runs the machine, which takes the other end of the cable by <see cref="NetDevice.OpenStream"/> and has each frame in its hands.</summary>
    public static NetBackend Program { get; } = new(null, null) { IsProgram = true };

    /// <summary>The name of the tap; null where it is none.</summary>
    public string? TapName { get; }

    /// <summary>Who moves the frames of the tap.</summary>
    public VhostMode Vhost { get; private init; }

    /// <summary>How passt is reached or started; null where it is not passt.</summary>
    public PasstSettings? Passt { get; }

    /// <summary>Whether it is the program that runs the machine.</summary>
    public bool IsProgram { get; private init; }

    /// <summary>The address that the station has instead of the declared one; null for that one.</summary>
    public MacAddress? Mac { get; private init; }

    /// <summary>What the guest may receive a second.</summary>
    public RateLimit ReceiveLimit { get; private init; } = RateLimit.None;

    /// <summary>What the guest may send a second.</summary>
    public RateLimit SendLimit { get; private init; } = RateLimit.None;

    /// <summary>Whether there is a limit of rate.</summary>
    internal bool IsLimited => !ReceiveLimit.IsNone || !SendLimit.IsNone;

    /// <summary>
    /// The same network for a station with an address of its own instead of the declared one, as each of several instances of one machine needs that are on one network.
    /// </summary>
    /// <param name="mac">Six pairs of hexadecimal digits with colons between them, e.g. <c>52:54:00:00:00:01</c>; no group's address.</param>
    /// <exception cref="ConfigurationValueException">No station can have the address.</exception>
    public NetBackend WithMac(string mac)
    {
        ArgumentNullException.ThrowIfNull(mac);
        ConfigurationValueException.Require(FactoryChecks.CheckMac(nameof(NetBackend) + "." + nameof(WithMac), mac));
        return this with { Mac = MacAddress.TryParse(mac, out MacAddress address) ? address : null };
    }

    /// <summary>The same network with limits of rate. Frames beyond wait, the guest's in its queue, those for it in the network, which drops what it cannot keep.</summary>
    /// <param name="receive">What the guest may receive a second; null for no limit.</param>
    /// <param name="send">What it may send a second; null for no limit.</param>
    public NetBackend WithLimits(RateLimit? receive = null, RateLimit? send = null) => this with { ReceiveLimit = receive ?? RateLimit.None, SendLimit = send ?? RateLimit.None };

    /// <summary>Reads <c>tap:NAME</c>, which may end in <c>,vhost=on</c>, <c>auto</c> or <c>off</c>, <c>passt</c> with any number of <c>,tcp=[ADDRESS:]PORT:PORT</c> and <c>,udp=...</c>, <c>passt:PATH</c>, <c>program</c>, or <c>none</c>; any of them may end in <c>,mac=ADDRESS</c>, <c>,receive=LIMIT</c> and <c>,send=LIMIT</c> (<see cref="RateLimit"/>).</summary>
    /// <exception cref="FormatException">The text is none of these, no interface can have the name, or no station the address.</exception>
    public static NetBackend Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out NetBackend? result)
            ? result
            : throw new FormatException(
                $"'{s}' is not a network; use 'none', 'tap:NAME' with the name of a tap, as in 'tap:tap0', or 'passt', with forwarded ports as in 'passt,tcp=8080:80'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out NetBackend result)
    {
        result = null;
        if (s is null || !TryTakeLimit(ref s, SendOption, out RateLimit? send) || !TryTakeLimit(ref s, ReceiveOption, out RateLimit? receive)
            || !TryTakeMac(ref s, out MacAddress? mac) || !TryTakeVhost(ref s, out VhostMode? vhost))
        {
            return false;
        }

        result = s switch
        {
            "none" when vhost is null => None,
            ProgramWord when vhost is null => Program,
            _ when After(TapPrefix) is { } name => FactoryChecks.CheckTapName(TapPrefix, name) is null ? OfTap(name, vhost ?? VhostMode.Off) : null,
            _ when vhost is not null => null,
            _ when After(PasstPrefix) is { } path => FactoryChecks.CheckSocketPath(PasstPrefix, path) is null ? OfPasst(new(path, [])) : null,
            _ when s == PasstWord || After(PasstWord + ",") is not null => ParsePasst(s.Split(',')[1..], provider),
            _ => null,
        };
        result = result is null ? null : result.WithLimits(receive, send) with { Mac = mac };
        return result is not null;

        string? After(string prefix) => s.StartsWith(prefix, StringComparison.Ordinal) ? s[prefix.Length..] : null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        (TapName is not null ? TapPrefix + TapName : IsProgram ? ProgramWord : Passt?.ToString() ?? "none")
        + (Vhost == VhostMode.Off ? "" : VhostOption + TextOf(Vhost))
        + (Mac is { } mac ? MacOption + mac : "")
        + (ReceiveLimit.IsNone ? "" : ReceiveOption + ReceiveLimit)
        + (SendLimit.IsNone ? "" : SendOption + SendLimit);

    internal static NetBackend OfTap(string name, VhostMode vhost) => new(name, null) { Vhost = vhost };

    internal static NetBackend OfPasst(PasstSettings passt) => new(null, passt);

    private static bool TryTakeLimit(ref string text, string option, out RateLimit? limit)
    {
        limit = null;
        return TakeOption(ref text, option) is not { } rest || RateLimit.TryParse(rest, null, out limit);
    }

    private static bool TryTakeMac(ref string text, out MacAddress? mac)
    {
        mac = null;
        if (TakeOption(ref text, MacOption) is not { } rest)
        {
            return true;
        }

        bool isAddress = MacAddress.TryParse(rest, out MacAddress address) && FactoryChecks.CheckMac(MacOption, rest) is null;
        mac = address;
        return isAddress;
    }

    private static bool TryTakeVhost(ref string text, out VhostMode? vhost)
    {
        string? rest = TakeOption(ref text, VhostOption);
        vhost = Enum.GetValues<VhostMode>().Where(mode => TextOf(mode) == rest).Select(static mode => (VhostMode?)mode).FirstOrDefault();
        return rest is null || vhost is not null;
    }

    private static string TextOf(VhostMode vhost) => vhost switch
    {
        VhostMode.On => "on",
        VhostMode.Auto => "auto",
        _ => "off",
    };

    // Off the end, so that what comes before may hold commas.
    private static string? TakeOption(ref string text, string option)
    {
        int at = text.LastIndexOf(option, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string rest = text[(at + option.Length)..];
        text = text[..at];
        return rest;
    }

    private static NetBackend? ParsePasst(string[] parts, IFormatProvider? provider)
    {
        PortForward[] forwards = new PortForward[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!PortForward.TryParse(parts[i], provider, out forwards[i]))
            {
                return null;
            }
        }

        return FactoryChecks.CheckForwards(PasstWord, [.. forwards.Select(static forward => forward.Key)]) is null ? OfPasst(new(null, forwards)) : null;
    }
}
