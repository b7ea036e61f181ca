using System.Globalization;
using System.Text;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Sees to it that every shared directory has a tag, and each another one.</summary>
/// <param name="violations">Where what is wrong goes.</param>
internal sealed class TagPlanner(List<Violation> violations)
{
    // virtio 1.2, section 5.11.4.
    private const int LongestTag = 36;

    private readonly Dictionary<string, DeviceSpec> _claims = [];
    private readonly List<DeviceSpec> _conflicts = [];

    /// <summary>Claims the device's tag.</summary>
    public void Claim(DeviceSpec device)
    {
        if (device.Tag is not { } tag)
        {
            return;
        }

        if (WhyUnusable(tag) is { } why)
        {
            string repair = tag != device.Name && WhyUnusable(device.Name) is null ? $"\"{device.Name}\"" : "";
            violations.Add(new(FileSystemRules.TagUnusable, device.TargetOf("Tag"), [Printable(tag), device.Name, why], null, repair));
        }
        else if (!TryClaim(tag, device))
        {
            _conflicts.Add(device);
        }
    }

    /// <summary>Reports tags that another device has; after every one is known, so that the suggested one is really free.</summary>
    public void ReportConflicts()
    {
        foreach (DeviceSpec device in _conflicts)
        {
            DeviceSpec owner = _claims[device.Tag!];
            string free = ClaimFirstFree(device);
            violations.Add(new(
                FileSystemRules.TagTaken, device.TargetOf("Tag"), [device.Tag!, device.Name, owner.Name, free], owner.TargetOf("Tag"), $"\"{free}\""));
        }
    }

    private string ClaimFirstFree(DeviceSpec device)
    {
        string start = WhyUnusable(device.Name) is null ? device.Name : "share";
        string free = start;
        for (int i = 2; !TryClaim(free, device); i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            free = WhyUnusable(start + number) is null ? start + number : "share" + number;
        }

        return free;
    }

    private bool TryClaim(string tag, DeviceSpec device)
    {
        if (_claims.ContainsKey(tag))
        {
            return false;
        }

        _claims.Add(tag, device);
        return true;
    }

    // Linux refuses a line's end too (since 6.9), because the tag stands in a file of sysfs and in events.
    private static string? WhyUnusable(string tag) => tag switch
    {
        "" => "is empty",
        _ when tag.IndexOfAny(['\0']) >= 0 => "contains U+0000",
        _ when tag.IndexOfAny(['\n', '\r']) >= 0 => "contains a line's end",
        _ when !IsText(tag) => "is no text: half of a character stands alone in it",
        _ when Encoding.UTF8.GetByteCount(tag) is > LongestTag and var bytes => $"has {bytes.ToString(CultureInfo.InvariantCulture)} bytes",
        _ => null,
    };

    private static bool IsText(string tag)
    {
        for (int i = 0; i < tag.Length; i++)
        {
            if (char.IsSurrogate(tag[i]) && !(i + 1 < tag.Length && char.IsSurrogatePair(tag[i], tag[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static string Printable(string tag) => string.Concat(tag.Select(static character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character));
}
