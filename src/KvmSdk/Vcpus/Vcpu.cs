namespace KvmSdk;

/// <summary>One virtual CPU, on its own thread.</summary>
public sealed class Vcpu
{
    internal Vcpu(int index) => Index = index;

    /// <summary>Which one, from 0; also its APIC id.</summary>
    public int Index { get; }
}
