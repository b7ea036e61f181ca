using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Linux;

public class DebianKernelTests
{
    [KernelFact(DebianKernel.Cloud)]
    public void The_cloud_kernel_is_loaded_from_its_file() => Loads(DebianKernel.Cloud);

    [KernelFact(DebianKernel.Generic)]
    public void The_generic_kernel_is_loaded_from_its_file() => Loads(DebianKernel.Generic);

    private static void Loads(string flavour)
    {
        using FileImage file = DebianKernel.Open(flavour);
        BzImage image = BzImage.Parse(file);
        Assert.InRange(image.ProtocolVersion, 0x20c, 0x2ff);
        Assert.InRange(image.PayloadLength, 1UL << 20, image.KernelSize);

        ArrayRam ram = ArrayRam.OfMiB(128);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = file });
        byte[] expected = new byte[image.KernelSize];
        file.Read((long)image.KernelOffset, expected);
        Assert.True(ram.At(BootLayout.Kernel, expected.Length).SequenceEqual(expected));
        Assert.Equal(0x10_0200UL, loaded.Cpu.Rip);
        Assert.InRange(loaded.Kernel.End, 32UL << 20, 128UL << 20);
    }
}
