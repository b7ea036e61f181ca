using System.Globalization;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Memory;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>Judges what was found on a host: which machines can run, and the remedy where they cannot.</summary>
internal static class HostChecks
{
    /// <summary>The verdicts in the order of dependence; one that fails ends the list where nothing later can be known.</summary>
    /// <param name="facts">What was found.</param>
    /// <param name="plan">The machine that is to run.</param>
    public static IEnumerable<HostCheck> Of(HostFacts facts, MachinePlan plan)
    {
        foreach (HostCheck check in OfKvm(facts))
        {
            yield return check;
            if (check.Status == CheckStatus.Failure)
            {
                yield break;
            }
        }

        foreach (HostCheck check in Capabilities(facts, plan))
        {
            yield return check;
        }

        yield return Vcpus(facts, plan.Cpus);
        yield return Memory(facts, plan.Memory);
        if (plan.Memory.HugePages == HugePages.HugeTlb2MiB)
        {
            yield return ReservedPages(facts.HugePages, plan.Memory);
        }

        if (facts.Missing.IsEmpty)
        {
            yield return RingZero(facts.RingZero);
        }
    }

    /// <summary>The verdicts that hold for every machine, in the same order; the first that fails is the last.</summary>
    /// <param name="facts">What was found.</param>
    public static IEnumerable<HostCheck> OfKvm(HostFacts facts)
    {
        if (facts.ForeignPlatform.Length > 0)
        {
            yield return new("platform", CheckStatus.Failure, $"this is {facts.ForeignPlatform}", "run on Linux on x86-64, where KVM gives x86-64 guests");
            yield break;
        }

        HostCheck device = Device(facts);
        yield return device;
        if (device.Status != CheckStatus.Failure)
        {
            yield return Api(facts);
        }
    }

    private static HostCheck Device(HostFacts facts) => facts.OpenError switch
    {
        0 => new("device", CheckStatus.Ok, $"{facts.Device} is there and may be opened"),
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO when facts.VirtualisationFlag.Length > 0 => new("device", CheckStatus.Failure,
            $"{facts.Device} is missing, though the processor can virtualise ({facts.VirtualisationFlag})",
            $"load the module with 'modprobe kvm-{(facts.VirtualisationFlag == "svm" ? "amd" : "intel")}' as root; a container needs '--device {facts.Device}'"),
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new("device", CheckStatus.Failure,
            $"{facts.Device} is missing and the processor shows neither vmx nor svm",
            "switch on virtualisation in the firmware, or nested virtualisation where this host is itself a virtual machine"),
        Errno.EACCES or Errno.EPERM => new("device", CheckStatus.Failure,
            $"{facts.Device} may not be opened by this user",
            $"add the user to the group that owns it, as in 'sudo usermod -aG kvm $USER', and log in again"),
        Errno.EBUSY => new("device", CheckStatus.Failure,
            $"{facts.Device} is in use by another hypervisor", "stop it, VirtualBox for instance, and try again"),
        _ => new("device", CheckStatus.Failure,
            $"{facts.Device} cannot be opened ({facts.OpenError}: {facts.OpenError.Describe()})", "look into the kernel log with 'dmesg'"),
    };

    private static HostCheck Api(HostFacts facts) => facts switch
    {
        { ApiVersion: not HostProbe.StableApiVersion } => new("api", CheckStatus.Failure,
            Format($"KVM speaks API version {facts.ApiVersion}, not {HostProbe.StableApiVersion}"), "run a kernel from 2.6.22 on"),
        { CreateError: Errno.EBUSY } => new("api", CheckStatus.Failure,
            "the processor's virtualisation is in use by another hypervisor", "stop it, VirtualBox for instance, and try again"),
        { CreateError: not 0 } => new("api", CheckStatus.Failure,
            $"a virtual machine cannot be created ({facts.CreateError}: {facts.CreateError.Describe()})", "look into the kernel log with 'dmesg'"),
        _ => new("api", CheckStatus.Ok, "KVM creates virtual machines (API version 12)"),
    };

