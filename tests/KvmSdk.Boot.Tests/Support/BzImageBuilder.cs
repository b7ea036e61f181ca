namespace KvmSdk.Boot.Tests.Support;

/// <summary>Builds a bzImage of protocol 2.15 whose kernel part is recognisable bytes; every header field can be set by offset.</summary>
internal sealed class BzImageBuilder
{
    public const int SetupSize = 5 * 512;

    public byte[] Kernel { get; init; } = [.. Enumerable.Range(0, 0x1000).Select(i => (byte)(i * 7))];

    /// <summary>Where the payload stands in <see cref="Kernel"/>, and its length.</summary>
    public (uint Offset, uint Length) Payload { get; init; }

    public uint InitSize { get; init; } = 0x20_0000;

    public byte[] Build()
    {
        byte[] file = new byte[SetupSize + ((Kernel.Length + 15) / 16 * 16)];
        file.AsSpan(0, SetupSize).Fill(0xa5);
        file.AsSpan(0x1f1, 0x26c - 0x1f1).Clear();
        file[0x1ef] = 0xff;
        file[0x1f1] = (SetupSize / 512) - 1;
        ElfBuilder.Put32(file, 0x1f4, (uint)(file.Length - SetupSize) / 16);
        ElfBuilder.Put16(file, 0x1fe, 0xaa55);
        file[0x200] = 0xeb;
        file[0x201] = 0x26c - 0x202;
        "HdrS"u8.CopyTo(file.AsSpan(0x202));
        ElfBuilder.Put16(file, 0x206, 0x20f);
        file[0x211] = 1;
        ElfBuilder.Put32(file, 0x22c, 0x7fff_ffff);
        ElfBuilder.Put32(file, 0x230, 0x20_0000);
        file[0x234] = 1;
        ElfBuilder.Put16(file, 0x236, 0x7f);
        ElfBuilder.Put32(file, 0x238, 2047);
        ElfBuilder.Put32(file, 0x248, Payload.Offset);
        ElfBuilder.Put32(file, 0x24c, Payload.Length);
        ElfBuilder.Put64(file, 0x258, 0x100_0000);
        ElfBuilder.Put32(file, 0x260, InitSize);
        Kernel.CopyTo(file, SetupSize);
        return file;
    }
}
