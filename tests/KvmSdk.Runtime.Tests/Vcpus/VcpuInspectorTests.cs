using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;
using KvmSdk.Vcpus;

namespace KvmSdk.Runtime.Tests.Vcpus;

public sealed class VcpuInspectorTests
{
    [KvmFact]
    public async Task Where_KVM_gives_no_bytes_they_are_read_through_the_guests_page_tables()
    {
        MachineRegisters registers = default;
        byte[] bytes = [];
        byte[] program = Guest.Assemble(a =>
        {
            a.OutByte(ScratchDevice.Port, 0x5A);
            a.Exit(0);
        });
        TestVm vm = new(program);
        await using TestMachine machine = await MachineHost.StartAsync(
            vm.Plan,
            null,
            host =>
            {
                TestMachine built = new(host, vm);
                built.Scratch.OnWrite = (_, _, _) =>
                {
                    // On the vCPU's thread, inside an exit that carries no instruction bytes.
                    registers = VcpuInspector.ReadRegisters(built.Vcpu!.Number);
                    bytes = ReadInstruction(built, registers);
                };
                return built;
            },
            CancellationToken.None);
        await machine.Completion.WaitAsync(Patience.Limit);

        // The emulator or the processor has stepped over the OUT already, or not yet: either is inside the program.
        int at = (int)(registers.Rip - TestVm.LoadAddress);
        Assert.InRange(at, 1, program.Length - 1);
        Assert.Equal(0x5Aul, registers.Rax & 0xFF);
        Assert.Equal(15, bytes.Length);
        Assert.Equal(program[at..], bytes[..Math.Min(15, program.Length - at)].Concat(program[(at + Math.Min(15, program.Length - at))..]));
    }

    private static unsafe byte[] ReadInstruction(TestMachine machine, MachineRegisters registers)
    {
        kvm_run withoutBytes = default;
        return [.. VcpuInspector.ReadInstruction(machine.Vcpu!.Number, &withoutBytes, machine.Memory, registers)];
    }

    [Fact]
    public void An_exit_is_called_by_its_name_or_its_number()
    {
        Assert.Equal("KVM_EXIT_HLT", VcpuInspector.NameOf(KvmExitReason.KVM_EXIT_HLT));
        Assert.Equal("KVM exit 4711", VcpuInspector.NameOf((KvmExitReason)4711));
    }
}
