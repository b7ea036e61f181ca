using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;
using KvmSdk.Runtime.Tests.Virtio;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>What happens to the image of a machine that runs, as its program tells it. The guest's driver lives in the test, its disk and machine are real.</summary>
public sealed class DiskTroubleTests
{
    private const ulong Window = 0xD000_3000;
    private const int Irq = 5;
    private const ulong Headers = 0x21_0000;
    private const ulong Data = 0x22_0000;

    /// <summary>Runs a program whose guest has the image as its disk, until the guest or the machine ends.</summary>
    private static Task<ProgramRun> RunAsync(DiskImage image, Action<TestMachine, BlockDriver> guest)
    {
        DiskDevice? disk = null;
        BlockDriver? requests = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            Prepare = host =>
            {
                disk = new(host, "Root", Window, Irq, 1, 256, 512, image);
                DiskDriver driver = new(disk, host.Memory);
                driver.Setup();
                requests = new(driver, new MachineMemory(host.Memory), Headers);
            },
        };
        SampleMachine.OnStart.Value = async (_, options) =>
        {
            TestMachine machine = await vm.StartAsync(options);
            guest(machine, requests!);
            return machine;
        };
        return ProgramRun.OfAsync("--root-image=unused").WaitAsync(Patience.Limit);
    }

    [KvmFact]
    public async Task A_disk_that_stays_whole_is_not_spoken_of()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        ProgramRun run = await RunAsync(image.Disk, (machine, disk) =>
        {
            Assert.Equal(BlockDriver.Ok, disk.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
            Assert.Equal(BlockDriver.Ok, disk.Do(BlockDriver.Flush, 0).Status);
            machine.StopAsync();
        });
        Assert.Equal(new ProgramRun(0, "", ""), run);
    }

    [KvmFact]
    public async Task A_shortened_image_ends_the_machine_with_one_sentence()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        ProgramRun run = await RunAsync(image.Disk, (_, disk) =>
        {
            image.Truncate(512);
            disk.Do(BlockDriver.In, 4, Piece.Out(Data, 512));
        });
        Assert.Equal(
            new ProgramRun(122, "", $"sample: disk 'Root' failed: {image.Path}: another program shortened it to 512 bytes while it was a disk of 4096 bytes; restore the image, and leave the file of a running machine alone\n"),
            run);
    }

    [KvmFact]
    public async Task A_deleted_image_is_told_of_when_the_machine_has_ended()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        ProgramRun run = await RunAsync(image.Disk, (machine, disk) =>
        {
            File.Delete(image.Path);
            Assert.Equal(BlockDriver.Ok, disk.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
            Assert.Equal(MachineState.Running, machine.State);
            machine.StopAsync();
        });
        Assert.Equal(
            new ProgramRun(122, "", $"sample: disk 'Root' failed: {image.Path}: it was deleted while the machine ran, so that what the guest wrote is lost; leave the file of a running machine alone\n"),
            run);
    }

    [KvmFact]
    public async Task A_deleted_image_that_was_only_read_is_no_loss()
    {
        using ImageFile image = ImageFile.OfSectors(8);
        ProgramRun run = await RunAsync(DiskImage.Raw(image.Path, readOnly: true), (machine, disk) =>
        {
            File.Delete(image.Path);
            Assert.Equal(BlockDriver.Ok, disk.Do(BlockDriver.In, 0, Piece.Out(Data, 512)).Status);
            machine.StopAsync();
        });
        Assert.Equal(new ProgramRun(0, "", ""), run);
    }

    [KvmFact]
    public async Task An_error_that_the_guest_can_live_with_is_said_once_and_the_guest_goes_on()
    {
        using ImageFile image = ImageFile.InMemory(8);
        ProgramRun run = await RunAsync(image.Disk, (machine, disk) =>
        {
            image.Seal(Libc.F_SEAL_WRITE);
            Assert.Equal(BlockDriver.IoError, disk.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
            Assert.Equal(BlockDriver.IoError, disk.Do(BlockDriver.Out, 0, Piece.In(Data, 512)).Status);
            Assert.Equal(BlockDriver.Ok, disk.Do(BlockDriver.In, 0, Piece.Out(Data, 512)).Status);
            Assert.Equal(MachineState.Running, machine.State);
            machine.StopAsync();
        });
        Assert.Equal(
            new ProgramRun(0, "", $"sample: disk 'Root': writing to {image.Path} failed with EPERM (Operation not permitted), and the guest was told of an I/O error; see that the file can be written to; further errors are only counted\n"),
            run);
    }
}
