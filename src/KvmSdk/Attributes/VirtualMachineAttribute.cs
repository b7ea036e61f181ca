namespace KvmSdk;

/// <summary>Declares a virtual machine. The record that carries it must be <c>partial</c>; its wiring is generated into it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class VirtualMachineAttribute : Attribute
{
    /// <summary>The virtual CPUs at start, 1 to 254.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>The most virtual CPUs that an instance may ask for, 1 to 254; left out, it equals <see cref="Cpus"/>.</summary>
    public int MaxCpus { get; init; } = 1;

    /// <summary>RAM in MiB, at least 2. An instance may ask for another size.</summary>
    public int MemoryMiB { get; init; } = 128;
}
