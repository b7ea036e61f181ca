using System.Diagnostics;
using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Flat;
using KvmSdk.Consoles;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.DeviceShells;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Events;
using KvmSdk.Kernel;
using KvmSdk.Memory;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Vcpus;

namespace KvmSdk;

/// <summary>
/// What the host holds for one machine: descriptors, memory, threads. Generated code gets one while it builds the machine's
/// devices; after that the machine is driven through <see cref="RunningMachine"/>.
/// </summary>
#pragma warning disable CA1001 // RunningMachine disposes it; generated code, which gets it while it builds devices, must not.
public sealed partial class MachineHost
#pragma warning restore CA1001
{
    private readonly List<EventFd> _eventFds = [];
    private readonly List<ConsoleLine> _consoles = [];
    private readonly List<IImageWatch> _images = [];
    private readonly List<Action> _lastWords = [];
    private readonly List<DoorbellThread> _deviceThreads = [];
    private readonly List<IDisposable> _owned = [];
    private readonly List<Vcpu> _vcpus = [];
    private readonly KvmSystem _system;
    private readonly VirtualMachineDescriptor _vm;
    private readonly CpuidTable _cpuid;
    private CpuEntryState? _entry;
    private GuestMemoryMap? _deviceMemory;

    private MachineHost(MachinePlan plan, StartOptions options)
    {
        Plan = plan;
        Options = options;
        Lifecycle = new MachineLifecycle(plan.Cpus.Count, Interrupt, Finish);
        Warnings = new MachineNotices<MachineWarning>(cause => Fail("a handler of warnings", cause), () => Machine);
        _system = KvmSystem.Open(options.KvmDevice, KvmRequirements.Of(plan), options.CapabilityFilter);
        try
        {
            _cpuid = CpuidTable.Read(_system, plan.Cpus.Arrangement);
            StartOverrides.Require(MemoryChecks.CheckAddressable(plan.Memory.MiB, AddressBits));
            Memory = new GuestMemory(plan.Memory.Ranges, plan.Memory.HugePages);
            _vm = new VirtualMachineDescriptor(_system, Memory, plan.HasPit);
            Events = new EventLoop(cause => Fail("the event loop", cause));
        }
        catch
        {
            _vm?.Dispose();
            Memory?.CloseAsync();
            _system.Dispose();
            throw;
        }
    }

    /// <summary>The plan in force, with this start's overrides.</summary>
    public MachinePlan Plan { get; }

    /// <summary>Guest RAM.</summary>
    internal GuestMemory Memory { get; }

    /// <summary>What this start asked for.</summary>
    internal StartOptions Options { get; }

    /// <summary>The bits of a guest-physical address on this host; 0 if KVM does not say.</summary>
    internal int AddressBits => Options.AddressBits ?? _cpuid.AddressBits;

    /// <summary>Guest RAM as device cores see it. They run on threads that end before the memory is unmapped.</summary>
    internal GuestMemoryMap DeviceMemory => _deviceMemory ??= MapForDevices();

    internal MachineLifecycle Lifecycle { get; }

    /// <summary>What went wrong without ending the machine.</summary>
    internal MachineNotices<MachineWarning> Warnings { get; }

    /// <summary>The machine, once it is built.</summary>
    internal RunningMachine? Machine { get; set; }

    /// <summary>The boot markers, for whoever prints their marks.</summary>
    internal List<BootMarkerPort> BootMarkers { get; } = [];

    /// <summary>When this start was called for, as the stopwatch counts.</summary>
    internal long StartMoment { get; } = Stopwatch.GetTimestamp();

    /// <summary>When the guest was first let run.</summary>
    internal long EntryMoment { get; private set; }

    internal EventLoop Events { get; }

    /// <summary>The values of this machine's devices, for the rules that compare them.</summary>
    internal ValueChecks Values { get; } = new();

    /// <summary>Starts a machine: opens KVM, builds it, lets it run. Called by generated code.</summary>
    /// <typeparam name="TMachine">The generated machine.</typeparam>
    /// <param name="plan">The machine as planned at compile time.</param>
    /// <param name="options">What differs from the plan; null for nothing.</param>
    /// <param name="build">Makes the machine with its devices and loads its image.</param>
    /// <param name="cancellationToken">Gives up starting; without effect once the machine runs.</param>
    /// <returns>The running machine. The work is done on the thread pool.</returns>
    /// <exception cref="MachineDefinitionException">A value of this start breaks a rule.</exception>
    /// <exception cref="HostException">The host lacks or refuses something.</exception>
    public static Task<TMachine> StartAsync<TMachine>(
        MachinePlan plan, StartOptions? options, Func<MachineHost, TMachine> build, CancellationToken cancellationToken)
        where TMachine : RunningMachine
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(build);
        options ??= new StartOptions();
        return options.IsInPlace ? BuildAsync(plan, options, build, cancellationToken) : Task.Run(() => BuildAsync(plan, options, build, cancellationToken), cancellationToken);
    }

    /// <summary>Loads a flat image and has the first CPU enter it at its first byte, in 64-bit mode. Called by generated code.</summary>
    /// <param name="property">The property that holds the image, for messages.</param>
    /// <param name="image">The image.</param>
    /// <param name="loadAddress">The guest-physical address of its first byte.</param>
    /// <exception cref="MachineDefinitionException">The image is empty, larger than RAM, or would lie over shared memory.</exception>
    /// <exception cref="HostException">Its file cannot be read.</exception>
    public void LoadFlatImage(string property, GuestImage image, ulong loadAddress) => LoadFlatImage(property, image, loadAddress, user: false);

    internal void LoadFlatImage(string property, GuestImage image, ulong loadAddress, bool user)
    {
        ArgumentNullException.ThrowIfNull(image);
        DoubtPath(property, image.Path);
        using HostImage reader = new(image);
        StartOverrides.Require(BootChecks.CheckImage(property, reader.Name, reader.Length, loadAddress, Plan.Memory.MiB)
            ?? SharedMemoryChecks.CheckImage(Plan.SharedMemories, reader.Name, reader.Length, loadAddress));
        _entry = FlatImage.Load(new BootMemory(Memory), reader, new FlatImageOptions { LoadAddress = loadAddress, User = user });
    }

    /// <summary>Makes an eventfd that lives as long as the machine.</summary>
    internal EventFd NewEventFd()
    {
        EventFd made = new();
        _eventFds.Add(made);
        return made;
    }

    /// <summary>Makes a thread for a device whose work may wait for the host's storage. It starts and ends with the machine.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="prepare">What the thread does to itself first; null for nothing.</param>
    internal DoorbellThread NewThread(string name, Action? prepare = null)
    {
        DoorbellThread made = new(name, cause => Fail(name, cause), prepare);
        _deviceThreads.Add(made);
        return made;
    }

    /// <summary>Takes over what a device opened; it is disposed with the machine, after every thread has ended.</summary>
    internal T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    /// <summary>Makes the page in which a device's driver finds its registers, without an exit; writes to it still exit.</summary>
    internal unsafe MmioRegisterPage NewRegisterPage(ulong window)
    {
        ReadOnlyPage page = Own(new ReadOnlyPage());
        _vm.AddReadOnlyPage(window, page.Address);
        return new MmioRegisterPage((byte*)page.Address);
    }

    /// <summary>Puts memory of this process beside RAM; no device but the one that owns it knows of it.</summary>
    /// <param name="address">The guest-physical address.</param>
    /// <param name="memory">The memory, mapped until every thread of the machine has ended.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <param name="readOnly">Whether the guest's writes exit as those to a device do.</param>
    internal void AddMemory(ulong address, nint memory, ulong length, bool readOnly) => _vm.AddMemory(address, memory, length, readOnly);

    /// <summary>Lets a guest's write to a register ring an eventfd.</summary>
    internal void ConnectDoorbell(EventFd doorbell, ulong address) => _vm.ConnectDoorbell(doorbell.Number, address);

    /// <summary>Lets a guest's write of one value to a register ring an eventfd.</summary>
    internal void ConnectDoorbell(EventFd doorbell, ulong address, uint value) => _vm.ConnectDoorbell(doorbell.Number, address, value);

    /// <summary>Makes an eventfd that pulses an interrupt line when somebody in the kernel rings it, for whom that is the shorter way. It lives as long as the machine.</summary>
    internal EventFd NewInterruptEvent(int irq)
    {
        EventFd made = NewEventFd();
        _vm.ConnectInterrupt(made.Number, (uint)irq);
        return made;
    }

    /// <summary>Makes the device's end of an interrupt line.</summary>
    internal InterruptPin ConnectInterrupt(int irq) => new(_vm, (uint)irq);

    /// <summary>Makes a console take part in the machine's life.</summary>
    internal void Add(ConsoleLine console) => _consoles.Add(console);

    /// <summary>Everything that is connected to a terminal, in order of construction, which is that of declaration for each kind of port.</summary>
    internal IReadOnlyList<MachineConsole> ReadConsoles() => [.. _consoles.Select(static console => new MachineConsole(console))];

    /// <summary>Makes a boot marker be known to whoever prints its marks.</summary>
    internal void Add(BootMarkerPort marker) => BootMarkers.Add(marker);

    /// <summary>Has something told before the machine's end is: the guest may end it right after it said what is to be told on the event loop.</summary>
    internal void BeforeEnd(Action tell) => _lastWords.Add(tell);

    /// <summary>Makes an image be looked at when the machine ends, or the guest meets memory that is missing.</summary>
    internal void Add(IImageWatch image) => _images.Add(image);

    /// <summary>Tells of a rule that this start breaks and that is a warning.</summary>
    internal void Warn(Violation violation) => Warnings.Give(new MachineWarning.BrokenRule(violation.Rule.Id, violation.Message));

    /// <summary>Tells of a path that may not mean what it seems to.</summary>
    /// <param name="property">The property that names it.</param>
    /// <param name="path">The path; null or empty if it names none.</param>
    internal void DoubtPath(string property, string? path)
    {
        if (PathChecks.Check($"'{property}'", path ?? "", Target.ValueOf(property)) is { } doubt)
        {
            Warn(doubt);
        }
    }

    /// <summary>Ends the machine because a part of the host failed.</summary>
    internal void Fail(string part, Exception cause) => Lifecycle.End(new MachineOutcome.HostFailure(part, cause));

    internal MachineCounters ReadCounters()
    {
        MachineCounters sum = default;
        foreach (Vcpu vcpu in _vcpus)
        {
            sum += vcpu.ReadCounters();
        }

        return sum;
    }

    private static async Task<TMachine> BuildAsync<TMachine>(
        MachinePlan plan, StartOptions options, Func<MachineHost, TMachine> build, CancellationToken cancellationToken)
        where TMachine : RunningMachine
    {
        MachineHost host = new(StartOverrides.Apply(plan, options), options);
        try
        {
            if (host.Plan.Memory.Prefault && !options.IsDryRun)
            {
                host.Memory.Prefault(cancellationToken);
            }

            TMachine machine = build(host);
            host.CreateVcpus();
            cancellationToken.ThrowIfCancellationRequested();
            if (!options.IsDryRun)
            {
                host.Launch(machine);
            }

            return machine;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private unsafe GuestMemoryMap MapForDevices()
    {
        using MemoryBorrow borrow = Memory.Borrow();
        GuestRamRange[] ranges = new GuestRamRange[Memory.Ranges.Count];
        for (int i = 0; i < ranges.Length; i++)
        {
            AddressRange range = Memory.Ranges[i];
            Memory.TryTranslate(range.Base, range.Size, out ulong offset);

            // SAFETY: the range is mapped whole, and unmapped only after the vCPUs and event loops, which alone use it, have ended.
            ranges[i] = new GuestRamRange(range.Base, range.Size, (byte*)borrow.Address + offset);
        }

        return new GuestMemoryMap(ranges);
    }

    /// <summary>The file whose page the host could not provide, as an outcome; null if it is none's.</summary>
    private MachineOutcome.HostFailure? FindMissingMemory()
    {
        foreach (IImageWatch image in _images)
        {
            if (image.FindFault() is { } cause)
            {
                return new(image.Part, cause);
            }
        }

        return null;
    }

    private void CreateVcpus()
    {
        CpuEntryState entry = _entry ?? throw new InvalidOperationException("the machine was built without loading anything to run");
        int limit = _system.Extension(Interop.KvmCap.KVM_CAP_MAX_VCPUS);
        if (Plan.Cpus.Count > limit)
        {
            throw new HostException(
                "KVM_CREATE_VCPU", $"{Plan.Cpus.Count} virtual CPUs are more than the {limit} that this host's KVM allows", "give the machine fewer (--cpus)");
        }

        nuint mailbox = _system.MailboxLength();
        MsrSetup msrs = MsrSetup.Read(_system, _cpuid.HasMtrrs);
        for (int index = 0; index < Plan.Cpus.Count; index++)
        {
            uint apicId = (uint)Plan.Cpus.Arrangement.ApicId(index);
            Vcpu vcpu = new(index, apicId, _vm.Descriptor, mailbox, Lifecycle, Memory) { FindMissingMemory = FindMissingMemory };
            _vcpus.Add(vcpu);
            _cpuid.Apply(vcpu.Number, apicId);
            msrs.Apply(vcpu.Number);
        }

        // The others wait for the first one's start-up message: KVM's local APIC makes them so.
        _vcpus[0].SetEntry(entry);
    }
}
