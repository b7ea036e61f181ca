using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>CPUs and memory.</summary>
internal static class SizeCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0110", "no CPU",
            """
            [VirtualMachine(Cpus = 0)]
            //                     ^ KVM0110
            """,
            "[VirtualMachine(Cpus = 1)]"),
        Case("KVM0110", "more CPUs than APIC ids",
            """
            [VirtualMachine(MemoryMiB = 64, Cpus = 200 + 55)]
            //                                     ^^^^^^^^ KVM0110
            """,
            "[VirtualMachine(MemoryMiB = 64, Cpus = 254)]"),
        Case("KVM0110", "a negative maximum",
            """
            [VirtualMachine(Cpus = 2, MaxCpus = -1)]
            //                                  ^^ KVM0110
            """,
            "[VirtualMachine(Cpus = 2, MaxCpus = 2)]"),
        Case("KVM0110", "a maximum above the APIC ids",
            """
            [VirtualMachine(MaxCpus = 255)]
            //                        ^^^ KVM0110
            """,
            "[VirtualMachine(MaxCpus = 254)]"),
        Case("KVM0111", "one CPU above the maximum",
            """
            [VirtualMachine(Cpus = 5, MaxCpus = 4)]
            //                                  ^ KVM0111
            """,
            "[VirtualMachine(Cpus = 4, MaxCpus = 4)]"),
        Case("KVM0112", "sockets, cores and threads that are more than the CPUs",
            """
            [VirtualMachine(Cpus = 6, Sockets = 1, CoresPerSocket = 4, ThreadsPerCore = 2)]
            //                                                      ^ KVM0112
            """,
            "[VirtualMachine(Cpus = 6, Sockets = 1, CoresPerSocket = 3, ThreadsPerCore = 2)]"),
        Case("KVM0112", "CPUs that cannot be divided into the threads",
            """
            [VirtualMachine(Cpus = 2, MaxCpus = 3, ThreadsPerCore = 2)]
            //                                  ^ KVM0112
            """,
            "[VirtualMachine(Cpus = 2, MaxCpus = 4, ThreadsPerCore = 2)]"),
        Case("KVM0112", "no socket",
            """
            [VirtualMachine(Sockets = 0)]
            //                        ^ KVM0112
            """,
            "[VirtualMachine(Sockets = 1)]"),
        Case("KVM0112", "more threads than a core has",
            """
            [VirtualMachine(Cpus = 4, ThreadsPerCore = 4)]
            //                                         ^ KVM0112
            """,
            "[VirtualMachine(Cpus = 4, ThreadsPerCore = 2)]"),
        Case("KVM0112", "an APIC id of more than a byte",
            """
            [VirtualMachine(Cpus = 165, Sockets = 5)]
            //                                    ^ KVM0112
            """,
            "[VirtualMachine(Cpus = 132, Sockets = 4)]"),
        Case("KVM0120", "too little memory",
            """
            [VirtualMachine(MemoryMiB = 1)]
            //                          ^ KVM0120
            """,
            "[VirtualMachine(MemoryMiB = 2)]"),
        Case("KVM0120", "too much memory",
            """
            [VirtualMachine(MemoryMiB = 0x10_0000 - 1023)]
            //                          ^^^^^^^^^^^^^^^^ KVM0120
            """,
            "[VirtualMachine(MemoryMiB = 0x10_0000 - 1024)]"),
        Case("KVM0121", "an odd size on reserved pages of 2 MiB",
            """
            [VirtualMachine(MemoryMiB = 65, HugePages = KvmSdk.Model.Spec.HugePages.HugeTlb2MiB)]
            //                          ^^ KVM0121
            """,
            "[VirtualMachine(MemoryMiB = 66, HugePages = KvmSdk.Model.Spec.HugePages.HugeTlb2MiB)]"),
        new("KVM0512", "a kernel with next to nothing above its address",
            Linux("""
                [VirtualMachine(MemoryMiB = 31)]
                //                          ^^ KVM0512
                """),
            Linux("[VirtualMachine(MemoryMiB = 32)]")),
        new("KVM0512", "a flat image needs no more than itself",
            Linux("""
                [VirtualMachine(MemoryMiB = 2)]
                //                          ^ KVM0512
                """),
            Machine.WithAttributes("[VirtualMachine(MemoryMiB = 2)]")),
    ];

    private static string Linux(string attributes) => Machine.WithAttributes(attributes).Replace("[FlatImage]", "[LinuxKernel]", StringComparison.Ordinal);

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithAttributes(wrong), Machine.WithAttributes(right));
}
