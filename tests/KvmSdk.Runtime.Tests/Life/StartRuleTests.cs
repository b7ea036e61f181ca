using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.CommandLine;
using KvmSdk.Runtime.Tests.Support;
using KvmSdk.Runtime.Tests.Virtio;

namespace KvmSdk.Runtime.Tests.Life;

/// <summary>What the compiler says of a declaration, a start says of an instance, with the same id.</summary>
public sealed class StartRuleTests
{
    private const ulong Window = 0xD000_1000;

    private static readonly Dictionary<string, Func<Task>> s_starts = new()
    {
        ["KVM0110"] = () => Vm.StartAsync(new StartOptions { Cpus = 0 }),
        ["KVM0111"] = () => Vm.StartAsync(new StartOptions { Cpus = 200 }),
        ["KVM0120"] = () => Vm.StartAsync(new StartOptions { MemoryMiB = 1 }),
        ["KVM0121"] = () => Vm.StartAsync(new StartOptions { MemoryMiB = 65, HugePages = HugePages.HugeTlb2MiB }),
        ["KVM0122"] = () => Vm.StartAsync(new StartOptions { MemoryMiB = 3073, AddressBits = 32 }),
        ["KVM0406"] = () => (Vm with
        {
            Console = Terminal.Standard,
            Prepare = static host => _ = new SerialPort(host, "Second", 10, Terminal.Standard),
        }).StartAsync(),
        ["KVM0407"] = OneFileTwiceAsync,
        ["KVM0422"] = () => (Vm with { Prepare = OneAddressTwice }).StartAsync(),
        ["KVM0429"] = () => (Vm with { Prepare = LimitsOfKernels }).StartAsync(),
        ["KVM0425"] = () => (Vm with { Prepare = OneTapTwice }).StartAsync(),
        ["KVM0480"] = () => (Vm with { Prepare = static host => _ = new BalloonDevice(host, "Balloon", Window, 20, true, true, Balloon.OfMiB(5)) }).StartAsync(),
        ["KVM0481"] = () => MachineHost.StartAsync<TestMachine>(
            Vm.Plan with { Devices = [new DevicePlan("Balloon", DeviceKind.Balloon, false, [], new(Window, 0x1000), 20)] },
            new StartOptions { HugePages = HugePages.HugeTlb2MiB },
            static _ => throw new InvalidOperationException("it was not refused"),
            default),
        ["KVM0460"] = () => (Vm with { Prepare = static host => _ = new VsockDevice(host, "Agent", Window, 20, 3, 128, Vsock.Program(cid: 2)) }).StartAsync(),
        ["KVM0490"] = () => WithPmemAsync(4, DiskImage.Qcow2("store.qcow2")),
        ["KVM0491"] = () => WithPmemAsync(4, DiskImage.Raw("store.img", serial: "1")),
        ["KVM0494"] = () => Task.Run(static () => StartOverrides.Apply(
            Vm.Plan with { Devices = [new DevicePlan("Store", DeviceKind.Pmem, false, [], new(Window, 0x1000), 20) { Pmem = new(new(0x1_0000_0000, 2 << 20)) }] },
            new StartOptions { MemoryMiB = 3073 })),
        ["KVM0496"] = () => WithPmemFileAsync(megabytes: 4, window: 4, new StartOptions { AddressBits = 32 }),
        ["KVM0497"] = () => WithPmemFileAsync(megabytes: 4, window: 2, null),
        ["KVM0504"] = () => (Vm with { Image = GuestImage.FromBytes(new byte[2 << 20]) }).StartAsync(new StartOptions { MemoryMiB = 2 }),
        ["KVM0505"] = () => (Vm with { Image = GuestImage.FromBytes([]) }).StartAsync(),
        ["KVM0507"] = () => Appended("\n"),
        ["KVM0508"] = () => Appended("console=hvc0"),
        ["KVM0509"] = () => Appended("root=/dev/vda"),
        ["KVM0510"] = () => Appended("nolapic"),
        ["KVM0511"] = () => Appended("panic=1 panic=2"),
        ["KVM0651"] = () => (Vm with { SharedMemories = [new("Mailbox", new(0x38_0000, 0x1000))] }).StartAsync(new StartOptions { MemoryMiB = 3 }),
        ["KVM0652"] = () => (Vm with
        {
            Image = GuestImage.FromBytes(new byte[4097]),
            SharedMemories = [new("Mailbox", new(TestVm.LoadAddress + 0x1000, 0x1000))],
        }).StartAsync(),
    };

    private static readonly Dictionary<string, Func<Task<TestMachine>>> s_warned = new()
    {
        ["KVM0411"] = OneSerialTwiceAsync,
        ["KVM0801"] = () => FileNamedAsync(@"images\program"),
        ["KVM0802"] = () => FileNamedAsync("$HOME"),
    };

    public static TheoryData<string> Rules => [.. RuleCatalog.OfValues.Where(static rule => rule.Severity != RuleSeverity.Warning).Select(static rule => rule.Id)];

    public static TheoryData<string> Warnings => [.. RuleCatalog.OfValues.Where(static rule => rule.Severity == RuleSeverity.Warning).Select(static rule => rule.Id)];

    private static TestVm Vm => new(Guest.Assemble(a => a.Exit(0)));

