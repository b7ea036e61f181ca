using KvmSdk;
using KvmSdk.Testing;

public class ThermometerTests
{
    /// <summary>On the bench: registers are read and written as a guest would, without a machine or /dev/kvm.</summary>
    [Fact]
    public void It_interrupts_once_when_a_measurement_passes_the_limit()
    {
        var bench = new DeviceBench<Thermometer>(new Thermometer());
        bench.Write32(Thermometer.Registers.SetLimit, 30_000);

        bench.Device.Measure(30_000);
        Assert.Equal(0, bench.Interrupts);
        bench.Device.Measure(31_000);
        bench.Device.Measure(32_000);

        Assert.Equal(1, bench.Interrupts);
        Assert.Equal(32_000u, bench.Read32(Thermometer.Registers.MilliCelsius));
    }

    [Fact]
    public void A_guest_cannot_change_the_temperature()
    {
        var bench = new DeviceBench<Thermometer>(new Thermometer());
        bench.Device.Measure(21_000);

        bench.Write32(Thermometer.Registers.MilliCelsius, 0);

        Assert.Equal(21_000u, bench.Read32(Thermometer.Registers.MilliCelsius));
    }

    /// <summary>In a machine: a real guest reads the device, and its answer is the machine's exit code.</summary>
    [KvmFact]
    public async Task A_guest_reads_the_temperature()
    {
        await using var vm = await TestMachine.StartAsync<Greenhouse>();

        MachineOutcome outcome = await vm.WaitForEndAsync();

        Assert.Equal(21, outcome.ExitCode);
        Assert.Equal(0, vm.Allocated);
    }
}
