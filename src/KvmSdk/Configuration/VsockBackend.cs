using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>How the host reaches the sockets of a guest: a value, made by <see cref="Vsock"/>, that opens nothing until the machine starts.</summary>
public sealed record VsockBackend : IParsable<VsockBackend>
{
    private const string UnixPrefix = "unix:";
    private const string CidOption = ",cid=";

    private VsockBackend(VsockKind kind, string? path, uint cid) => (Kind, Path, Cid) = (kind, path, cid);

    /// <summary>Which way.</summary>
    public VsockKind Kind { get; }

    /// <summary>Where the socket is in the file system; null unless the kind is <see cref="VsockKind.Unix"/>.</summary>
    public string? Path { get; }

    /// <summary>The guest's address; 0 for the declared one.</summary>
    public uint Cid { get; }

    /// <summary>Reads <c>unix:PATH</c>, <c>program</c> or <c>vhost</c>; each may end in <c>,cid=NUMBER</c>.</summary>
    /// <exception cref="FormatException">The text is none of these, or no socket can have the path.</exception>
    public static VsockBackend Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out VsockBackend? result)
            ? result
            : throw new FormatException($"'{s}' says not how sockets are reached; use 'unix:PATH' with a path of at most 96 bytes, 'program' or 'vhost', as in 'unix:agent.sock,cid=4'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out VsockBackend result)
    {
        result = null;
        int end = s?.LastIndexOf(CidOption, StringComparison.Ordinal) ?? -1;
        uint cid = 0;
        if (s is null || (end >= 0 && !uint.TryParse(s[(end + CidOption.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out cid)))
        {
            return false;
        }

        string way = end < 0 ? s : s[..end];
        bool isUnix = way.StartsWith(UnixPrefix, StringComparison.Ordinal) && FactoryChecks.CheckVsockPath(UnixPrefix, way[UnixPrefix.Length..]) is null;
        result = way switch
        {
            "program" => Of(VsockKind.Program, null, cid),
            "vhost" => Of(VsockKind.Vhost, null, cid),
            _ when isUnix => Of(VsockKind.Unix, way[UnixPrefix.Length..], cid),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        string way = Kind switch
        {
            VsockKind.Unix => UnixPrefix + Path,
            VsockKind.Vhost => "vhost",
            _ => "program",
        };
        return Cid == 0 ? way : string.Create(CultureInfo.InvariantCulture, $"{way}{CidOption}{Cid}");
    }

    internal static VsockBackend Of(VsockKind kind, string? path, uint cid) => new(kind, path, cid);
}

/// <summary>Who connects the host's side of a guest's sockets.</summary>
public enum VsockKind
{
    /// <summary>This program, for itself.</summary>
    Program,

    /// <summary>This program, for itself and for others by sockets in the file system.</summary>
    Unix,

    /// <summary>The kernel.</summary>
    Vhost,
}
