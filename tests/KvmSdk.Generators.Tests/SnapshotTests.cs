namespace KvmSdk.Generators.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void A_minimal_machine_reads_well() => Snapshot.Matches("Minimal", GeneratorRun.Of(Machines.Minimal));

    [Fact]
    public void A_machine_with_every_device_reads_well() => Snapshot.Matches("Full", GeneratorRun.Of(Machines.Full));

    [Fact]
    public void A_nested_machine_is_generated_into_its_enclosing_types() => Snapshot.Matches("Nested", GeneratorRun.Of(Machines.Nested));

    [Fact]
    public void A_machine_that_only_code_can_make_says_so() => Snapshot.Matches("OnlyInCode", GeneratorRun.Of(Machines.OnlyInCode));

    [Fact]
    public void A_Linux_machine_carries_its_ACPI_tables() => Snapshot.Matches("Linux", GeneratorRun.Of(Machines.Linux));

    [Fact]
    public void Shared_memory_is_typed_planned_and_filled() => Snapshot.Matches("Shared", GeneratorRun.Of(Machines.Shared));

    [Fact]
    public void Console_ports_share_a_device_and_have_a_property_each() => Snapshot.Matches("Consoles", GeneratorRun.Of(Machines.Consoles));

    [Fact]
    public void Memory_that_comes_and_goes_is_wired_with_what_is_declared_of_it() => Snapshot.Matches("Memory", GeneratorRun.Of(Machines.Memory));

    [Fact]
    public void A_Multiboot_kernel_is_loaded_with_its_modules() => Snapshot.Matches("Multiboot", GeneratorRun.Of(Machines.Multiboot));

    [Fact]
    public void A_broken_machine_gets_the_same_shape_with_bodies_that_throw() => Snapshot.Matches("Broken", GeneratorRun.Of(Machines.Broken));

    [Fact]
    public void Devices_of_the_users_own_are_decoded_and_wired() => Snapshot.Matches("Devices", GeneratorRun.Of(Machines.Devices));

    [Fact]
    public void A_broken_device_gets_the_same_shape_with_bodies_that_throw() => Snapshot.Matches("BrokenDevice", GeneratorRun.Of(Machines.BrokenDevice));
}
