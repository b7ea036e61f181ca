using System.Collections.Immutable;
using static KvmSdk.Analyzers.Tests.Cases.GuestDevices.DeviceSource;

namespace KvmSdk.Analyzers.Tests.Cases.GuestDevices;

/// <summary>The classes that declare devices.</summary>
internal static class GuestDeviceDeclarationCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0601", "a class",
            """
            [MmioDevice]
            public sealed class Thermometer
            //                  ^^^^^^^^^^^ KVM0601
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0602", "a structure",
            """
            [MmioDevice]
            public partial struct Thermometer
            //                    ^^^^^^^^^^^ KVM0602
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0602", "a record",
            """
            [MmioDevice]
            public sealed partial record Thermometer
            //                           ^^^^^^^^^^^ KVM0602
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0602", "abstract",
            """
            [MmioDevice]
            public abstract partial class Thermometer
            //                            ^^^^^^^^^^^ KVM0602
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice]
            public partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0602", "static",
            """
            [MmioDevice]
            public static partial class Thermometer;
            //                          ^^^^^^^^^^^ KVM0602
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer;
            """),
        new("KVM0602", "generic",
            """
            [MmioDevice]
            public sealed partial class Thermometer<T>
            //                          ^^^^^^^^^^^ KVM0602
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0602", "in a type that is not partial",
            """
            public static class Devices
            {
                [MmioDevice] public sealed partial class Thermometer;
                //                                       ^^^^^^^^^^^ KVM0602
            }
            """,
            """
            public static partial class Devices
            {
                [MmioDevice] public sealed partial class Thermometer;
            }
            """),
        new("KVM0603", "only with parameters",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            //                          ^^^^^^^^^^^ KVM0603
            {
                public Thermometer(uint id) => Id = id;

                [Register(0x00)] public uint Id { get; }
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                internal Thermometer() => Id = 0x7E40;

                [Register(0x00)] public uint Id { get; }
            }
            """),
        new("KVM0603", "private",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            //                          ^^^^^^^^^^^ KVM0603
            {
                private Thermometer()
                {
                }
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                private Thermometer(uint id)
                {
                }

                public Thermometer()
                {
                }
            }
            """),
        new("KVM0604", "no power of two",
            """
            [MmioDevice(Size = 0x1800)]
            //                 ^^^^^^ KVM0604
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice(Size = 0x2000)]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0604", "less than a page",
            """
            [MmioDevice(Size = 0x800)]
            //                 ^^^^^ KVM0604
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice(Size = 0x1000)]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0604", "more than there is",
            """
            [MmioDevice(Size = 0x2000_0000)]
            //                 ^^^^^^^^^^^ KVM0604
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """,
            """
            [MmioDevice(Size = 0x1000_0000)]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0604", "no port",
            """
            [PortDevice(Count = 0)]
            //                  ^ KVM0604
            public sealed partial class Lamp;
            """,
            """
            [PortDevice(Count = 1)]
            public sealed partial class Lamp;
            """),
        new("KVM0604", "more ports than there are",
            """
            [PortDevice(Count = 65537)]
            //                  ^^^^^ KVM0604
            public sealed partial class Lamp;
            """,
            """
            [PortDevice(Count = 65536)]
            public sealed partial class Lamp;
            """),
        new("KVM0605", "both",
            """
            public static partial class Devices
            {
                [MmioDevice, PortDevice]
            //   ~~~~~~~~~~ KVM0605
                //           ^^^^^^^^^^ KVM0605
                public sealed partial class Thermometer;
            }
            """,
            """
            public static partial class Devices
            {
                [MmioDevice]
                public sealed partial class Thermometer;
            }
            """),
        Members("KVM0640", "a method",
            """
            private void Enter()
            //           ^^^^^ KVM0640
            {
            }
            """,
            """
            private void EnterIdle()
            {
            }
            """),
        Members("KVM0640", "a word of the language",
            """
            [Register(0x00)] public uint @event => 0;
            //                           ^^^^^^ KVM0640
            """,
            """
            [Register(0x00)] public uint Event => 0;
            """),
        Members("KVM0640", "a type",
            """
            public enum Registers { Id }
            //          ^^^^^^^^^ KVM0640
            """,
            """
            public enum Names { Id }
            """),
    ];
}
