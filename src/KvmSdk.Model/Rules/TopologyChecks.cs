using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rule on how a declaration arranges its CPUs.</summary>
public static class TopologyChecks
{
    /// <summary>What is wrong with a declared topology, or null; of counts that are wrong by themselves only their own rules speak.</summary>
    /// <param name="topology">The topology; null if none is declared.</param>
    /// <param name="cpus">The CPUs at start.</param>
    /// <param name="maxCpus">The most CPUs that an instance may ask for.</param>
    public static Violation? Check(CpuTopology? topology, int cpus, int maxCpus)
    {
        if (topology is null || CpuChecks.CheckInstance(cpus, maxCpus) is not null || maxCpus > X86Layout.MaxCpus)
        {
            return null;
        }

        return CheckCount("Sockets", topology.Sockets)
            ?? CheckCount("CoresPerSocket", topology.CoresPerSocket)
            ?? CheckThreads(topology.ThreadsPerCore)
            ?? CheckProduct(topology, cpus, maxCpus)
            ?? CheckApicIds(topology, maxCpus);
    }

    private static Violation? CheckCount(string argument, int count) => count is >= 1 and <= X86Layout.MaxCpus
        ? null
        : Wrong(argument, $"{argument} = {Text(count)} is outside 1 to {Text(X86Layout.MaxCpus)}", "choose a number in that range", count < 1 ? "1" : "");

    private static Violation? CheckThreads(int threads) => threads is 1 or 2
        ? null
        : Wrong("ThreadsPerCore", $"ThreadsPerCore = {Text(threads)} is what no x86 core of today has", "choose 1 or 2", threads < 1 ? "1" : "2");

    private static Violation? CheckProduct(CpuTopology topology, int cpus, int maxCpus)
    {
        long product = topology.Cpus;
        if (product == maxCpus)
        {
            return null;
        }

        string problem = $"{Describe(topology)} = {product.ToString(CultureInfo.InvariantCulture)} CPUs, but MaxCpus is {Text(maxCpus)}";
        long others = (long)topology.Sockets * topology.ThreadsPerCore;
        return maxCpus % others == 0
            ? Wrong("CoresPerSocket", problem, $"CoresPerSocket = {Text((int)(maxCpus / others))} would do", Text((int)(maxCpus / others)))
            : product >= cpus && product <= X86Layout.MaxCpus
            ? Wrong("MaxCpus", problem, $"MaxCpus = {Text((int)product)} would do", Text((int)product))
            : Wrong("MaxCpus", problem, "choose numbers whose product it is");
    }

    private static Violation? CheckApicIds(CpuTopology topology, int maxCpus)
    {
        long highest = topology.ApicId(maxCpus - 1);
        return highest <= X86Layout.HighestApicId
            ? null
            : Wrong(
                "Sockets",
                $"{Describe(topology)} CPUs have APIC ids up to {highest.ToString(CultureInfo.InvariantCulture)}, of which {Text(X86Layout.HighestApicId)} is the highest",
                "choose fewer sockets, or a number of cores that is a power of two");
    }

    private static Violation Wrong(string argument, string problem, string remedy, string suggestion = "") =>
        new(MachineRules.TopologyMismatch, Target.OfMachine("VirtualMachine", argument), [problem, remedy], null, suggestion);

    private static string Describe(CpuTopology topology) =>
        $"Sockets {Text(topology.Sockets)} x CoresPerSocket {Text(topology.CoresPerSocket)} x ThreadsPerCore {Text(topology.ThreadsPerCore)}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
