namespace KvmSdk.Analyzers.Tests.Cases.GuestDevices;

/// <summary>Sources around the members that a case is about.</summary>
internal static class DeviceSource
{
    /// <summary>A case whose sources are the members of one device.</summary>
    public static RuleCase Members(string id, string boundary, string wrong, string right) => new(id, boundary, Around(wrong), Around(right));

    private static string Around(string members) => $$"""
        using System;
        using KvmSdk.Model.Spec;

        [MmioDevice]
        public sealed partial class Thermometer
        {
        {{string.Join('\n', members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}}
        }
        """;
}
