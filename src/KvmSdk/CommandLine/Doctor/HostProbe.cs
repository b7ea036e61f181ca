using System.Collections.Immutable;
using System.Runtime.InteropServices;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Memory;
using static KvmSdk.Interop.KvmIoctl;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>Asks the host what <see cref="HostChecks"/> judges. Changes nothing, and leaves nothing open.</summary>
internal static class HostProbe
{
    /// <summary>Where Linux has KVM.</summary>
    public const string DefaultDevice = "/dev/kvm";

    /// <summary>The version of KVM's API since it is stable; any other is not this interface.</summary>
    public const int StableApiVersion = 12;

    /// <summary>CPUID leaf with the address widths: EAX bits 7..0 physical, 23..16 guest-physical where it differs (AMD APM 3, E.4.7).</summary>
    private const uint AddressWidthLeaf = 0x8000_0008;

    /// <summary>More CPUID entries than any KVM reports (its own limit is 256, KVM_MAX_CPUID_ENTRIES).</summary>
    private const int MaxCpuidEntries = 256;

    /// <summary>Collects the facts; those that come after a failure keep their defaults.</summary>
    /// <param name="requirements">The capabilities to ask for.</param>
    /// <param name="measureRingZero">Runs the test guest; called only if machines can be created.</param>
    /// <param name="device">The device file.</param>
    public static async Task<HostFacts> CollectAsync(
        ImmutableArray<KvmRequirement> requirements, Func<Task<RingZeroMeasurement>> measureRingZero, string device = DefaultDevice)
    {
        HostFacts facts = Collect(requirements, device);
        return facts is { ForeignPlatform: "", OpenError: 0, ApiVersion: StableApiVersion, CreateError: 0, Missing.IsEmpty: true }
            ? facts with { RingZero = await measureRingZero().ConfigureAwait(false) }
            : facts;
    }

    /// <summary>As <see cref="CollectAsync"/>, without the test guest.</summary>
    /// <param name="requirements">The capabilities to ask for; default for none.</param>
    /// <param name="device">The device file.</param>
    public static HostFacts Collect(ImmutableArray<KvmRequirement> requirements = default, string device = DefaultDevice) =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? Ask(device, requirements.IsDefault ? [] : requirements)
            : new() { ForeignPlatform = $"{RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}" };

    private static HostFacts Ask(string device, ImmutableArray<KvmRequirement> requirements)
    {
        int kvm = Open(device, out Errno error);
        if (kvm < 0)
        {
            return new() { Device = device, OpenError = error, VirtualisationFlag = ReadVirtualisationFlag() };
        }

        try
        {
            int vm = ioctl(kvm, KVM_CREATE_VM, 0);
            Errno createError = vm < 0 ? errno : 0;
            if (vm >= 0)
            {
                _ = close(vm);
            }

            return new()
            {
                Device = device,
                ApiVersion = ioctl(kvm, KVM_GET_API_VERSION, 0),
                CreateError = createError,
                Missing = [.. requirements.Where(requirement => Check(kvm, requirement.Capability) <= 0)],
                MaxVcpus = MaxVcpus(kvm),
                PhysicalAddressBits = PhysicalAddressBits(kvm),
                HugePages = HugePagePool.Read(),
            };
        }
        finally
        {
            _ = close(kvm);
        }
    }

    private static unsafe int Open(string path, out Errno error)
    {
        // SAFETY: the buffer is ended by 0 and pinned for the call.
        byte[] name = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        System.Text.Encoding.UTF8.GetBytes(path, name);
        fixed (byte* start = name)
        {
            int descriptor = open(start, O_RDWR | O_CLOEXEC, 0);
            error = descriptor < 0 ? errno : 0;
            return descriptor;
        }
    }

    private static int Check(int kvm, KvmCap capability) => ioctl(kvm, KVM_CHECK_EXTENSION, (nint)capability);

    /// <summary>The kernel's documentation: without KVM_CAP_MAX_VCPUS the maximum is KVM_CAP_NR_VCPUS, and without that 4.</summary>
    private static int MaxVcpus(int kvm) =>
        Check(kvm, KvmCap.KVM_CAP_MAX_VCPUS) is > 0 and var most ? most
        : Check(kvm, KvmCap.KVM_CAP_NR_VCPUS) is > 0 and var recommended ? recommended
        : 4;

    private static unsafe int PhysicalAddressBits(int kvm)
    {
        int size = sizeof(kvm_cpuid2) + (MaxCpuidEntries * sizeof(kvm_cpuid_entry2));
        byte[] buffer = new byte[size];

        // SAFETY: the header says how many entries the pinned buffer has room for; the kernel writes no more than that.
        fixed (byte* start = buffer)
        {
            var list = (kvm_cpuid2*)start;
            list->nent = MaxCpuidEntries;
            if (ioctl(kvm, KVM_GET_SUPPORTED_CPUID, list) < 0)
            {
                return 0;
            }

            foreach (kvm_cpuid_entry2 entry in new ReadOnlySpan<kvm_cpuid_entry2>(kvm_cpuid2.entries(list), (int)list->nent))
            {
                if (entry.function == AddressWidthLeaf)
                {
                    int guest = (int)((entry.eax >> 16) & 0xFF);
                    return guest != 0 ? guest : (int)(entry.eax & 0xFF);
                }
            }

            return 0;
        }
    }

    private static string ReadVirtualisationFlag()
    {
        try
        {
            string[] words = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];
            return words.FirstOrDefault(word => word is "vmx" or "svm") ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /proc nothing is known, which is what no flag says.
            return "";
        }
    }
}
