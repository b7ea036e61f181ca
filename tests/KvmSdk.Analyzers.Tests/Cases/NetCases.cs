using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Network devices: addresses, MTUs, taps; of one machine and of several.</summary>
internal static class NetCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0420", "six pairs of digits",
            """
            [Net(Mac = "52:54:00:00:01")] public NetBackend A { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^ KVM0420
            [Net(Mac = "52-54-00-00-00-01")] public NetBackend B { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0420
            [Net(Mac = "52:54:00:00:00:0g")] public NetBackend C { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0420
            [Net(Mac = "")] public NetBackend D { get; init; } = NetBackend.None;
            //         ^^ KVM0420
            """,
            """
            [Net(Mac = "52:54:00:00:00:01")] public NetBackend A { get; init; } = NetBackend.None;
            [Net(Mac = "AA:bb:CC:dd:EE:ff")] public NetBackend B { get; init; } = NetBackend.None;
            [Net] public NetBackend C { get; init; } = NetBackend.None;
            """),
        Case("KVM0421", "the address of a station",
            """
            [Net(Mac = "00:00:00:00:00:00")] public NetBackend A { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0421
            [Net(Mac = "ff:ff:ff:ff:ff:ff")] public NetBackend B { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0421
            [Net(Mac = "53:54:00:00:00:01")] public NetBackend C { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0421
            """,
            """
            [Net(Mac = "00:00:00:00:00:01")] public NetBackend A { get; init; } = NetBackend.None;
            [Net(Mac = "fe:ff:ff:ff:ff:ff")] public NetBackend B { get; init; } = NetBackend.None;
            """),
        Case("KVM0422", "one address in one machine",
            """
            [Net(Mac = "52:54:00:00:00:0a")] public NetBackend A { get; init; } = NetBackend.None;
            //         ~~~~~~~~~~~~~~~~~~~ KVM0422
            [Net(Mac = "52:54:00:00:00:0A")] public NetBackend B { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0422
            """,
            """
            [Net(Mac = "52:54:00:00:00:0a")] public NetBackend A { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:0b")] public NetBackend B { get; init; } = NetBackend.None;
            [Net] public NetBackend C { get; init; } = NetBackend.None;
            [Net] public NetBackend D { get; init; } = NetBackend.None;
            """),
        Two("KVM0423", "one address in two machines",
            """
            [Net(Mac = "52:54:00:00:00:01")] public NetBackend Lan { get; init; } = NetBackend.None;
            //         ~~~~~~~~~~~~~~~~~~~ KVM0423
            """,
            """
            [Net(Mac = "52:54:00:00:00:01")] public NetBackend Wan { get; init; } = NetBackend.None;
            //         ^^^^^^^^^^^^^^^^^^^ KVM0423
            """,
            """
            [Net(Mac = "52:54:00:00:00:02")] public NetBackend Wan { get; init; } = NetBackend.None;
            """),
        Case("KVM0422", "one address of two devices of an instance",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("52:54:00:00:00:1A");
            //                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0422
            [Net(Mac = "52:54:00:00:00:1b")] public NetBackend B { get; init; } = NetBackend.None;
            public Vm Both => new() { Program = Program, B = NetBackend.None.WithMac("52:54:00:00:00:1a") };
            //                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0422
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("52:54:00:00:00:1A");
            [Net(Mac = "52:54:00:00:00:1b")] public NetBackend B { get; init; } = NetBackend.None;
            public Vm Both => new() { Program = Program, A = NetBackend.None.WithMac("52:54:00:00:00:1b"), B = NetBackend.None.WithMac("52:54:00:00:00:1a") };
            """),
        Case("KVM0422", "the address of a declaration in another device's value",
            """
            [Net] public NetBackend A { get; init; } = Passt.User().WithLimits(send: RateLimit.Of(1)).WithMac("52:54:00:00:00:1b");
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0422
            [Net(Mac = "52:54:00:00:00:1b")] public NetBackend B { get; init; } = NetBackend.None;
            //                                                                    ~~~~~~~~~~~~~~~ KVM0422
            """,
            """
            [Net] public NetBackend A { get; init; } = Passt.User().WithMac("52:54:00:00:00:1b");
            [Net(Mac = "52:54:00:00:00:1b")] public NetBackend B { get; init; } = NetBackend.None.WithMac("52:54:00:00:00:0c");
            """),
        Two("KVM0423", "one address in two machines' values",
            """
            [Net(Mac = "52:54:00:00:00:01")] public NetBackend Lan { get; init; } = NetBackend.None;
            //                                                                      ~~~~~~~~~~~~~~~ KVM0423
            """,
            """
            [Net] public NetBackend Wan { get; init; } = NetBackend.None.WithMac("52:54:00:00:00:01");
            //                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0423
            """,
            """
            [Net] public NetBackend Wan { get; init; } = NetBackend.None.WithMac("52:54:00:00:00:02");
            """),
        Case("KVM0424", "a name that an interface can have",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("a-name-far-too-long");
            //                                                   ^^^^^^^^^^^^^^^^^^^^^ KVM0424
            [Net] public NetBackend B { get; init; } = Tap.Named("");
            //                                                   ^^ KVM0424
            [Net] public NetBackend C { get; init; } = Tap.Named(name: "a/b");
            //                                                         ^^^^^ KVM0424
            [Net] public NetBackend D { get; init; } = Tap.Named("a\tb");
            //                                                   ^^^^^^ KVM0424
            [Net] public NetBackend E { get; init; } = Tap.Named("..");
            //                                                   ^^^^ KVM0424
            [Net] public NetBackend F { get; init; } = Tap.Named("eth0:1");
            //                                                   ^^^^^^^^ KVM0424
            public static NetBackend Anywhere => Tap.Named("achtäöüß-bytes!");
            //                                             ^^^^^^^^^^^^^^^^^ KVM0424
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("fifteen-bytes-1");
            [Net] public NetBackend B { get; init; } = Tap.Named("a.b%c");
            """),
        Case("KVM0425", "one tap of two devices",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0");
            //                                         ~~~~~~~~~~~~~~~~~ KVM0425
            [Net] public NetBackend B { get; init; } = Tap.Named("tap0");
            //                                         ^^^^^^^^^^^^^^^^^ KVM0425
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0");
            [Net] public NetBackend B { get; init; } = Tap.Named("tap1");
            [Net] public NetBackend C { get; init; } = NetBackend.None;
            [Net] public NetBackend D { get; init; } = NetBackend.None;
            public NetBackend Unused { get; init; } = Tap.Named("tap0");
            """),
        Case("KVM0425", "one tap of two devices of an instance",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0");
            //                                         ~~~~~~~~~~~~~~~~~ KVM0425
            [Net] public NetBackend B { get; init; } = NetBackend.None;
            public Vm Both => new() { Program = Program, B = Tap.Named("tap0") };
            //                                               ^^^^^^^^^^^^^^^^^ KVM0425
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0");
            [Net] public NetBackend B { get; init; } = NetBackend.None;
            public Vm Both => new() { Program = Program, B = Tap.Named("tap0"), A = NetBackend.None };
            """),
        Two("KVM0426", "one tap of two machines",
            """
            [Net] public NetBackend Lan { get; init; } = Tap.Named("tap0");
            //                                           ~~~~~~~~~~~~~~~~~ KVM0426
            """,
            """
            [Net] public NetBackend Wan { get; init; } = Tap.Named("tap0");
            //                                           ^^^^^^^^^^^^^^^^^ KVM0426
            """,
            """
            [Net] public NetBackend Wan { get; init; } = Tap.Named("tap1");
            [Serial] public Terminal Log { get; init; } = Terminal.None;
            public NetBackend Unused { get; init; } = Tap.Named("tap0");
            """),
        Case("KVM0425", "one tap, whatever else is said of it",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("52:54:00:00:00:25");
            //                                         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0425
            [Net] public NetBackend B { get; init; } = Tap.Named("tap0").WithLimits(send: RateLimit.Of(1));
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0425
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("52:54:00:00:00:25");
            [Net] public NetBackend B { get; init; } = Tap.Named("tap1").WithLimits(send: RateLimit.Of(1));
            """),
        Case("KVM0429", "limits of rate that are kept",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0", VhostMode.On).WithLimits(send: RateLimit.Of(1));
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0429
            [Net] public NetBackend B { get; init; } = Tap.Named(vhost: VhostMode.On, name: "tap1").WithMac("52:54:00:00:00:29").WithLimits(RateLimit.Of(0, 1), null);
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0429
            [Net] public NetBackend C { get; init; } = NetBackend.None;
            public Vm Limited => this with { C = Tap.Named("tap2", VhostMode.On).WithLimits(receive: RateLimit.Of(1)) };
            //                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0429
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0", VhostMode.On);
            [Net] public NetBackend B { get; init; } = Tap.Named("tap1", VhostMode.Auto).WithLimits(send: RateLimit.Of(1));
            [Net] public NetBackend C { get; init; } = Tap.Named("tap2").WithLimits(send: RateLimit.Of(1));
            [Net] public NetBackend D { get; init; } = Tap.Named("tap3", VhostMode.On).WithLimits(RateLimit.None, RateLimit.Of(0, 0));
            [Net] public NetBackend E { get; init; } = Tap.Named("tap4", VhostMode.On).WithLimits(RateLimit.Of(1)).WithLimits();
            public static NetBackend Told(VhostMode vhost) => Tap.Named("tap5", vhost).WithLimits(send: RateLimit.Of(1));
            """),
        Case("KVM0428", "an address that a station can have",
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("52-54-00-00-00-01");
            //                                                                   ^^^^^^^^^^^^^^^^^^^ KVM0428
            [Net] public NetBackend B { get; init; } = NetBackend.None.WithMac(mac: "ff:ff:ff:ff:ff:ff");
            //                                                                      ^^^^^^^^^^^^^^^^^^^ KVM0428
            public static NetBackend Anywhere(NetBackend lan) => lan.WithMac("");
            //                                                               ^^ KVM0428
            public Vm Other => this with { A = NetBackend.None.WithMac("53:54:00:00:00:01") };
            //                                                         ^^^^^^^^^^^^^^^^^^^ KVM0428
            """,
            """
            [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("AA:bb:CC:dd:EE:ff");
            public static NetBackend Anywhere(NetBackend lan, string mac) => lan.WithMac(mac);
            """),
        Case("KVM0427", "from 68 to 65535",
            """
            [Net(Mtu = 67)] public NetBackend A { get; init; } = NetBackend.None;
            //         ^^ KVM0427
            [Net(Mtu = 65536)] public NetBackend B { get; init; } = NetBackend.None;
            //         ^^^^^ KVM0427
            """,
            """
            [Net(Mtu = 68)] public NetBackend A { get; init; } = NetBackend.None;
            [Net(Mtu = 65535)] public NetBackend B { get; init; } = NetBackend.None;
            """),
        Case("KVM0430", "of a network up to 512",
            """
            [Net(QueueSize = 1024)] public NetBackend A { get; init; } = NetBackend.None;
            //               ^^^^ KVM0430
            """,
            """
            [Net(QueueSize = 512)] public NetBackend A { get; init; } = NetBackend.None;
            """),
        Case("KVM0431", "pairs of a network are queues too",
            """
            [Net(Queues = 2)] public NetBackend A { get; init; } = NetBackend.None;
            //            ^ KVM0431
            """,
            """
            [Net(Queues = 1)] public NetBackend A { get; init; } = NetBackend.None;
            """),
        Case("KVM0450", "a port that there is",
            """
            [Net] public NetBackend A { get; init; } = Passt.User(PortForward.Tcp(0, 80));
            //                                                                    ^ KVM0450
            [Net] public NetBackend B { get; init; } = Passt.User(PortForward.Udp(hostPort: 53, guestPort: 65536));
            //                                                                                             ^^^^^ KVM0450
            public static PortForward Anywhere => PortForward.Tcp(-1, 80);
            //                                                    ^^ KVM0450
            """,
            """
            [Net] public NetBackend A { get; init; } = Passt.User(PortForward.Tcp(1, 65535), PortForward.Udp(65535, 1));
            """),
        Case("KVM0451", "one place for one port",
            """
            [Net] public NetBackend A { get; init; } = Passt.User(PortForward.Tcp(8080, 80), PortForward.Tcp(8080, 81));
            //                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0451
            public static NetBackend Anywhere => Passt.User([PortForward.Udp(53, 53), PortForward.Udp(guestPort: 54, hostPort: 53)]);
            //                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0451
            """,
            """
            [Net] public NetBackend A { get; init; } = Passt.User(PortForward.Tcp(8080, 80), PortForward.Udp(8080, 80), PortForward.Tcp(8081, 80));
            public static NetBackend Anywhere => Passt.User(PortForward.Tcp(80, 80), PortForward.Tcp(80, 80, System.Net.IPAddress.Any));
            """),
        Case("KVM0452", "a path that a socket can have",
            $$"""
            [Net] public NetBackend A { get; init; } = Passt.At("");
            //                                                  ^^ KVM0452
            [Net] public NetBackend B { get; init; } = Passt.At("{{new string('a', 108)}}");
            //                                                  {{new string('^', 110)}} KVM0452
            """,
            $$"""
            [Net] public NetBackend A { get; init; } = Passt.At("{{new string('a', 107)}}");
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));

    /// <summary>Two machines, of which the one with the later name is at fault, although it stands first.</summary>
    private static RuleCase Two(string id, string boundary, string first, string wrong, string right) =>
        new(id, boundary, Both(wrong, first), Both(right, first.Split('\n')[0]));

    private static string Both(string later, string earlier) =>
        $"{Machine.WithMembers(later)}\n\n{Machine.WithMembers(earlier).Replace("record Vm", "record Other", StringComparison.Ordinal)}";
}
