using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests;

/// <summary>Where a diagnostic stands when a machine is spread over lists, declarations and files.</summary>
public sealed class LocationTests
{
    [Fact]
    public async Task A_machine_in_several_files_is_reported_in_the_right_one_each_time() => await Expect.MarkedAsync(
        """
        [Platform(PowerPort = -1)]
        //                    ^^ KVM0202
        partial record Vm
        {
            [Serial(Irq = 4)] public required Terminal A { get; init; }
            //            ~ KVM0302
        }
        """,
        """
        [VirtualMachine(Cpus = 0)]
        //                     ^ KVM0110
        partial record Vm;
        """,
        """
        partial record Vm
        {
            [Serial(Irq = 4)] public required Terminal B { get; init; }
            //            ^ KVM0302
            [FlatImage(LoadAddress = 1)] public required GuestImage Program { get; init; }
            //                       ^ KVM0503
        }
        """);

    [Fact]
    public async Task The_machines_name_is_the_one_that_carries_the_attribute() => await Expect.MarkedAsync(
        "partial record Vm;",
        """
        [VirtualMachine]
        partial record Vm;
        //             ^^ KVM0501
        """);

    [Fact]
    public async Task Several_attribute_lists_and_qualified_or_aliased_names_are_followed() => await Expect.MarkedAsync(
        """
        using Uart = KvmSdk.SerialAttribute;

        [System.Serializable, global::KvmSdk.VirtualMachineAttribute(MaxCpus = 1, Cpus = (1 + 1))]
        //                                                                     ^ KVM0111
        [KvmSdk.Platform]
        partial record Vm
        {
            [System.Obsolete("old")]
            [KvmSdk.FlatImageAttribute(LoadAddress = A)]
            //                                       ^ KVM0503
            public required GuestImage Program { get; init; }

            [property: Uart(Irq = -1)] public required Terminal Console { get; init; }
            //                    ^^ KVM0301

            private const ulong A = 7;
        }
        """);

    [Fact]
    public async Task A_positional_property_is_reported_at_its_parameter() => await Expect.MarkedAsync(
        """
        [VirtualMachine]
        partial record Vm([property: Serial(Irq = 0)] Terminal Console, [property: FlatImage] string Program);
        //             ^^ KVM0104
        //                                        ^ KVM0301
        //                                                                                    ^^^^^^ KVM0401
        """);

    [Fact]
    public async Task Every_violation_of_a_machine_is_reported_once() => await Expect.MarkedAsync(
        """
        [VirtualMachine(Cpus = 0, MemoryMiB = 0)]
        //                     ^ KVM0110      ^ KVM0120
        public partial record Vm
        //                    ^^ KVM0501
        {
            [Serial(Port = 0x3F8, Irq = 4)] public required Terminal A { get; init; }
            //             ~~~~~ KVM0201
            //                          ~ KVM0302
            [Serial(Port = 0x3F8, Irq = 4, Address = 0)] public required Terminal B { get; init; }
            //             ^^^^^ KVM0201
            //                          ^ KVM0302
            //                                       ^ KVM0405
            [DebugExit] public string C { get; set; } = "";
            //                 ^^^^^^ KVM0401
        }
        """);

    [Fact]
    public async Task Two_machines_do_not_disturb_each_other() => await Expect.MarkedAsync(
        """
        [VirtualMachine]
        public partial record A
        {
            [FlatImage] public required GuestImage Program { get; init; }
            [Serial(Irq = 4)] public required Terminal Console { get; init; }
        }

        [VirtualMachine(Cpus = 0)]
        //                     ^ KVM0110
        public partial record B
        {
            [FlatImage] public required GuestImage Program { get; init; }
            [Serial(Irq = 4)] public required Terminal Console { get; init; }
        }
        """);
}