    private static IEnumerable<HostCheck> Capabilities(HostFacts facts, MachinePlan plan)
    {
        if (facts.Missing.IsEmpty)
        {
            yield return new("capabilities", CheckStatus.Ok, Format($"KVM has all {KvmRequirements.Of(plan).Length} capabilities that this machine needs"));
        }

        foreach (KvmRequirement missing in facts.Missing)
        {
            yield return new("capabilities", CheckStatus.Failure,
                $"KVM lacks {missing.Capability}, needed to {missing.Reason}", $"use Linux {missing.Since} or newer, with this part of KVM enabled");
        }
    }

    private static HostCheck Vcpus(HostFacts facts, CpuPlan cpus)
    {
        string have = Format($"KVM gives a machine up to {facts.MaxVcpus} vCPUs");
        return cpus.Count > facts.MaxVcpus
            ? new("vcpus", CheckStatus.Failure, Format($"{have}, this one starts {cpus.Count}"), Format($"start it with --cpus {facts.MaxVcpus} or fewer"))
            : cpus.Maximum > facts.MaxVcpus
                ? new("vcpus", CheckStatus.Warning, Format($"{have}, this one may ask for {cpus.Maximum}"), Format($"keep --cpus at {facts.MaxVcpus} or fewer here"))
                : new("vcpus", CheckStatus.Ok, Format($"{have}, this one starts {cpus.Count}"));
    }

    private static HostCheck Memory(HostFacts facts, MemoryPlan memory)
    {
        // The device hole ends at 4 GiB, so a guest needs 32 bits in any case.
        int needed = Math.Max(32, 64 - System.Numerics.BitOperations.LeadingZeroCount(memory.Ranges[^1].Last));
        if (facts.PhysicalAddressBits == 0)
        {
            return new("memory", CheckStatus.Warning, "KVM does not say how many physical address bits a guest has", "keep RAM below 63 GiB, which 36 bits reach");
        }

        string have = Format($"guests have {facts.PhysicalAddressBits} physical address bits");
        return needed > facts.PhysicalAddressBits
            ? new("memory", CheckStatus.Failure, Format($"{have}, but {memory.MiB} MiB of RAM need {needed}"),
                Format($"start it with --memory {MemoryChecks.LargestAddressable(facts.PhysicalAddressBits)} or less"))
            : new("memory", CheckStatus.Ok, Format($"{have}, {memory.MiB} MiB of RAM need {needed}"));
    }

    private static HostCheck ReservedPages(HugePagePool? pool, MemoryPlan memory)
    {
        long needed = HugePagePool.PagesFor(memory);
        return pool switch
        {
            null => new("hugePages", CheckStatus.Failure, "this kernel has no reserved huge pages of 2 MiB", "start it with other pages (--huge-pages)"),
            { } reserved when reserved.Available < needed => new("hugePages", CheckStatus.Failure, reserved.Shortage(needed), reserved.Remedy(needed)),
            { } reserved => new("hugePages", CheckStatus.Ok, Format($"{reserved.Available} reserved 2 MiB pages are free, {memory.MiB} MiB of RAM need {needed}")),
        };
    }

    private static HostCheck RingZero(RingZeroMeasurement ring) => ring switch
    {
        { Failure: { Length: > 0 } failure } => new("ring0", CheckStatus.Failure, $"a test guest did not run: {failure}", "look into the kernel log with 'dmesg'"),
        { IsEmulated: true } => new("ring0", CheckStatus.Warning,
            Format($"KVM emulates the guest's ring 0, at {ring.NanosecondsPerInstruction:F0} ns an instruction"),
            "small guests run; for a Linux kernel use a host with VT-x or AMD-V"),
        _ => new("ring0", CheckStatus.Ok, Format($"the guest's ring 0 runs natively, at {ring.NanosecondsPerInstruction:F1} ns an instruction")),
    };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
