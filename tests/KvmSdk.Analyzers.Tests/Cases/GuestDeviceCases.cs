using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Devices that a user's class declares, and what a machine makes of them.</summary>
internal static class GuestDeviceCases
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
        new("KVM0611", "a word at a half",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x02)] public uint Id => 0x7E40;
                //        ^^^^ KVM0611
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x04)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0611", "an array",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x04, Count = 2)] public ulong Id(int index) => (ulong)index;
                //        ^^^^ KVM0611
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x08, Count = 2)] public ulong Id(int index) => (ulong)index;
            }
            """),
        new("KVM0612", "behind the last byte",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x1000)] public uint Id => 0x7E40;
                //        ^^^^^^ KVM0612
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0xFFC)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0612", "before the first",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(-4)] public uint Id => 0x7E40;
                //        ^^ KVM0612
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0612", "the last of an array",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0xFF0, Count = 5)] public uint Id(int index) => (uint)index;
                //        ^^^^^ KVM0612
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0xFF0, Count = 4)] public uint Id(int index) => (uint)index;
            }
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
        new("KVM0613", "the same offset",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x04)] public uint MilliCelsius { get; set; }
                //        ~~~~ KVM0613
                [Register(0x04)] public uint Id => 0x7E40;
                //        ^^^^ KVM0613
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x04)] public uint MilliCelsius { get; set; }
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0613", "a byte of a word",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x04)] public uint MilliCelsius { get; set; }
                //        ~~~~ KVM0613
                [Register(0x07)] public byte Id => 0x7E;
                //        ^^^^ KVM0613
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x04)] public uint MilliCelsius { get; set; }
                [Register(0x08)] public byte Id => 0x7E;
            }
            """),
        new("KVM0613", "one read, the other read and written",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Data() => 0;
                //        ~~~~ KVM0613
                [Register(0x00)] public uint Id { get; set; }
                //        ^^^^ KVM0613
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Data() => 0;
                [Register(0x00)] public void Data(uint value) => _ = value;
            }
            """),
        new("KVM0613", "an array and one of its places",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 4, Stride = 8)] public uint Data(int index) => (uint)index;
                //        ~~~~ KVM0613
                [Register(0x10)] public uint Id => 0x7E40;
                //        ^^^^ KVM0613
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 4, Stride = 8)] public uint Data(int index) => (uint)index;
                [Register(0x14)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0614", "written without a setter",
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.ReadWrite)] public uint Id => 0x7E40;
                //                       ^^^^^^^^^^^^^^^^^^^^^ KVM0614
            }
            """,
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.ReadWrite)] public uint Id { get; set; }
            }
            """),
        new("KVM0614", "read from a method that writes",
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.ReadOnly)] public void Id(uint value) => _ = value;
                //                       ^^^^^^^^^^^^^^^^^^^^ KVM0614
            }
            """,
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.WriteOnly)] public void Id(uint value) => _ = value;
            }
            """),
        new("KVM0614", "written by a setter of the device's own",
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.ReadWrite)] public uint Id { get; private set; }
                //                       ^^^^^^^^^^^^^^^^^^^^^ KVM0614
            }
            """,
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.WriteOneToClear)] public uint Id { get; private set; }
            }
            """),
        new("KVM0614", "cleared without a setter",
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.ReadToClear)] public uint Id => 0x7E40;
                //                       ^^^^^^^^^^^^^^^^^^^^^^^ KVM0614
            }
            """,
            """
            using KvmSdk.Model.Spec;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Access = GuestAccess.ReadToClear)] public uint Id { get; set; }
            }
            """),
        new("KVM0615", "static",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public static uint Id => 0x7E40;
                //                                  ^^ KVM0615
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0615", "init",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id { get; init; }
                //                           ^^ KVM0615
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id { get; set; }
            }
            """),
        new("KVM0615", "a method with two values",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public void Arm(uint low, uint high) => _ = low + high;
                //                           ^^^ KVM0615
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 2)] public void Arm(int index, uint value) => _ = value;
            }
            """),
        new("KVM0615", "an array that is not partial",
            """
            using System;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 2)] public Span<uint> Data => default;
                //                                            ^^^^ KVM0615
            }
            """,
            """
            using System;

            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 2)] public partial Span<uint> Data { get; }
            }
            """),
        new("KVM0615", "a reference",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                private uint _id;

                [Register(0x00)] public ref uint Id => ref _id;
                //                               ^^ KVM0615
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0616", "no storage",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Reset = 0x7E40)] public uint Id { get; set; }
                //                      ^^^^^^ KVM0616
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Reset = 0x7E40)] public partial uint Id { get; set; }
            }
            """),
        new("KVM0616", "too large",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Reset = 0x100)] public partial byte Id { get; set; }
                //                      ^^^^^ KVM0616
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Reset = 0xFF)] public partial byte Id { get; set; }
            }
            """),
        new("KVM0617", "too near",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 4, Stride = 2)] public uint Data(int index) => (uint)index;
                //                                  ^ KVM0617
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 4, Stride = 4)] public uint Data(int index) => (uint)index;
            }
            """),
        new("KVM0617", "none",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 0)] public uint Data(int index) => (uint)index;
                //                      ^ KVM0617
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 1)] public uint Data(int index) => (uint)index;
            }
            """),
        new("KVM0617", "a single register",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00, Count = 4)] public uint Id => 0x7E40;
                //                      ^ KVM0617
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Id => 0x7E40;
            }
            """),
        new("KVM0620", "no register",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                public uint Shadow { get; set; }

                [BitField(nameof(Shadow), 0)] public partial bool Enabled { get; set; }
                //        ^^^^^^^^^^^^^^ KVM0620
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            }
            """),
        new("KVM0620", "no member",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField("Contrl", 0)] public partial bool Enabled { get; set; }
                //        ^^^^^^^^ KVM0620
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField("Control", 0)] public partial bool Enabled { get; set; }
            }
            """),
        new("KVM0620", "a method",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Data() => 0;

                [BitField(nameof(Data), 0)] public partial bool Enabled { get; }
                //        ^^^^^^^^^^^^ KVM0620
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Data => 0;

                [BitField(nameof(Data), 0)] public partial bool Enabled { get; }
            }
            """),
        new("KVM0621", "behind the last bit",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 30, Width = 3)] public partial byte Rate { get; set; }
                //                         ^^ KVM0621
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 29, Width = 3)] public partial byte Rate { get; set; }
            }
            """),
        new("KVM0621", "a negative bit",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), -1)] public partial bool Enabled { get; set; }
                //                         ^^ KVM0621
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            }
            """),
        new("KVM0621", "no bit",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 0)] public partial byte Rate { get; set; }
                //                                    ^ KVM0621
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 8)] public partial byte Rate { get; set; }
            }
            """),
        new("KVM0621", "a type that is too narrow",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 9)] public partial byte Rate { get; set; }
                //                                    ^ KVM0621
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 9)] public partial ushort Rate { get; set; }
            }
            """),
        new("KVM0621", "a boolean of two bits",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 2)] public partial bool Enabled { get; set; }
                //                                    ^ KVM0621
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 1)] public partial bool Enabled { get; set; }
            }
            """),
        new("KVM0622", "one bit in common",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 4)] public partial byte Rate { get; set; }
                //                         ~ KVM0622
                [BitField(nameof(Control), 3)] public partial bool Enabled { get; set; }
                //                         ^ KVM0622
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0, Width = 4)] public partial byte Rate { get; set; }
                [BitField(nameof(Control), 4)] public partial bool Enabled { get; set; }
            }
            """),
        new("KVM0623", "not partial",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0)] public bool Enabled { get; set; }
                //                                         ^^^^^^^ KVM0623
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            }
            """),
        new("KVM0623", "a signed number",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0)] public partial int Rate { get; set; }
                //                                                ^^^^ KVM0623
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public partial uint Control { get; set; }

                [BitField(nameof(Control), 0)] public partial uint Rate { get; set; }
            }
            """),
        new("KVM0623", "a setter that the register has not",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Control => 1;

                [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
                //                                                 ^^^^^^^ KVM0623
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Control => 1;

                [BitField(nameof(Control), 0)] public partial bool Enabled { get; }
            }
            """),
        new("KVM0630", "not partial",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public InterruptLine Alarm { get; } = InterruptLine.Disconnected;
                //                               ^^^^^ KVM0630
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial InterruptLine Alarm { get; }
            }
            """),
        new("KVM0630", "a setter",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial InterruptLine Alarm { get; set; }
                //                                       ^^^^^ KVM0630
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial InterruptLine Alarm { get; }
            }
            """),
        new("KVM0630", "another type",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial object Alarm { get; }
                //                                ^^^^^ KVM0630
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial InterruptLine Alarm { get; }
            }
            """),
        new("KVM0631", "two lines",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial InterruptLine Alarm { get; }
                //                                       ~~~~~ KVM0631
                [Interrupt] public partial InterruptLine Ready { get; }
                //                                       ^^^^^ KVM0631
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Interrupt] public partial InterruptLine Alarm { get; }
            }
            """),
        new("KVM0640", "a method",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                private void Enter()
                //           ^^^^^ KVM0640
                {
                }
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                private void EnterIdle()
                {
                }
            }
            """),
        new("KVM0640", "a word of the language",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint @event => 0;
                //                           ^^^^^^ KVM0640
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                [Register(0x00)] public uint Event => 0;
            }
            """),
        new("KVM0640", "a type",
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                public enum Registers { Id }
                //          ^^^^^^^^^ KVM0640
            }
            """,
            """
            [MmioDevice]
            public sealed partial class Thermometer
            {
                public enum Names { Id }
            }
            """),
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
