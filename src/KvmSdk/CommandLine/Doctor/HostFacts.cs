using System.Collections.Immutable;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Memory;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>What was found on the host: plain data, so that every verdict can be tested without such a host.</summary>
internal sealed record HostFacts
{
    /// <summary>The operating system and processor, for a host that is not Linux on x86-64; else empty.</summary>
    public string ForeignPlatform { get; init; } = "";

    /// <summary>The device file that was tried.</summary>
    public string Device { get; init; } = HostProbe.DefaultDevice;

    /// <summary>Why the device could not be opened; 0 if it could.</summary>
    public Errno OpenError { get; init; }

    /// <summary>The processor's flag for hardware virtualisation, <c>vmx</c> or <c>svm</c>; empty if it shows none.</summary>
    public string VirtualisationFlag { get; init; } = "";

    /// <summary>The answer of <c>KVM_GET_API_VERSION</c>; 12 ever since the interface is stable.</summary>
    public int ApiVersion { get; init; } = HostProbe.StableApiVersion;

    /// <summary>Why <c>KVM_CREATE_VM</c> failed; 0 if it did not.</summary>
    public Errno CreateError { get; init; }

    /// <summary>The required capabilities that KVM answers 0 for.</summary>
    public ImmutableArray<KvmRequirement> Missing { get; init; } = [];

    /// <summary>The most vCPUs of one VM.</summary>
    public int MaxVcpus { get; init; }

    /// <summary>The physical address bits that KVM can give a guest; 0 if it does not say.</summary>
    public int PhysicalAddressBits { get; init; }

    /// <summary>The pool of reserved 2 MiB pages; null if the kernel has none.</summary>
    public HugePagePool? HugePages { get; init; }

    /// <summary>How a loop at CPL 0 ran.</summary>
    public RingZeroMeasurement RingZero { get; init; }
}
