using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>Finds out how KVM runs ring 0, by a guest of its own: the whole road of the SDK, and a loop long enough to time.</summary>
internal static class RingZeroProbe
{
    private const ulong LoadAddress = 0x10_0000;

    private static readonly MachinePlan s_plan = new(
        nameof(RingZeroProbe), new CpuPlan(1, 1), new MemoryPlan(2), new BootPlan(BootKind.FlatImage, "Program", LoadAddress), []);

    /// <summary>
    /// 64-bit code at CPL 0 that times 20,000 instructions again and again:
    /// <c>again: out 0xF0, al; mov ecx, 10000; count: dec ecx; jnz count; out 0xF1, al; jmp again</c>.
    /// </summary>
    private static ReadOnlySpan<byte> Program =>
        [0xE6, RingZeroMachine.BeginPort, 0xB9, 0x10, 0x27, 0x00, 0x00, 0xFF, 0xC9, 0x75, 0xFC, 0xE6, RingZeroMachine.EndPort, 0xEB, 0xF1];

    /// <summary>Runs the guest.</summary>
    public static async Task<RingZeroMeasurement> MeasureAsync()
    {
        try
        {
            RingZeroMachine machine = await MachineHost.StartAsync(s_plan, null, Build, CancellationToken.None).ConfigureAwait(false);
            await using (machine.ConfigureAwait(false))
            {
                MachineOutcome outcome = await machine.Completion.ConfigureAwait(false);
                return outcome.IsFailure ? new(0, outcome.Description) : new(machine.Fastest.TotalNanoseconds / RingZeroMachine.InstructionsPerRound);
            }
        }
        catch (HostException e)
        {
            return new(0, e.Message);
        }
    }

    private static RingZeroMachine Build(MachineHost host)
    {
        host.LoadFlatImage(s_plan.Boot.Property, GuestImage.FromBytes(Program), LoadAddress);
        return new(host);
    }
}