    [KvmTheory]
    [MemberData(nameof(Rules))]
    public async Task Every_rule_on_values_speaks_at_start_too(string id)
    {
        MachineDefinitionException e = await Assert.ThrowsAsync<MachineDefinitionException>(s_starts[id]);
        Assert.Equal(id, e.RuleId);
    }

    [KvmTheory]
    [MemberData(nameof(Warnings))]
    public async Task A_rule_that_warns_in_the_editor_warns_of_the_running_machine(string id)
    {
        await using TestMachine machine = await s_warned[id]();
        List<MachineWarning> warnings = [];
        machine.Warned += (_, warning) => warnings.Add(warning);
        MachineWarning.BrokenRule warning = Assert.IsType<MachineWarning.BrokenRule>(Assert.Single(warnings));
        Assert.Equal(id, warning.RuleId);
        Assert.Equal($"{id}: {warning.Sentence}", warning.Description);
        Assert.Equal(0, (await machine.Completion).ExitCode);
    }

    [KvmFact]
    public async Task One_file_that_nobody_writes_to_may_be_two_disks()
    {
        using ImageFile image = ImageFile.OfSectors(3);
        TestVm vm = Vm with { Prepare = host => AddTwice(host, DiskImage.Raw(image.Path, readOnly: true), DiskImage.Raw(image.Path, readOnly: true)) };
        Assert.Equal(0, (await vm.RunAsync()).ExitCode);
    }

    /// <summary>A machine that does not start warns of nothing, so what the path seems to mean is said with what is missing.</summary>
    [KvmTheory]
    [InlineData("~/program", "KVM0802", "'~' stays as it is")]
    [InlineData(@"C:\program", "KVM0801", "a path in the form of Windows")]
    public async Task A_file_that_is_missing_for_its_doubtful_path_says_so(string path, string id, string words)
    {
        HostException e = await Assert.ThrowsAsync<HostException>(() => (Vm with { Image = GuestImage.FromFile(path) }).StartAsync());
        Assert.StartsWith($"{path}: no such file or directory; {id}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    private static void OneAddressTwice(MachineHost host)
    {
        _ = new NetDevice(host, "First", Window, 20, "52:54:00:00:00:01", 0, 1, 256, NetBackend.None);
        _ = new NetDevice(host, "Second", Window + 0x1000, 21, "52:54:00:00:00:02", 0, 1, 256, NetBackend.None.WithMac("52:54:00:00:00:01"));
    }

    private static void LimitsOfKernels(MachineHost host) =>
        _ = new NetDevice(host, "Lan", Window, 20, "52:54:00:00:00:01", 0, 1, 256, NetBackend.Parse("tap:tap0,vhost=on,send=1MiB/s", null));

    private static void OneTapTwice(MachineHost host)
    {
        // The first needs a tap, which not every host has: what it would have said of itself stands here for it.
        Assert.Null(host.Values.AddTap("First", "tap0"));
        _ = new NetDevice(host, "Second", Window, 20, "52:54:00:00:00:01", 0, 1, 256, Tap.Named("tap0"));
    }

    /// <summary>Linux takes any name for a file, so the machine runs. Relative, since a path with a slash in it is one of Linux.</summary>
    private static async Task<TestMachine> FileNamedAsync(string name)
    {
        string path = $"{name}-{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(path, Guest.Assemble(a => a.Exit(0)));
        try
        {
            return await (Vm with { Image = GuestImage.FromFile(path) }).StartAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<TestMachine> WithPmemAsync(int window, DiskImage image, StartOptions? options = null) => (Vm with
    {
        Prepare = host => _ = new PmemDevice(host, "Store", Window, 20, 0x1_0000_0000, (ulong)window << 20, image),
    }).StartAsync(options);

    private static async Task WithPmemFileAsync(int megabytes, int window, StartOptions? options)
    {
        using ImageFile image = ImageFile.Of(new byte[megabytes << 20]);
        await WithPmemAsync(window, image.Disk, options);
    }

    private static async Task OneFileTwiceAsync()
    {
        using ImageFile image = ImageFile.OfSectors(3);
        string detour = Path.Combine(Path.GetDirectoryName(image.Path)!, ".", Path.GetFileName(image.Path));
        await (Vm with { Prepare = host => AddTwice(host, DiskImage.Raw(image.Path), DiskImage.Raw(detour)) }).StartAsync();
    }

    private static async Task<TestMachine> OneSerialTwiceAsync()
    {
        using ImageFile image = ImageFile.OfSectors(3);
        DiskImage disk = DiskImage.Raw(image.Path, readOnly: true, serial: "1");
        return await (Vm with { Prepare = host => AddTwice(host, disk, disk) }).StartAsync();
    }

    private static void AddTwice(MachineHost host, DiskImage first, DiskImage second)
    {
        _ = new DiskDevice(host, "First", Window, 20, 1, 256, 512, first);
        _ = new DiskDevice(host, "Second", Window + 0x1000, 21, 1, 256, 512, second);
    }

    private static Task<MachinePlan> Appended(string text) =>
        Task.Run(() => StartOverrides.Apply(SampleMachine.LinuxPlan, new StartOptions { AppendCommandLine = text }));
}
