// Why apart from ValueChecks: these need no machine. A factory refuses such a value wherever it is called, and the editor says so before.

using System.Globalization;
using System.Text;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on single values, for the factories of configuration values and for constants given to them.</summary>
public static class FactoryChecks
{
    // IFNAMSIZ of linux/if.h, less the byte that ends the name.
    private const int LongestInterfaceName = 15;

    // sun_path of sys/un.h, less the byte that ends the path.
    private const int LongestSocketPath = 107;

    // sun_path of sys/un.h, less the byte that ends it, '_' and the ten digits of the largest port.
    private const int LongestVsockPath = 108 - 1 - 1 - 10;

    /// <summary>What is wrong with a file's path, or null. Whether there is such a file, a start tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>DiskImage.Raw</c>.</param>
    /// <param name="path">The path.</param>
    public static Violation? CheckPath(string factory, string path)
    {
        if (path.Length == 0)
        {
            return new(FactoryRules.PathUnusable, Target.OfFactory("path"), [factory, "an empty path", $"name a {NounOf(factory)}"]);
        }

        int nul = path.IndexOf('\0');
        return nul < 0
            ? null
            : new(FactoryRules.PathUnusable, Target.OfFactory("path"), [factory, $"a path with U+0000 at position {nul + 1}", $"the host ends a path there, so name the {NounOf(factory)} without it"]);
    }

    private static string NounOf(string factory) => factory is "dir:" or "HostDirectory.At" ? "directory" : "file";

    /// <summary>What is wrong with the name of an image inside this program, or null. Whether there is one, a start tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>GuestImage.Embedded</c>.</param>
    /// <param name="name">The name.</param>
    public static Violation? CheckEmbeddedName(string factory, string name)
    {
        string? why = name.Length == 0 ? "is empty"
            : name.IndexOfAny(['/']) >= 0 ? "contains '/'"
            : name.IndexOfAny(['\0']) >= 0 ? "contains U+0000"
            : name is "." or ".." ? "is a directory's"
            : null;
        return why is null ? null : new(FactoryRules.EmbeddedNameUnusable, Target.OfFactory("name"), [factory, name, why]);
    }

    /// <summary>What is wrong with a disk's serial number, or null.</summary>
    /// <param name="factory">The factory, as C# writes it.</param>
    /// <param name="serial">The serial number.</param>
    public static Violation? CheckSerial(string factory, string serial)
    {
        int wrong = serial.ToList().FindIndex(static character => character is < ' ' or > '~');
        return serial.Length == 0
            ? Unusable("without a character", "leave it out, and the beginning of the property's name serves")
            : wrong >= 0
            ? Unusable($"with U+{(int)serial[wrong]:X4} at position {wrong + 1}", "use printable ASCII only")
            : serial.Length > DiskSerial.MaxLength
            ? Unusable($"of {serial.Length} characters", $"the most are {DiskSerial.MaxLength}")
            : null;

        Violation Unusable(string problem, string remedy) => new(FactoryRules.SerialUnusable, Target.OfFactory("serial"), [factory, problem, remedy]);
    }

    /// <summary>What is wrong with the images that an image falls back on, or null.</summary>
    /// <param name="factory">The factory, as C# writes it.</param>
    /// <param name="path">The image's path.</param>
    /// <param name="below">The paths of the images below it, from the next one on.</param>
    public static Violation? CheckBacking(string factory, string path, IReadOnlyCollection<string> below) =>
        below.Contains(path) ? new(FactoryRules.BackingCycle, Target.OfFactory("backing"), [factory, path]) : null;

    /// <summary>What is wrong with a tap's name, or null. Whether there is such a tap, a start tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>Tap.Named</c>.</param>
    /// <param name="name">The name.</param>
    public static Violation? CheckTapName(string factory, string name) =>
        WhyNoInterface(name) is { } why ? new(FactoryRules.TapNameUnusable, Target.OfFactory("name"), [factory, name, why]) : null;

    /// <summary>What is wrong with a station's address, or null. Whether another device has it, the machine tells.</summary>
    /// <param name="factory">The method, as C# writes it, e.g. <c>NetBackend.WithMac</c>.</param>
    /// <param name="mac">The address as a text.</param>
    public static Violation? CheckMac(string factory, string mac)
    {
        if (MacAddress.TryParse(mac, out MacAddress address))
        {
            if (MacChecks.WhyNobodys(address) is not { } why)
            {
                return null;
            }

            MacAddress meant = MacChecks.Meant(address) ?? MacAddress.Example;
            return new(FactoryRules.MacUnusable, Target.OfFactory("mac"), [factory, mac, why, meant.ToString()], null, MacChecks.Quote(meant));
        }

        string repaired = MacChecks.Repair(mac);
        return new(
            FactoryRules.MacUnusable, Target.OfFactory("mac"),
            [factory, mac, "is not six pairs of hexadecimal digits with colons between them", repaired.Length == 0 ? MacAddress.Example.ToString() : repaired.Trim('"')],
            null, repaired);
    }

