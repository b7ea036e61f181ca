using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>A directory of the host that a guest shares: a value, that opens nothing until the machine starts.</summary>
public sealed record HostDirectory : IParsable<HostDirectory>
{
    private const string Prefix = "dir:";
    private const string ReadOnlyOption = ",ro";
    private const string UidOption = ",uid=";
    private const string GidOption = ",gid=";

    private HostDirectory(string path, bool isReadOnly, uint uid, uint gid)
    {
        Path = path;
        IsReadOnly = isReadOnly;
        Uid = uid;
        Gid = gid;
    }

    /// <summary>The directory's path.</summary>
    public string Path { get; }

    /// <summary>Whether the guest may only read.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The guest's user who owns what the user of this program owns on the host.</summary>
    public uint Uid { get; }

    /// <summary>The guest's group whose is what the group of this program owns on the host.</summary>
    public uint Gid { get; }

    /// <summary>The directory at a path, with everything in it but what is mounted there.</summary>
    /// <param name="path">The directory's path; a relative one starts at the working directory.</param>
    /// <param name="readOnly">Whether the guest may only read.</param>
    /// <param name="uid">The guest's user as whom files of this program's user appear; 0 for root. All other users are the same on both sides.</param>
    /// <param name="gid">The same for the group.</param>
    /// <exception cref="ConfigurationValueException">The path is empty or holds a NUL, or an id is 4294967295.</exception>
    public static HostDirectory At(string path, bool readOnly = false, uint uid = 0, uint gid = 0)
    {
        const string factory = nameof(HostDirectory) + "." + nameof(At);
        ArgumentNullException.ThrowIfNull(path);
        ConfigurationValueException.Require(FactoryChecks.CheckPath(factory, path));
        ConfigurationValueException.Require(FactoryChecks.CheckOwner(factory, "uid", uid));
        ConfigurationValueException.Require(FactoryChecks.CheckOwner(factory, "gid", gid));
        return new(path, readOnly, uid, gid);
    }

    /// <summary>Reads <c>dir:PATH</c>, which may end in <c>,ro</c>, <c>,uid=N</c> and <c>,gid=N</c>, in this order.</summary>
    /// <exception cref="FormatException">The text is not of this form.</exception>
    public static HostDirectory Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out HostDirectory? result)
            ? result
            : throw new FormatException($"'{s}' is not a shared directory; write 'dir:' and its path, as in 'dir:src' or 'dir:src,ro,uid=1000,gid=1000'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out HostDirectory result)
    {
        result = null;
        if (s is null || !s.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        string path = s[Prefix.Length..];
        bool isRight = TryCutId(ref path, GidOption, out uint gid) & TryCutId(ref path, UidOption, out uint uid);
        bool readOnly = path.EndsWith(ReadOnlyOption, StringComparison.Ordinal);
        path = readOnly ? path[..^ReadOnlyOption.Length] : path;
        isRight &= FactoryChecks.CheckPath(Prefix, path) is null
            && FactoryChecks.CheckOwner(Prefix, "uid", uid) is null && FactoryChecks.CheckOwner(Prefix, "gid", gid) is null;
        result = isRight ? new(path, readOnly, uid, gid) : null;
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{Path}{(IsReadOnly ? ReadOnlyOption : "")}{(Uid == 0 ? "" : $"{UidOption}{Uid}")}{(Gid == 0 ? "" : $"{GidOption}{Gid}")}");

    private static bool TryCutId(ref string text, string option, out uint id)
    {
        id = 0;
        int at = text.LastIndexOf(option, StringComparison.Ordinal);
        if (at < 0)
        {
            return true;
        }

        string number = text[(at + option.Length)..];
        text = text[..at];
        return uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out id);
    }
}
