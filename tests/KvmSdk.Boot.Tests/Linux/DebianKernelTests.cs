using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Elf;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Payload;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Linux;

public class DebianKernelTests
{
    [KernelFact(DebianKernel.Cloud)]
    public void The_cloud_kernel_is_loaded_from_its_file() => Loads(DebianKernel.Cloud);

    [KernelFact(DebianKernel.Generic)]
    public void The_generic_kernel_is_loaded_from_its_file() => Loads(DebianKernel.Generic);

    [KernelFact(DebianKernel.Cloud)]
    public void The_cloud_kernel_is_unpacked_from_LZ4_and_starts_by_PVH() => Unpacks(DebianKernel.Cloud, PayloadFormat.Lz4);

    [KernelFact(DebianKernel.Generic)]
    public void The_generic_kernel_is_unpacked_from_xz_and_starts_by_PVH() => Unpacks(DebianKernel.Generic, PayloadFormat.Xz);

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

    private static void Unpacks(string flavour, PayloadFormat format)
    {
        using FileImage file = DebianKernel.Open(flavour);
        using UnpackedKernel kernel = KernelPayload.Unpack(BzImage.Parse(file));
        Assert.Equal(format, kernel.Format);

        Elf64Image elf = Elf64Image.Parse(kernel);
        ArrayRam ram = ArrayRam.OfMiB(128);
        ram.Fill(0xff);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = file, Entry = LinuxEntry.Pvh });
        Assert.Equal((CpuMode.Protected32, (ulong)elf.PvhEntry!), (loaded.Cpu.Mode, loaded.Cpu.Rip));
        foreach (ElfSegment segment in elf.Segments)
        {
            byte[] expected = new byte[segment.MemorySize];
            kernel.Read((long)segment.FileOffset, expected.AsSpan(0, (int)segment.FileSize));
            Assert.True(ram.At(segment.PhysicalAddress, expected.Length).SequenceEqual(expected));
        }

        // What the 32-bit entry does first: CLD (0xfc).
        Assert.Equal(0xfc, ram.At(loaded.Cpu.Rip, 1)[0]);
    }
}
