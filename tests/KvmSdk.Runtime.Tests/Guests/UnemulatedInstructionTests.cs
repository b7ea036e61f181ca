using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class UnemulatedInstructionTests
{
    // On every host an access to a window goes through KVM's emulator, and that has no FXSAVE to memory it must ask user
    // space for.
    [KvmFact]
    public async Task An_instruction_that_KVM_cannot_emulate_is_reported_with_its_bytes_and_place()
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a =>
        {
            a.mov(rsi, TestVm.ScratchBase);
            a.fxsave(__[rsi]);
            a.Exit(0);
        })).RunAsync();
        var error = Assert.IsType<MachineOutcome.InternalError>(outcome);
        Assert.Equal(1u, error.Suberror);
        Assert.Equal(TestVm.LoadAddress + 10, error.Registers.Rip);
        Assert.Equal([0x0F, 0xAE, 0x06], error.InstructionBytes.Take(3));
        Assert.Contains("0FAE06", error.Description, StringComparison.Ordinal);
        Assert.Contains("hardware virtualisation", error.Description, StringComparison.Ordinal);
    }
}
