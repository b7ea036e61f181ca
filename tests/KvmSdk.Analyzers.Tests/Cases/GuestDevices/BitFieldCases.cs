using System.Collections.Immutable;
using static KvmSdk.Analyzers.Tests.Cases.GuestDevices.DeviceSource;

namespace KvmSdk.Analyzers.Tests.Cases.GuestDevices;

/// <summary>Bit fields, and the interrupt.</summary>
internal static class BitFieldCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Members("KVM0620", "no register",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            public uint Shadow { get; set; }

            [BitField(nameof(Shadow), 0)] public partial bool Enabled { get; set; }
            //        ^^^^^^^^^^^^^^ KVM0620
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            """),
        Members("KVM0620", "no member",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField("Contrl", 0)] public partial bool Enabled { get; set; }
            //        ^^^^^^^^ KVM0620
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField("Control", 0)] public partial bool Enabled { get; set; }
            """),
        Members("KVM0620", "a method",
            """
            [Register(0x00)] public uint Data() => 0;

            [BitField(nameof(Data), 0)] public partial bool Enabled { get; }
            //        ^^^^^^^^^^^^ KVM0620
            """,
            """
            [Register(0x00)] public uint Data => 0;

            [BitField(nameof(Data), 0)] public partial bool Enabled { get; }
            """),
        Members("KVM0621", "behind the last bit",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 30, Width = 3)] public partial byte Rate { get; set; }
            //                         ^^ KVM0621
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 29, Width = 3)] public partial byte Rate { get; set; }
            """),
        Members("KVM0621", "a negative bit",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), -1)] public partial bool Enabled { get; set; }
            //                         ^^ KVM0621
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            """),
        Members("KVM0621", "no bit",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 0)] public partial byte Rate { get; set; }
            //                                    ^ KVM0621
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 8)] public partial byte Rate { get; set; }
            """),
        Members("KVM0621", "a type that is too narrow",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 9)] public partial byte Rate { get; set; }
            //                                    ^ KVM0621
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 9)] public partial ushort Rate { get; set; }
            """),
        Members("KVM0621", "a boolean of two bits",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 2)] public partial bool Enabled { get; set; }
            //                                    ^ KVM0621
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 1)] public partial bool Enabled { get; set; }
            """),
        Members("KVM0622", "one bit in common",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 4)] public partial byte Rate { get; set; }
            //                         ~ KVM0622
            [BitField(nameof(Control), 3)] public partial bool Enabled { get; set; }
            //                         ^ KVM0622
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0, Width = 4)] public partial byte Rate { get; set; }
            [BitField(nameof(Control), 4)] public partial bool Enabled { get; set; }
            """),
        Members("KVM0623", "not partial",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0)] public bool Enabled { get; set; }
            //                                         ^^^^^^^ KVM0623
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            """),
        Members("KVM0623", "a signed number",
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0)] public partial int Rate { get; set; }
            //                                                ^^^^ KVM0623
            """,
            """
            [Register(0x00)] public partial uint Control { get; set; }

            [BitField(nameof(Control), 0)] public partial uint Rate { get; set; }
            """),
        Members("KVM0623", "a setter that the register has not",
            """
            [Register(0x00)] public uint Control => 1;

            [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            //                                                 ^^^^^^^ KVM0623
            """,
            """
            [Register(0x00)] public uint Control => 1;

            [BitField(nameof(Control), 0)] public partial bool Enabled { get; }
            """),
        Members("KVM0630", "not partial",
            """
            [Interrupt] public InterruptLine Alarm { get; } = InterruptLine.Disconnected;
            //                               ^^^^^ KVM0630
            """,
            """
            [Interrupt] public partial InterruptLine Alarm { get; }
            """),
        Members("KVM0630", "a setter",
            """
            [Interrupt] public partial InterruptLine Alarm { get; set; }
            //                                       ^^^^^ KVM0630
            """,
            """
            [Interrupt] public partial InterruptLine Alarm { get; }
            """),
        Members("KVM0630", "another type",
            """
            [Interrupt] public partial object Alarm { get; }
            //                                ^^^^^ KVM0630
            """,
            """
            [Interrupt] public partial InterruptLine Alarm { get; }
            """),
        Members("KVM0631", "two lines",
            """
            [Interrupt] public partial InterruptLine Alarm { get; }
            //                                       ~~~~~ KVM0631
            [Interrupt] public partial InterruptLine Ready { get; }
            //                                       ^^^^^ KVM0631
            """,
            """
            [Interrupt] public partial InterruptLine Alarm { get; }
            """),
    ];
}
