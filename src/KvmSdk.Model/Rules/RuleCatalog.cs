using System.Collections.Immutable;

namespace KvmSdk.Model.Rules;

/// <summary>Every rule there is, in order of id.</summary>
public static class RuleCatalog
{
    /// <summary>All rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        MachineRules.NotPartial, MachineRules.NotARecord, MachineRules.BadNesting, MachineRules.NoParameterlessConstructor,
        MachineRules.BadBase,
        MachineRules.CpusOutOfRange, MachineRules.CpusAboveMaximum, MachineRules.TopologyMismatch, MachineRules.MemoryOutOfRange, MachineRules.MemoryNotWholePages,
        MachineRules.MemoryNotAddressable,
        AddressRules.PortsOverlap, AddressRules.PortsReserved, AddressRules.WindowMisaligned, AddressRules.WindowReserved,
        AddressRules.WindowsOverlap, AddressRules.WindowsExhausted, AddressRules.PortsExhausted,
        InterruptRules.IrqUnavailable, InterruptRules.IrqClaimedTwice, InterruptRules.IrqsExhausted,
        DeviceRules.WrongPropertyType, DeviceRules.PropertyWithoutInit, DeviceRules.TwoDevicesOnOneProperty, DeviceRules.ReservedName,
        DeviceRules.ArgumentWithoutEffect, ValueRules.SharedTerminal, ValueRules.ImageAttachedTwice,
        DeviceRules.OptionTaken, FactoryRules.PathUnusable, FactoryRules.SerialUnusable, ValueRules.SerialTwice,
        ValueRules.ImageOfTwoMachines, DeviceRules.NotADevice,
        NetRules.MacMalformed, NetRules.MacUnusable, NetRules.MacTaken, NetRules.MacTakenElsewhere,
        FactoryRules.TapNameUnusable, NetRules.TapShared, NetRules.TapSharedByMachines, NetRules.MtuOutOfRange,
        FactoryRules.MacUnusable, NetRules.LimitsOfKernels,
        QueueRules.SizeUnusable, QueueRules.CountOutOfRange, BlockRules.SectorSizeUnusable,
        FactoryRules.BackingCycle,
        FactoryRules.PortUnusable, FactoryRules.PortForwardedTwice, FactoryRules.SocketPathUnusable,
        VsockRules.CidReserved, VsockRules.CidOfTwoMachines, VsockRules.PathOfTwoMachines, VsockRules.SecondDevice, FactoryRules.SocketPathTooLong,
        FileSystemRules.TagUnusable, FileSystemRules.TagTaken, FileSystemRules.OwnerUnusable,
        ConsoleRules.NameUnusable, ConsoleRules.NameTaken, ConsoleRules.TooManyPorts, ConsoleRules.SecondOfSingle,
        BalloonRules.LargerThanMemory, BalloonRules.OnReservedPages, BalloonRules.TwoBalloons, FactoryRules.BalloonSizeUnusable,
        PmemRules.NotRaw, PmemRules.OptionWithoutEffect, PmemRules.SizeUnusable, PmemRules.AddressUnusable, PmemRules.OverRam, PmemRules.AddressesExhausted,
        PmemRules.NotAddressable, PmemRules.LargerThanDeclared,
        BootRules.NoBootSource, BootRules.TwoBootSources, BootRules.BadLoadAddress, BootRules.ImageLargerThanMemory, BootRules.EmptyImage,
        BootRules.InitrdWithoutKernel, BootRules.BadCommandLine,
        KernelParameterRules.ConsoleNotDeclared, KernelParameterRules.RootNotDeclared, KernelParameterRules.Contradiction,
        KernelParameterRules.Overridden,
        BootRules.TooLittleForLinux,
        MultibootRules.ModuleWithoutKernel, MultibootRules.BadModuleCommandLine,
        FactoryRules.EmbeddedNameUnusable,
        GuestDeviceRules.NotPartial, GuestDeviceRules.BadType, GuestDeviceRules.NoConstructor, GuestDeviceRules.BadWindowSize,
        GuestDeviceRules.TwoBuses,
        GuestDeviceRules.RegisterType, GuestDeviceRules.RegisterMisaligned, GuestDeviceRules.RegisterOutside, GuestDeviceRules.RegistersOverlap,
        GuestDeviceRules.AccessImpossible, GuestDeviceRules.RegisterShape, GuestDeviceRules.BadReset, GuestDeviceRules.BadArray,
        GuestDeviceRules.FieldWithoutRegister, GuestDeviceRules.FieldOutside, GuestDeviceRules.FieldsOverlap, GuestDeviceRules.FieldShape,
        GuestDeviceRules.InterruptShape, GuestDeviceRules.TwoInterrupts, GuestDeviceRules.ReservedName,
        SharedMemoryRules.BadAddress, SharedMemoryRules.OutsideRam, SharedMemoryRules.OverBootMemory, SharedMemoryRules.Overlap,
        SharedMemoryRules.BadType, SharedMemoryRules.BadSize,
        HotPathRules.ObjectAllocated, HotPathRules.ArrayAllocated, HotPathRules.ValueBoxed, HotPathRules.DelegateAllocated,
        HotPathRules.LambdaNotStatic, HotPathRules.StringBuilt, HotPathRules.Linq, HotPathRules.Iterator, HotPathRules.Async,
        HotPathRules.EnumeratorAllocated, HotPathRules.ExceptionThrown, HotPathRules.Blocking, HotPathRules.CallNotHot,
        HotPathRules.DispatchNotHot, HotPathRules.FetchedTwice,
        PortabilityRules.ForeignPath, PortabilityRules.UnexpandedPath,
    ];

    /// <summary>The rules on values that an instance may have otherwise than its declaration: each start checks them anew.</summary>
    public static ImmutableArray<Rule> OfValues { get; } =
    [
        MachineRules.CpusOutOfRange, MachineRules.CpusAboveMaximum, MachineRules.MemoryOutOfRange, MachineRules.MemoryNotWholePages,
        MachineRules.MemoryNotAddressable,
        ValueRules.SharedTerminal, ValueRules.ImageAttachedTwice, ValueRules.SerialTwice, NetRules.MacTaken, NetRules.TapShared, NetRules.LimitsOfKernels, VsockRules.CidReserved,
        BootRules.ImageLargerThanMemory, BootRules.EmptyImage, BootRules.BadCommandLine,
        KernelParameterRules.ConsoleNotDeclared, KernelParameterRules.RootNotDeclared, KernelParameterRules.Contradiction,
        KernelParameterRules.Overridden,
        SharedMemoryRules.OutsideRam, SharedMemoryRules.OverBootMemory,
        PortabilityRules.ForeignPath, PortabilityRules.UnexpandedPath,
        BalloonRules.LargerThanMemory, BalloonRules.OnReservedPages,
        PmemRules.NotRaw, PmemRules.OptionWithoutEffect, PmemRules.OverRam, PmemRules.NotAddressable, PmemRules.LargerThanDeclared,
    ];

    /// <summary>The rules on values that only an instance knows: no declaration can break them.</summary>
    public static ImmutableArray<Rule> OnlyAtStart { get; } = [MachineRules.MemoryNotAddressable, BootRules.ImageLargerThanMemory, BootRules.EmptyImage, PmemRules.NotAddressable, PmemRules.LargerThanDeclared];

    /// <summary>The rules on single values, which the factory of such a value checks whether there is a machine or not.</summary>
    public static ImmutableArray<Rule> OfFactories { get; } =
    [
        FactoryRules.PathUnusable, FactoryRules.SerialUnusable, FactoryRules.TapNameUnusable, FactoryRules.MacUnusable, FactoryRules.BackingCycle,
        FactoryRules.PortUnusable, FactoryRules.PortForwardedTwice, FactoryRules.SocketPathUnusable, FactoryRules.BalloonSizeUnusable,
        FactoryRules.SocketPathTooLong, FileSystemRules.OwnerUnusable, FactoryRules.EmbeddedNameUnusable,
    ];

    /// <summary>The rules on classes that declare devices, whatever machine has one.</summary>
    public static ImmutableArray<Rule> OnDevices { get; } = [.. All.Where(static rule =>
        string.CompareOrdinal(rule.Id, GuestDeviceRules.NotPartial.Id) >= 0 && string.CompareOrdinal(rule.Id, GuestDeviceRules.ReservedName.Id) <= 0)];

    /// <summary>The rules on code that serves a guest: they hold wherever <c>[HotPath]</c> stands, and no machine can break them.</summary>
    public static ImmutableArray<Rule> OnCode { get; } = [.. All.Where(static rule => rule.Id.StartsWith("KVM07", StringComparison.Ordinal))];
}
