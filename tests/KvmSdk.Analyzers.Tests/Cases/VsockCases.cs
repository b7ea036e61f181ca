using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Socket devices: context ids and paths, of one machine and of several.</summary>
internal static class VsockCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0460", "0 is the hypervisor's",
            """
            [Vsock(Cid = 0)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //           ^ KVM0460
            """,
            "[Vsock] public VsockBackend Agent { get; init; } = Vsock.Program();"),
        Case("KVM0460", "2 is the host's",
            """
            [Vsock(Cid = 2)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //           ^ KVM0460
            """,
            "[Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.Program();"),
        Case("KVM0460", "the last one is everybody's",
            """
            [Vsock(Cid = 4294967295)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //           ^^^^^^^^^^ KVM0460
            """,
            "[Vsock(Cid = 4294967294)] public VsockBackend Agent { get; init; } = Vsock.Program();"),
        Case("KVM0460", "an instance's",
            """
            [Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.At("agent.sock", cid: 1);
            //                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0460
            """,
            """[Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.At("agent.sock", cid: 4);"""),
        Two("KVM0461", "one context id in two machines",
            """
            [Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //           ~ KVM0461
            """,
            """
            [Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //           ^ KVM0461
            """,
            "[Vsock(Cid = 4)] public VsockBackend Agent { get; init; } = Vsock.Program();"),
        Two("KVM0461", "one context id in two machines' values",
            """
            [Vsock(Cid = 7)] public VsockBackend Agent { get; init; } = Vsock.Program(cid: 5);
            //                                                          ~~~~~~~~~~~~~~~~~~~~~ KVM0461
            """,
            """
            [Vsock(Cid = 5)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //                                                          ^^^^^^^^^^^^^^^ KVM0461
            """,
            "[Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.Program(cid: 6);"),
        Two("KVM0462", "one path in two machines",
            """
            [Vsock] public VsockBackend Agent { get; init; } = Vsock.At("agent.sock");
            //                                                 ~~~~~~~~~~~~~~~~~~~~~~ KVM0462
            """,
            """
            [Vsock] public VsockBackend Agent { get; init; } = Vsock.At("agent.sock");
            //                                                 ^^^^^^^^^^^^^^^^^^^^^^ KVM0462
            """,
            """
            [Vsock] public VsockBackend Agent { get; init; } = Vsock.At("agent2.sock");
            public VsockBackend Unused { get; init; } = Vsock.At("agent.sock");
            """),
        Case("KVM0463", "one socket device",
            """
            [Vsock] public VsockBackend A { get; init; } = Vsock.Program();
            //                          ~ KVM0463
            [Vsock] public VsockBackend B { get; init; } = Vsock.Program();
            //                          ^ KVM0463
            """,
            "[Vsock] public VsockBackend A { get; init; } = Vsock.Program();"),
        Case("KVM0464", "96 bytes",
            $$"""
            [Vsock] public VsockBackend A { get; init; } = Vsock.At("{{new string('a', 97)}}");
            //                                                      ^^{{new string('^', 97)}} KVM0464
            """,
            $$"""[Vsock] public VsockBackend A { get; init; } = Vsock.At("{{new string('a', 96)}}");"""),
        Case("KVM0430", "a power of two from 4 to 512, of sockets",
            """
            [Vsock(QueueSize = 1024)] public VsockBackend Agent { get; init; } = Vsock.Program();
            //                 ^^^^ KVM0430
            """,
            "[Vsock(QueueSize = 512)] public VsockBackend Agent { get; init; } = Vsock.Program();"),
        Case("KVM0409", "a socket's path",
            """
            [Vsock] public VsockBackend A { get; init; } = Vsock.At("");
            //                                                      ^^ KVM0409
            """,
            """[Vsock] public VsockBackend A { get; init; } = Vsock.At("a");"""),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));

    /// <summary>Two machines, of which the one with the later name is at fault, although it stands first.</summary>
    private static RuleCase Two(string id, string boundary, string first, string wrong, string right) =>
        new(id, boundary, Both(wrong, first), Both(right, first.Split('\n')[0]));

    private static string Both(string later, string earlier) =>
        $"{Machine.WithMembers(later)}\n\n{Machine.WithMembers(earlier).Replace("record Vm", "record Other", StringComparison.Ordinal)}";
}
