// Why apart from ValueChecks: these need no machine. A factory refuses such a value wherever it is called, and the editor says so before.

namespace KvmSdk.Model.Rules;

/// <summary>The rules on single values, for the factories of configuration values and for constants given to them.</summary>
public static class FactoryChecks
{
    /// <summary>What is wrong with a file's path, or null. Whether there is such a file, a start tells.</summary>
    /// <param name="factory">The factory, as C# writes it, e.g. <c>DiskImage.Raw</c>.</param>
    /// <param name="path">The path.</param>
    public static Violation? CheckPath(string factory, string path)
    {
        if (path.Length == 0)
        {
            return new(FactoryRules.PathUnusable, Target.OfFactory("path"), [factory, "an empty path", "name a file"]);
        }

        int nul = path.IndexOf('\0');
        return nul < 0
            ? null
            : new(FactoryRules.PathUnusable, Target.OfFactory("path"), [factory, $"a path with U+0000 at position {nul + 1}", "the host ends a path there, so name the file without it"]);
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
}
