using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

/// <summary>The debug-exit port beside QEMU's isa-debug-exit: <c>exit((value &lt;&lt; 1) | 1)</c>, of which a process keeps eight bits.</summary>
public sealed class DebugExitTests
{
    [Theory]
    [InlineData(0u, 1)]
    [InlineData(0x10u, 0x21)]
    [InlineData(0x11u, 0x23)]
    [InlineData(0x7Fu, 0xFF)]
    [InlineData(0x80u, 1)]
    [InlineData(0xFFFF_FFFFu, 0xFF)]
    public void QEMUs_rule_is_never_0(uint value, int code)
    {
        Assert.Equal(code, DebugExit.Qemu.ExitCode(value));
        Assert.Equal((int)(value & 0xFF), DebugExit.Value.ExitCode(value));
    }

    [KvmTheory]
    [InlineData(0, 1, 0x21)]
    [InlineData(0, 2, 0xFF)]
    [InlineData(0, 4, 0xFF)]
    [InlineData(1, 1, 0x21)]
    [InlineData(3, 1, 0x21)]
    public async Task A_write_of_any_width_at_any_of_its_ports_ends_the_machine(int offset, int width, int code)
    {
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.mov(dx, (ushort)(TestVm.ResultPort + offset));
            a.mov(eax, width == 1 ? 0xFFFF_FF10 : 0xFFFF_FFFF);
            switch (width)
            {
                case 1: a.@out(dx, al); break;
                case 2: a.@out(dx, ax); break;
                default: a.@out(dx, eax); break;
            }

            a.Spin();
        }))
        { Result = DebugExit.Qemu };
        MachineOutcome outcome = await vm.RunAsync();
        Assert.Equal((code, false), (Assert.IsType<MachineOutcome.DebugExit>(outcome).Code, outcome.IsFailure));
    }

    [KvmFact]
    public async Task A_read_gives_0_and_ends_nothing()
    {
        MachineOutcome outcome = await new TestVm(Guest.Assemble(a =>
        {
            a.InByte(TestVm.ResultPort);
            a.add(al, 5);
            a.movzx(eax, al);
            a.ExitWithEax();
        })).RunAsync();
        Assert.Equal(5u, Assert.IsType<MachineOutcome.DebugExit>(outcome).Value);
    }
}