    /// <summary>What is wrong with a balloon's size, or null. Whether RAM is as large, the machine tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>Balloon.OfMiB</c>.</param>
    /// <param name="mebibytes">The size.</param>
    public static Violation? CheckBalloon(string factory, int mebibytes) => mebibytes >= 0
        ? null
        : new(FactoryRules.BalloonSizeUnusable, Target.OfFactory("mebibytes"), [factory, mebibytes.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>What is wrong with the number of a port, or null.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>PortForward.Tcp</c>.</param>
    /// <param name="parameter">Which parameter it is for.</param>
    /// <param name="port">The number.</param>
    public static Violation? CheckPort(string factory, string parameter, int port) => port is >= 1 and <= 65535
        ? null
        : new(FactoryRules.PortUnusable, Target.OfFactory(parameter), [factory, port.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>What is wrong with forwards beside each other, or null.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>Passt.User</c>.</param>
    /// <param name="beginnings">Where each begins, as a text for people that is equal for equal places.</param>
    public static Violation? CheckForwards(string factory, IReadOnlyList<string> beginnings)
    {
        string? twice = beginnings.GroupBy(static one => one).FirstOrDefault(static group => group.Count() > 1)?.Key;
        return twice is null ? null : new(FactoryRules.PortForwardedTwice, Target.OfFactory("forwards"), [factory, twice]);
    }

    /// <summary>What is wrong with the path of a socket, or null. Whether somebody listens there, a start tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>Passt.At</c>.</param>
    /// <param name="path">The path.</param>
    public static Violation? CheckSocketPath(string factory, string path)
    {
        string? why = path.Length == 0 ? "is empty"
            : path.IndexOfAny(['\0']) >= 0 ? "contains U+0000"
            : Encoding.UTF8.GetByteCount(path) is > LongestSocketPath and var bytes ? $"has {bytes.ToString(CultureInfo.InvariantCulture)} bytes"
            : null;
        return why is null ? null : new(FactoryRules.SocketPathUnusable, Target.OfFactory("socketPath"), [factory, why]);
    }

    /// <summary>What is wrong with a guest's user or group as the owner of shared files, or null.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>HostDirectory.At</c>.</param>
    /// <param name="parameter">Which of the two: <c>uid</c> or <c>gid</c>.</param>
    /// <param name="id">The number.</param>
    public static Violation? CheckOwner(string factory, string parameter, uint id) =>
        id == uint.MaxValue ? new(FileSystemRules.OwnerUnusable, Target.OfFactory(parameter), [factory, parameter]) : null;

    /// <summary>What is wrong with the path of a socket device's socket, or null. Whether it is free, a start tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>Vsock.At</c>.</param>
    /// <param name="path">The path.</param>
    public static Violation? CheckVsockPath(string factory, string path) =>
        CheckPath(factory, path) ?? (Encoding.UTF8.GetByteCount(path) is > LongestVsockPath and var bytes
            ? new(FactoryRules.SocketPathTooLong, Target.OfFactory("path"), [factory, bytes.ToString(CultureInfo.InvariantCulture)])
            : null);

    // What dev_valid_name of net/core/dev.c looks at.
    private static string? WhyNoInterface(string name) => name switch
    {
        "" => "is empty",
        "." or ".." => "is a directory's",
        _ when name.IndexOfAny(['/', ':']) is >= 0 and var at => $"contains '{name[at]}'",
        // By byte, as the kernel's isspace has it: of Latin-1, so that no letter with 0xA0 in its encoding is allowed either.
        _ when Encoding.UTF8.GetBytes(name).Any(static octet => octet is (>= 0x09 and <= 0x0D) or 0x20 or 0xA0) => "contains white space",
        _ when name.IndexOfAny(['\0']) >= 0 => "contains U+0000",
        _ when Encoding.UTF8.GetByteCount(name) is > LongestInterfaceName and var bytes => $"has {bytes.ToString(CultureInfo.InvariantCulture)} bytes",
        _ => null,
    };
}
