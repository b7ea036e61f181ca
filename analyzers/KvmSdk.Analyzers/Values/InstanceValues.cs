using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Values;

/// <summary>The known values of one instance of a machine, given to the rules that compare them.</summary>
internal sealed class InstanceValues
{
    // The constant that stands for KvmSdk.VhostMode.On in code.
    private const int VhostModeOn = 2;

    private readonly INamedTypeSymbol _machine;
    private readonly ValueChecks _checks = new();

    /// <summary>The values of an instance of which none was added yet.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="known">All values that are going to be added.</param>
    public InstanceValues(INamedTypeSymbol machine, IEnumerable<(IPropertySymbol Property, ConfigurationValue Value)> known)
    {
        _machine = machine;

        // Declared addresses come first, wherever they stand: among themselves the planner has compared them.
        foreach ((IPropertySymbol property, ConfigurationValue value) in known)
        {
            if (Station.Of(property, value) is { IsOfValue: false } station)
            {
                _checks.AddMac(property.Name, station.Address);
            }
        }
    }

    /// <summary>Adds a property's value; what is wrong with it beside those before.</summary>
    public IReadOnlyList<Violation> Add(IPropertySymbol property, ConfigurationValue value) =>
        (PropertyAttribute.Of(property)?.Name, value) switch
        {
            // A value that no factory would make is reported where it is written, and compares to nothing.
            _ when FactoryCall.IsRefused(value) => [],
            ("Serial" or "Console" or "ConsolePort", { Type: WellKnownNames.Terminal, Member: "Standard" }) => Some(_checks.AddStandardTerminal(property.Name)),
            ("Block", { Type: WellKnownNames.DiskImage, Member: "Raw" or "Qcow2" }) when value.Argument<string>("path") is { } path =>
                Some(
                    _checks.AddDisk(property.Name, path, value.Argument<bool>("readOnly")),
                    FactoryCall.BackingPaths(value).Aggregate((Violation?)null, (found, below) => found ?? _checks.AddDisk(property.Name, below, isReadOnly: true)),
                    _checks.AddSerial(property.Name, DiskSerial.Of(property.Name, value.Argument<string>("serial")))),
            ("Pmem", { Type: WellKnownNames.DiskImage, Member: "Qcow2" }) => Some(PmemChecks.CheckFormat(property.Name, "qcow2")),
            ("Pmem", { Type: WellKnownNames.DiskImage, Member: "Raw" or "Embedded" }) => Some(
                PmemChecks.CheckOptions(property.Name, DiskOptions.Of(value), DiskOptions.Without(value)),
                value.Argument<string>("path") is { } path ? _checks.AddDisk(property.Name, path, value.Argument<bool>("readOnly")) : null),
            ("Balloon", { Type: WellKnownNames.Balloon, Member: "OfMiB" }) =>
                Some(BalloonChecks.CheckSize(property.Name, value.Argument<int>("mebibytes"), MachineParser.MemoryOf(_machine))),
            ("Vsock", { Type: WellKnownNames.Vsock }) when value.Argument<uint>("cid") is not 0 and var cid => Some(VsockChecks.CheckCid(property.Name, cid)),
            ("Net", _) => Some(
                TapOf(value) is { } tap ? _checks.AddTap(property.Name, tap) : null,
                Station.Of(property, value) is { IsOfValue: true } station ? _checks.AddMac(property.Name, station.Address) : null,
                NetChecks.CheckLimits(property.Name, TapOf(value), value.Argument<int>("vhost") == VhostModeOn, IsLimit(value, "receive") || IsLimit(value, "send"))),
            _ => [],
        };

    /// <summary>What a value takes of the host that has one user: a tap or a socket's path; null if it takes nothing of the kind.</summary>
    public static string? ExclusiveOf(IPropertySymbol property, ConfigurationValue value) => PropertyAttribute.Of(property)?.Name switch
    {
        "Net" => TapOf(value),
        "Vsock" when value is { Type: WellKnownNames.Vsock, Member: "At" } && !FactoryCall.IsRefused(value) => value.Argument<string>("path"),
        _ => null,
    };

    private static string? TapOf(ConfigurationValue value) =>
        value is { Type: WellKnownNames.Tap, Member: "Named" } && !FactoryCall.IsRefused(value) ? value.Argument<string>("name") : null;

    // What only a run can tell counts as none.
    private static bool IsLimit(ConfigurationValue value, string parameter) =>
        value.Argument<ConfigurationValue>(parameter) is { Type: WellKnownNames.RateLimit, Member: "Of" } limit
            && (limit.Argument<ulong>("bytesPerSecond") != 0 || limit.Argument<ulong>("operationsPerSecond") != 0);

    private static IReadOnlyList<Violation> Some(params Violation?[] violations) => [.. violations.OfType<Violation>()];
}
