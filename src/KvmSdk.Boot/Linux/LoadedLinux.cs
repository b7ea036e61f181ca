using KvmSdk.Boot.Cpu;

namespace KvmSdk.Boot.Linux;

/// <summary>A kernel in RAM, ready to start.</summary>
/// <param name="Cpu">The first CPU's registers.</param>
/// <param name="Entry">The entry point chosen; never <see cref="LinuxEntry.Automatic"/>.</param>
/// <param name="Kernel">From the lowest to the highest byte the kernel needs before it reads the memory map.</param>
/// <param name="Initrd">Where the initial RAM disk is, if there is one.</param>
public sealed record LoadedLinux(CpuEntryState Cpu, LinuxEntry Entry, RamRange Kernel, RamRange? Initrd);
