// Why the exit codes are even: a guest that ends by QEMU's debug-exit rule gives an odd one, so a script can tell a failure
// of the machine from a verdict of the guest.

using System.Collections.Immutable;
using System.Globalization;

namespace KvmSdk;

public abstract partial record MachineOutcome
{
    /// <summary>The guest told at its pvpanic port that its kernel panicked, and the <see cref="PanicPolicy"/> is to stop. Exit code 110.</summary>
    public sealed record GuestPanicked() : MachineOutcome(110, isFailure: true)
    {
        /// <inheritdoc/>
        public override string Description => "the guest's kernel panicked; its console tells more";
    }

    /// <summary>A CPU met an exception while it was delivering a double fault, which shuts a PC down. Exit code 112.</summary>
    /// <param name="Vcpu">Which virtual CPU, from 0.</param>
    /// <param name="Registers">Its registers.</param>
    public sealed record TripleFault(int Vcpu, MachineRegisters Registers) : MachineOutcome(112, isFailure: true)
    {
        /// <inheritdoc/>
        public override string Description => string.Create(
            CultureInfo.InvariantCulture,
            $"vCPU {Vcpu} took a triple fault at {Registers.Location}; an exception met no usable handler, so check the guest's IDT and stack (limit 0x{Registers.IdtLimit:X} at 0x{Registers.IdtBase:X}, RSP 0x{Registers.Rsp:X})");
    }

    /// <summary>The guest announced through a paravirtual interface that it crashed (<c>KVM_SYSTEM_EVENT_CRASH</c>). Exit code 114.</summary>
    /// <param name="Vcpu">Which virtual CPU, from 0.</param>
    public sealed record Crash(int Vcpu) : MachineOutcome(114, isFailure: true)
    {
        /// <inheritdoc/>
        public override string Description =>
            string.Create(CultureInfo.InvariantCulture, $"the guest reported a crash on vCPU {Vcpu}; its console tells more");
    }

    /// <summary>KVM could not go on with a virtual CPU (<c>KVM_EXIT_INTERNAL_ERROR</c>). Exit code 116.</summary>
    /// <param name="Vcpu">Which virtual CPU, from 0.</param>
    /// <param name="Suberror">KVM's number for what went wrong; 1 is an instruction that its emulator lacks.</param>
    /// <param name="Registers">The registers.</param>
    /// <param name="InstructionBytes">The bytes from RIP on, as far as they could be read; 0 to 15.</param>
    public sealed record InternalError(int Vcpu, uint Suberror, MachineRegisters Registers, ImmutableArray<byte> InstructionBytes)
        : MachineOutcome(116, isFailure: true)
    {
        private const uint Emulation = 1;

        /// <inheritdoc/>
        public override string Description
        {
            get
            {
                string bytes = InstructionBytes.IsDefaultOrEmpty ? "unreadable" : Convert.ToHexString(InstructionBytes.AsSpan());
                return Suberror == Emulation
                    ? string.Create(CultureInfo.InvariantCulture, $"KVM cannot emulate the instruction at {Registers.Location} on vCPU {Vcpu} (bytes {bytes}); where a host without VT-x or AMD-V emulates ring 0 its emulator lacks some instructions, so avoid it or run on hardware virtualisation")
                    : string.Create(CultureInfo.InvariantCulture, $"KVM stopped with internal error {Suberror} at {Registers.Location} on vCPU {Vcpu} (bytes {bytes}); the host's kernel log may tell more");
            }
        }

        /// <summary>Compares the bytes by content.</summary>
        public bool Equals(InternalError? other) =>
            other is not null && Vcpu == other.Vcpu && Suberror == other.Suberror && Registers == other.Registers
            && InstructionBytes.AsSpan().SequenceEqual(other.InstructionBytes.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Vcpu, Suberror, Registers);
    }

    /// <summary>The hardware refused to enter the guest (<c>KVM_EXIT_FAIL_ENTRY</c>). Exit code 118.</summary>
    /// <param name="Vcpu">Which virtual CPU, from 0.</param>
    /// <param name="HardwareReason">The hardware's reason code, e.g. VMX's exit reason.</param>
    /// <param name="Registers">The registers.</param>
    public sealed record EntryFailure(int Vcpu, ulong HardwareReason, MachineRegisters Registers) : MachineOutcome(118, isFailure: true)
    {
        /// <inheritdoc/>
        public override string Description => string.Create(
            CultureInfo.InvariantCulture,
            $"the processor refused to run vCPU {Vcpu} at {Registers.Location} (hardware reason 0x{HardwareReason:X}); its segment or control registers contradict each other, or the host lacks a feature that the guest was given");
    }

    /// <summary>KVM returned for a reason that this machine does not provide for. Exit code 120.</summary>
    /// <param name="Vcpu">Which virtual CPU, from 0.</param>
    /// <param name="Reason">KVM's name or number of the exit.</param>
    /// <param name="Registers">The registers.</param>
    public sealed record UnexpectedExit(int Vcpu, string Reason, MachineRegisters Registers) : MachineOutcome(120, isFailure: true)
    {
        /// <inheritdoc/>
        public override string Description => string.Create(
            CultureInfo.InvariantCulture,
            $"vCPU {Vcpu} left the guest at {Registers.Location} for a reason that no device of this machine asks for ({Reason}); please report it");
    }

    /// <summary>The host could not go on: a system call failed, or a device threw. Exit code 122.</summary>
    /// <param name="Part">What was at work, e.g. <c>vCPU 0</c> or <c>console 'Console'</c>.</param>
    /// <param name="Cause">What it met.</param>
    public sealed record HostFailure(string Part, Exception Cause) : MachineOutcome(122, isFailure: true)
    {
        /// <inheritdoc/>
        public override string Description => $"{Part} failed: {Cause.Message}";
    }
}
