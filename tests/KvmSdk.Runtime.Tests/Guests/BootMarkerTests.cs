using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

/// <summary>A boot marker in a running machine.</summary>
public sealed class BootMarkerTests
{
    private static async Task<(TestMachine Machine, BootMarkerPort Marker)> StartAsync(byte[] program)
    {
        BootMarkerPort? marker = null;
        TestVm vm = new(program)
        {
            DeviceWrite = (offset, width, value) => marker!.Write(offset, width, value),
            Prepare = host => marker = new(host, "Booted", BootMarker.Silent),
        };
        return (await vm.StartAsync(), marker!);
    }

    [KvmFact]
    public async Task Stages_are_told_in_order_and_once_with_times_that_add_up()
    {
        (TestMachine machine, BootMarkerPort marker) = await StartAsync(Guest.Assemble(a =>
        {
            a.mov(rdi, TestVm.DeviceWindow);
            foreach (byte stage in (byte[])[3, 1, 3, 2])
            {
                a.mov(__byte_ptr[rdi], stage);
            }

            a.PowerOff();
        }));
        await using (machine)
        {
            await machine.Completion.WaitAsync(Patience.Limit);
            List<BootMark> marks = [];
            marker.Marked += (sender, mark) =>
            {
                Assert.Same(marker, sender);
                marks.Add(mark);
            };
            Assert.Equal([3, 1, 2], marks.Select(mark => mark.Stage));
            Assert.Equal(marks.OrderBy(mark => mark.SinceStart), marks);
            Assert.All(marks, mark => Assert.True(TimeSpan.Zero < mark.SinceEntry && mark.SinceEntry < mark.SinceStart, mark.ToString()));
            Assert.Equal((4UL, marks[1], null), (marker.Writes, marker.At(1), marker.At(4)));
        }
    }

    [KvmFact]
    public async Task Somebody_who_waits_gets_the_mark_or_learns_that_it_never_came()
    {
        (TestMachine machine, BootMarkerPort marker) = await StartAsync(Guest.Assemble(a => a.Spin()));
        await using (machine)
        {
            Task<BootMark> first = marker.WaitForAsync(1);
            Task<BootMark> second = marker.WaitForAsync(2);
            marker.Write(0, 1, 1);
            Assert.Equal(1, (await first.WaitAsync(Patience.Limit)).Stage);
            Assert.Equal(await first, await marker.WaitForAsync(1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => marker.WaitForAsync(3, new CancellationToken(true)));
            Assert.Equal(1UL, marker.Read(0, 1));
            await machine.StopAsync().WaitAsync(Patience.Limit);
            InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => second);
            Assert.Equal("the machine ended before its guest reached stage 2 at 'Booted': the host stopped the machine", e.Message);
        }
    }

    [KvmFact]
    public async Task A_handler_that_throws_ends_the_machine()
    {
        (TestMachine machine, BootMarkerPort marker) = await StartAsync(Guest.Assemble(a => a.Spin()));
        await using (machine)
        {
            marker.Marked += (_, _) => throw new InvalidDataException("no");
            marker.Write(0, 1, 1);
            Assert.Equal("a handler of boot marks", Assert.IsType<MachineOutcome.HostFailure>(await machine.Completion.WaitAsync(Patience.Limit)).Part);
        }
    }
}
