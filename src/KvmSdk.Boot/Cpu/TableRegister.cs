namespace KvmSdk.Boot.Cpu;

/// <summary>GDTR or IDTR.</summary>
/// <param name="Base">Linear address of the table.</param>
/// <param name="Limit">Offset of the table's last byte.</param>
public readonly record struct TableRegister(ulong Base, ushort Limit);
