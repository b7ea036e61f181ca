using System.Collections.Immutable;

namespace KvmSdk.Model.Layout;

/// <summary>What the platform itself occupies, and so no device may.</summary>
public static class ReservedRanges
{
    /// <summary>Memory-mapped ranges in the hole that are taken, with the words for a message.</summary>
    public static ImmutableArray<(AddressRange Range, string Owner)> Windows { get; } =
    [
        (new(0xE000_0000, 0x1000_0000), "PCI Express configuration space (ECAM)"),
        (new(0xFEC0_0000, 0x1000), "the I/O APIC"),
        (new(0xFED0_0000, 0x1000), "the HPET"),
        (new(0xFEE0_0000, 0x10_0000), "the local APIC and message-signalled interrupts"),
        (new(X86Layout.IdentityMapAddress, 0x4000), "KVM's identity map and task-state pages"),
        (new(0xFFFC_0000, 0x4_0000), "the firmware and reset vector"),
    ];

    /// <summary>Ports that KVM's in-kernel interrupt controllers and timer answer, with the words for a message.</summary>
    /// <remarks>
    /// The PIT's stay reserved in a machine without one. Guests program it unasked, because every PC has one: a boot loader to measure
    /// time, an NMI handler to read port 0x61. With nothing there they read ones and go on; a device would take it for itself. And
    /// a PIT can be declared later without moving anything.
    /// </remarks>
    public static ImmutableArray<(PortRange Range, string Owner)> Ports { get; } =
    [
        (new(0x20, 2), "the in-kernel master PIC"),
        (new(0x40, 4), "the PIT"),
        (new(0x61, 1), "the PIT's speaker port"),
        (new(0xA0, 2), "the in-kernel slave PIC"),
        (new(0x4D0, 2), "the in-kernel PIC's edge/level registers"),
        (new(0xCF8, 8), "PCI configuration access"),
    ];

    /// <summary>The words for why <paramref name="irq"/> cannot be a device's, or null if it can.</summary>
    /// <param name="irq">The I/O APIC input.</param>
    /// <param name="hasI8042">Whether the machine declares a keyboard controller, which owns IRQ 1.</param>
    public static string? WhyIrqUnavailable(int irq, bool hasI8042) => irq switch
    {
        < 0 or >= X86Layout.IoApicPins => $"is outside the I/O APIC's inputs 0 to {X86Layout.IoApicPins - 1}",
        0 => "belongs to the timer", // also without one: Linux takes 0 for no interrupt line at all
        1 when hasI8042 => "belongs to the keyboard controller",
        2 => "is the PIC cascade",
        8 => "belongs to the CMOS clock", // also without one, so that declaring it moves nothing
        13 => "belongs to the floating-point unit",
        _ => null,
    };
}
