using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases.GuestDevices;

/// <summary>What a machine makes of the devices of a program.</summary>
internal static class GuestDevicePlanCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0415", "a class without the attribute",
            """
            public sealed class Thermometer;

            [VirtualMachine]
            public partial record Greenhouse
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Device] public Device<Thermometer> Sensor { get; init; } = new();
                //              ^^^^^^^^^^^^^^^^^^^ KVM0415
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer;

            [VirtualMachine]
            public partial record Greenhouse
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Device] public Device<Thermometer> Sensor { get; init; } = new();
            }
            """),
        new("KVM0206", "more than 256 MiB",
            """
            [MmioDevice(Size = 0x0800_0000)]
            public sealed partial class Frame;

            [VirtualMachine]
            public partial record Greenhouse
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Device] public Device<Frame> A { get; init; } = new();
                [Device] public Device<Frame> B { get; init; } = new();
                [Device] public Device<Frame> C { get; init; } = new();
                //                            ^ KVM0206
            }
            """,
            """
            [MmioDevice(Size = 0x0800_0000)]
            public sealed partial class Frame;

            [VirtualMachine]
            public partial record Greenhouse
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Device] public Device<Frame> A { get; init; } = new();
                [Device] public Device<Frame> B { get; init; } = new();
                [Device(Address = 0xC000_0000)] public Device<Frame> C { get; init; } = new();
            }
            """),
        new("KVM0207", "more than there are",
            """
            [PortDevice(Count = 0x8000)]
            public sealed partial class Panel;

            [VirtualMachine]
            public partial record Greenhouse
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Device] public Device<Panel> A { get; init; } = new();
                [Device] public Device<Panel> B { get; init; } = new();
                //                            ^ KVM0207
            }
            """,
            """
            [PortDevice(Count = 0x8000)]
            public sealed partial class Panel;

            [VirtualMachine]
            public partial record Greenhouse
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Device] public Device<Panel> A { get; init; } = new();
            }
            """),
    ];
}
