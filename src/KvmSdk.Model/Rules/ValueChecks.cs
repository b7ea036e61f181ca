// Why it collects: these rules compare the values of one machine's devices. The analyzer gives it the initial values that are
// constant, a start gives it all there are.

using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on values that differ per instance, given one after the other.</summary>
public sealed class ValueChecks
{
    private readonly List<(string Property, string Path, bool IsReadOnly)> _disks = [];
    private readonly Dictionary<string, string> _disksBySerial = [];
    private readonly List<(string Property, string Tap)> _taps = [];
    private readonly Dictionary<MacAddress, string> _stations = [];
    private string? _terminal;

    /// <summary>What is wrong with connecting one more console or serial port to the program's terminal, or null.</summary>
    /// <param name="property">The port's property.</param>
    public Violation? AddStandardTerminal(string property)
    {
        if (_terminal is null)
        {
            _terminal = property;
            return null;
        }

        return new(ValueRules.SharedTerminal, Target.ValueOf(property), [property, _terminal], Target.ValueOf(_terminal), "global::KvmSdk.Terminal.None");
    }

    /// <summary>What is wrong with attaching one more disk image, or null.</summary>
    /// <param name="property">The disk's property.</param>
    /// <param name="path">The file, as a text that is equal for equal files.</param>
    /// <param name="isReadOnly">Whether the guest may only read it.</param>
    public Violation? AddDisk(string property, string path, bool isReadOnly)
    {
        var (other, _, _) = _disks.Find(disk => disk.Path == path && !(disk.IsReadOnly && isReadOnly));
        _disks.Add((property, path, isReadOnly));
        return other is null
            ? null
            : new(ValueRules.ImageAttachedTwice, Target.ValueOf(property), [property, path, other], Target.ValueOf(other));
    }

    /// <summary>What is wrong with a disk's serial number beside those of the disks before, or null.</summary>
    /// <param name="property">The disk's property.</param>
    /// <param name="serial">The serial number, as <see cref="DiskSerial.Of"/> gives it.</param>
    public Violation? AddSerial(string property, string serial)
    {
        if (!_disksBySerial.TryGetValue(serial, out string? other))
        {
            _disksBySerial.Add(serial, property);
            return null;
        }

        return new(ValueRules.SerialTwice, Target.ValueOf(property), [property, serial, other], Target.ValueOf(other));
    }

    /// <summary>What is wrong with connecting one more network device to a tap, or null.</summary>
    /// <param name="property">The device's property.</param>
    /// <param name="tap">The tap's name.</param>
    public Violation? AddTap(string property, string tap)
    {
        string? other = _taps.Find(one => one.Tap == tap).Property;
        _taps.Add((property, tap));
        return other is null
            ? null
            : new(NetRules.TapShared, Target.ValueOf(property), [property, tap, other], Target.ValueOf(other), "global::KvmSdk.NetBackend.None");
    }

    /// <summary>What is wrong with a network device's address beside those of the devices before, or null.</summary>
    /// <param name="property">The device's property.</param>
    /// <param name="address">The address, of its declaration or its value.</param>
    public Violation? AddMac(string property, MacAddress address)
    {
        if (!_stations.TryGetValue(address, out string? other))
        {
            _stations.Add(address, property);
            return null;
        }

        MacAddress free = address.Next;
        while (_stations.ContainsKey(free))
        {
            free = free.Next;
        }

        _stations.Add(free, property);
        return new(NetRules.MacTaken, Target.ValueOf(property), [address.ToString(), property, other, free.ToString()], Target.ValueOf(other));
    }
}
