using KvmSdk.CommandLine.Doctor;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Memory;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class HostChecksTests
{
    private static HostFacts Healthy { get; } = new() { MaxVcpus = 288, PhysicalAddressBits = 46, RingZero = new(1.5) };

    private static string Report(HostFacts facts, MachinePlan? plan = null) => new DoctorReport([.. HostChecks.Of(facts, plan ?? SampleMachine.Plan)]).Text();

    private static bool CanRun(HostFacts facts) => new DoctorReport([.. HostChecks.Of(facts, SampleMachine.Plan)]).CanRun;

    [Fact]
    public void A_healthy_host_gets_one_good_line_for_each_check()
    {
        Assert.Equal(
            """
            ok    /dev/kvm is there and may be opened
            ok    KVM creates virtual machines (API version 12)
            ok    KVM has all 9 capabilities that this machine needs
            ok    KVM gives a machine up to 288 vCPUs, this one starts 1
            ok    guests have 46 physical address bits, 64 MiB of RAM need 32
            ok    the guest's ring 0 runs natively, at 1.5 ns an instruction

            """,
            Report(Healthy));
        Assert.True(CanRun(Healthy));
    }

    [Theory]
    [InlineData(Errno.ENOENT, "vmx", "FAIL  /dev/kvm is missing, though the processor can virtualise (vmx): load the module with 'modprobe kvm-intel' as root; a container needs '--device /dev/kvm'\n")]
    [InlineData(Errno.ENODEV, "svm", "FAIL  /dev/kvm is missing, though the processor can virtualise (svm): load the module with 'modprobe kvm-amd' as root; a container needs '--device /dev/kvm'\n")]
    [InlineData(Errno.ENOENT, "", "FAIL  /dev/kvm is missing and the processor shows neither vmx nor svm: switch on virtualisation in the firmware, or nested virtualisation where this host is itself a virtual machine\n")]
    [InlineData(Errno.EACCES, "vmx", "FAIL  /dev/kvm may not be opened by this user: add the user to the group that owns it, as in 'sudo usermod -aG kvm $USER', and log in again\n")]
    [InlineData(Errno.EPERM, "", "FAIL  /dev/kvm may not be opened by this user: add the user to the group that owns it, as in 'sudo usermod -aG kvm $USER', and log in again\n")]
    [InlineData(Errno.EBUSY, "", "FAIL  /dev/kvm is in use by another hypervisor: stop it, VirtualBox for instance, and try again\n")]
    [InlineData(Errno.EMFILE, "", "FAIL  /dev/kvm cannot be opened (EMFILE: Too many open files): look into the kernel log with 'dmesg'\n")]
    public void A_device_that_does_not_open_ends_the_list(Errno error, string flag, string report)
    {
        HostFacts facts = Healthy with { OpenError = error, VirtualisationFlag = flag };
        Assert.Equal(report, Report(facts));
        Assert.False(CanRun(facts));
    }

    [Fact]
    public void Another_platform_ends_the_list()
    {
        HostFacts facts = Healthy with { ForeignPlatform = "Linux 6.1 on Arm64" };
        Assert.Equal("FAIL  this is Linux 6.1 on Arm64: run on Linux on x86-64, where KVM gives x86-64 guests\n", Report(facts));
    }

    [Theory]
    [InlineData(11, (Errno)0, "FAIL  KVM speaks API version 11, not 12: run a kernel from 2.6.22 on")]
    [InlineData(12, Errno.EBUSY, "FAIL  the processor's virtualisation is in use by another hypervisor: stop it, VirtualBox for instance, and try again")]
    [InlineData(12, Errno.ENOMEM, "FAIL  a virtual machine cannot be created (ENOMEM: Cannot allocate memory): look into the kernel log with 'dmesg'")]
    public void A_KVM_that_makes_no_machines_ends_the_list(int version, Errno error, string line)
    {
        HostFacts facts = Healthy with { ApiVersion = version, CreateError = error };
        Assert.Equal($"ok    /dev/kvm is there and may be opened\n{line}\n", Report(facts));
        Assert.False(CanRun(facts));
    }

    [Fact]
    public void Each_missing_capability_has_its_line_and_no_guest_is_judged()
    {
        HostFacts facts = Healthy with { Missing = [KvmRequirements.Always[6], KvmRequirements.Always[8]], RingZero = default };
        string report = Report(facts);
        Assert.Contains(
            "FAIL  KVM lacks KVM_CAP_READONLY_MEM, needed to let the guest read device registers without an exit: use Linux 3.7 or newer, with this part of KVM enabled\n"
            + "FAIL  KVM lacks KVM_CAP_IMMEDIATE_EXIT, needed to stop and pause a running guest: use Linux 4.13 or newer, with this part of KVM enabled\n",
            report,
            StringComparison.Ordinal);
        Assert.DoesNotContain("ring 0", report, StringComparison.Ordinal);
        Assert.False(CanRun(facts));
    }

    [Fact]
    public void A_machine_with_a_PIT_needs_one_capability_more() =>
        Assert.Contains("ok    KVM has all 10 capabilities that this machine needs\n", Report(Healthy, SampleMachine.Plan with { HasPit = true }), StringComparison.Ordinal);

    [Theory]
    [InlineData(4, 1, "ok    KVM gives a machine up to 4 vCPUs, this one starts 1\n")]
    [InlineData(3, 1, "warn  KVM gives a machine up to 3 vCPUs, this one may ask for 4: keep --cpus at 3 or fewer here\n")]
    [InlineData(3, 4, "FAIL  KVM gives a machine up to 3 vCPUs, this one starts 4: start it with --cpus 3 or fewer\n")]
    public void The_number_of_vCPUs_is_judged_for_this_machine(int most, int count, string line) =>
        Assert.Contains(line, Report(Healthy with { MaxVcpus = most }, SampleMachine.Plan with { Cpus = new(count, 4) }), StringComparison.Ordinal);

    [Theory]
    [InlineData(36, 64512, "ok    guests have 36 physical address bits, 64512 MiB of RAM need 36\n")]
    [InlineData(36, 64513, "FAIL  guests have 36 physical address bits, but 64513 MiB of RAM need 37: start it with --memory 64512 or less\n")]
    [InlineData(32, 3072, "ok    guests have 32 physical address bits, 3072 MiB of RAM need 32\n")]
    [InlineData(32, 3073, "FAIL  guests have 32 physical address bits, but 3073 MiB of RAM need 33: start it with --memory 3072 or less\n")]
    [InlineData(0, 64, "warn  KVM does not say how many physical address bits a guest has: keep RAM below 63 GiB, which 36 bits reach\n")]
    public void The_address_width_is_judged_for_this_machine(int bits, int memoryMiB, string line) =>
        Assert.Contains(
            line, Report(Healthy with { PhysicalAddressBits = bits }, SampleMachine.Plan with { Memory = new(memoryMiB) }), StringComparison.Ordinal);

    [Theory]
    [InlineData(40L, 32L, "ok    32 reserved 2 MiB pages are free, 64 MiB of RAM need 32\n")]
    [InlineData(40L, 31L, "FAIL  32 huge pages of 2 MiB are needed, and 31 of the host's 40 are free: reserve more as root (echo 41 > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages), or choose other pages (--huge-pages)\n")]
    [InlineData(null, null, "FAIL  this kernel has no reserved huge pages of 2 MiB: start it with other pages (--huge-pages)\n")]
    public void Reserved_pages_are_judged_for_a_machine_that_takes_them(long? total, long? available, string line)
    {
        HostFacts facts = Healthy with { HugePages = total is null ? null : new HugePagePool(total.Value, available!.Value) };
        MachinePlan plan = SampleMachine.Plan with { Memory = new(64, HugePages.HugeTlb2MiB) };
        Assert.Contains(line, Report(facts, plan), StringComparison.Ordinal);
        Assert.DoesNotContain("2 MiB", Report(facts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, null, "ok    the guest's ring 0 runs natively, at 100.0 ns an instruction\n", true)]
    [InlineData(800, null, "warn  KVM emulates the guest's ring 0, at 800 ns an instruction: small guests run; for a Linux kernel use a host with VT-x or AMD-V\n", true)]
    [InlineData(0, "it broke", "FAIL  a test guest did not run: it broke: look into the kernel log with 'dmesg'\n", false)]
    public void Emulation_of_ring_0_is_a_warning_and_a_guest_that_does_not_run_a_failure(double nanoseconds, string? failure, string line, bool canRun)
    {
        HostFacts facts = Healthy with { RingZero = new(nanoseconds, failure) };
        Assert.EndsWith(line, Report(facts), StringComparison.Ordinal);
        Assert.Equal(canRun, CanRun(facts));
    }
}
