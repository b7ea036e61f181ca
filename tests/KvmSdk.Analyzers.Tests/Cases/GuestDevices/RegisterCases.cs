using System.Collections.Immutable;
using static KvmSdk.Analyzers.Tests.Cases.GuestDevices.DeviceSource;

namespace KvmSdk.Analyzers.Tests.Cases.GuestDevices;

/// <summary>Registers: their types, places, accesses.</summary>
internal static class RegisterCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0610", "signed",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public int Id => 0x7E40;
            //   ^^^^^^^^^^^^^^ KVM0610
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0610", "a boolean",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public bool Id { get; set; }
            //   ^^^^^^^^^^^^^^ KVM0610
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public byte Id { get; set; }
            }
            """),
        new("KVM0610", "eight bytes through a port",
            """
            [PortDevice]
            public sealed partial class Lamp
            {
                [Register(0)] public ulong Colour { get; set; }
            //   ^^^^^^^^^^^ KVM0610
            }
            """,
            """
            [PortDevice]
            public sealed partial class Lamp
            {
                [Register(0)] public uint Colour { get; set; }
            }
            """),
        new("KVM0610", "a signed enumeration",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                public enum Mode { Off, On }

                [Register(0x00)] public Mode Id { get; set; }
            //   ^^^^^^^^^^^^^^ KVM0610
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                public enum Mode : byte { Off, On }

                [Register(0x00)] public Mode Id { get; set; }
            }
            """),
        new("KVM0610", "elements of an array",
            """
            using System;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 2)] public partial Span<int> Id { get; }
            //   ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0610
            }
            """,
            """
            using System;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 2)] public partial Span<uint> Id { get; }
            }
            """),
        Members("KVM0611", "a word at a half",
            """
            [Register(0x02)] public uint Id => 0x7E40;
            //        ^^^^ KVM0611
            """,
            """
            [Register(0x04)] public uint Id => 0x7E40;
            """),
        Members("KVM0611", "an array",
            """
            [Register(0x04, Count = 2)] public ulong Id(int index) => (ulong)index;
            //        ^^^^ KVM0611
            """,
            """
            [Register(0x08, Count = 2)] public ulong Id(int index) => (ulong)index;
            """),
        Members("KVM0612", "behind the last byte",
            """
            [Register(0x1000)] public uint Id => 0x7E40;
            //        ^^^^^^ KVM0612
            """,
            """
            [Register(0xFFC)] public uint Id => 0x7E40;
            """),
        Members("KVM0612", "before the first",
            """
            [Register(-4)] public uint Id => 0x7E40;
            //        ^^ KVM0612
            """,
            """
            [Register(0x00)] public uint Id => 0x7E40;
            """),
        Members("KVM0612", "the last of an array",
            """
            [Register(0xFF0, Count = 5)] public uint Id(int index) => (uint)index;
            //        ^^^^^ KVM0612
            """,
            """
            [Register(0xFF0, Count = 4)] public uint Id(int index) => (uint)index;
            """),
        new("KVM0612", "ports",
            """
            [PortDevice(Count = 2)]
            public sealed partial class Lamp
            {
                [Register(2)] public byte Colour { get; set; }
                //        ^ KVM0612
            }
            """,
            """
            [PortDevice(Count = 2)]
            public sealed partial class Lamp
            {
                [Register(1)] public byte Colour { get; set; }
            }
            """),
        Members("KVM0613", "the same offset",
            """
            [Register(0x04)] public uint MilliCelsius { get; set; }
            //        ~~~~ KVM0613
            [Register(0x04)] public uint Id => 0x7E40;
            //        ^^^^ KVM0613
            """,
            """
            [Register(0x04)] public uint MilliCelsius { get; set; }
            [Register(0x00)] public uint Id => 0x7E40;
            """),
        Members("KVM0613", "a byte of a word",
            """
            [Register(0x04)] public uint MilliCelsius { get; set; }
            //        ~~~~ KVM0613
            [Register(0x07)] public byte Id => 0x7E;
            //        ^^^^ KVM0613
            """,
            """
            [Register(0x04)] public uint MilliCelsius { get; set; }
            [Register(0x08)] public byte Id => 0x7E;
            """),
        Members("KVM0613", "one read, the other read and written",
            """
            [Register(0x00)] public uint Data() => 0;
            //        ~~~~ KVM0613
            [Register(0x00)] public uint Id { get; set; }
            //        ^^^^ KVM0613
            """,
            """
            [Register(0x00)] public uint Data() => 0;
            [Register(0x00)] public void Data(uint value) => _ = value;
            """),
        Members("KVM0613", "an array and one of its places",
            """
            [Register(0x00, Count = 4, Stride = 8)] public uint Data(int index) => (uint)index;
            //        ~~~~ KVM0613
            [Register(0x10)] public uint Id => 0x7E40;
            //        ^^^^ KVM0613
            """,
            """
            [Register(0x00, Count = 4, Stride = 8)] public uint Data(int index) => (uint)index;
            [Register(0x14)] public uint Id => 0x7E40;
            """),
        Members("KVM0614", "written without a setter",
            """
            [Register(0x00, Access = GuestAccess.ReadWrite)] public uint Id => 0x7E40;
            //                       ^^^^^^^^^^^^^^^^^^^^^ KVM0614
            """,
            """
            [Register(0x00, Access = GuestAccess.ReadWrite)] public uint Id { get; set; }
            """),
        Members("KVM0614", "read from a method that writes",
            """
            [Register(0x00, Access = GuestAccess.ReadOnly)] public void Id(uint value) => _ = value;
            //                       ^^^^^^^^^^^^^^^^^^^^ KVM0614
            """,
            """
            [Register(0x00, Access = GuestAccess.WriteOnly)] public void Id(uint value) => _ = value;
            """),
        Members("KVM0614", "written by a setter of the device's own",
            """
            [Register(0x00, Access = GuestAccess.ReadWrite)] public uint Id { get; private set; }
            //                       ^^^^^^^^^^^^^^^^^^^^^ KVM0614
            """,
            """
            [Register(0x00, Access = GuestAccess.WriteOneToClear)] public uint Id { get; private set; }
            """),
        Members("KVM0614", "cleared without a setter",
            """
            [Register(0x00, Access = GuestAccess.ReadToClear)] public uint Id => 0x7E40;
            //                       ^^^^^^^^^^^^^^^^^^^^^^^ KVM0614
            """,
            """
            [Register(0x00, Access = GuestAccess.ReadToClear)] public uint Id { get; set; }
            """),
        Members("KVM0615", "static",
            """
            [Register(0x00)] public static uint Id => 0x7E40;
            //                                  ^^ KVM0615
            """,
            """
            [Register(0x00)] public uint Id => 0x7E40;
            """),
        Members("KVM0615", "init",
            """
            [Register(0x00)] public uint Id { get; init; }
            //                           ^^ KVM0615
            """,
            """
            [Register(0x00)] public uint Id { get; set; }
            """),
        Members("KVM0615", "a method with two values",
            """
            [Register(0x00)] public void Arm(uint low, uint high) => _ = low + high;
            //                           ^^^ KVM0615
            """,
            """
            [Register(0x00, Count = 2)] public void Arm(int index, uint value) => _ = value;
            """),
        Members("KVM0615", "an array that is not partial",
            """
            [Register(0x00, Count = 2)] public Span<uint> Data => default;
            //                                            ^^^^ KVM0615
            """,
            """
            [Register(0x00, Count = 2)] public partial Span<uint> Data { get; }
            """),
        Members("KVM0615", "a reference",
            """
            private uint _id;

            [Register(0x00)] public ref uint Id => ref _id;
            //                               ^^ KVM0615
            """,
            """
            [Register(0x00)] public uint Id => 0x7E40;
            """),
        Members("KVM0616", "no storage",
            """
            [Register(0x00, Reset = 0x7E40)] public uint Id { get; set; }
            //                      ^^^^^^ KVM0616
            """,
            """
            [Register(0x00, Reset = 0x7E40)] public partial uint Id { get; set; }
            """),
        Members("KVM0616", "too large",
            """
            [Register(0x00, Reset = 0x100)] public partial byte Id { get; set; }
            //                      ^^^^^ KVM0616
            """,
            """
            [Register(0x00, Reset = 0xFF)] public partial byte Id { get; set; }
            """),
        Members("KVM0617", "too near",
            """
            [Register(0x00, Count = 4, Stride = 2)] public uint Data(int index) => (uint)index;
            //                                  ^ KVM0617
            """,
            """
            [Register(0x00, Count = 4, Stride = 4)] public uint Data(int index) => (uint)index;
            """),
        Members("KVM0617", "none",
            """
            [Register(0x00, Count = 0)] public uint Data(int index) => (uint)index;
            //                      ^ KVM0617
            """,
            """
            [Register(0x00, Count = 1)] public uint Data(int index) => (uint)index;
            """),
        Members("KVM0617", "a single register",
            """
            [Register(0x00, Count = 4)] public uint Id => 0x7E40;
            //                      ^ KVM0617
            """,
            """
            [Register(0x00)] public uint Id => 0x7E40;
            """),
    ];
}
