using KvmSdk.Model.Spec;

namespace KvmSdk.GuestDevices.Tests.Devices;

/// <summary>Every form of register, on memory.</summary>
[MmioDevice(Size = 0x2000)]
public sealed partial class Gauge
{
    private readonly uint[] _samples = new uint[4];

    public enum Speed : ushort
    {
        Slow,
        Fast = 0x8000,
    }

    /// <summary>What <see cref="Arm"/> was last written with.</summary>
    public uint Armed { get; private set; }

    /// <summary>Host code sets it, the guest only reads it.</summary>
    [Register(0x00, Access = GuestAccess.ReadOnly)]
    public uint Id { get; set; } = 0x7E40;

    /// <summary>Uses nothing of the instance, which is no reason to make it static.</summary>
    [Register(0x30)]
    public uint Version => 3;

    [Register(0x04)]
    public byte Byte { get; set; }

    [Register(0x06)]
    public ushort Half { get; set; }

    [Register(0x08)]
    public ulong Wide { get; set; }

    [Register(0x10, Reset = 0x11)]
    public partial uint Control { get; set; }

    [Register(0x14, Access = GuestAccess.WriteOneToClear)]
    public partial uint Status { get; private set; }

    [Register(0x18, Access = GuestAccess.ReadToClear, Reset = 5)]
    public partial uint Events { get; internal set; }

    [Register(0x1C)]
    public Speed Rate { get; set; }

    [Register(0x20, Access = GuestAccess.WriteOnly)]
    public uint Secret { get; set; }

    [Register(0x40, Count = 8)]
    public partial Span<uint> History { get; }

    [Register(0x80, Count = 4, Stride = 8, Reset = 0xFF, Access = GuestAccess.ReadOnly)]
    public partial Span<byte> Limits { get; }

    [Register(0x1FFC)]
    public uint Last { get; private set; } = 0x1A57;

    [BitField(nameof(Control), 0)]
    public partial bool Enabled { get; set; }

    [BitField(nameof(Control), 4, Width = 3)]
    public partial byte Mode { get; set; }

    [BitField(nameof(Wide), 60, Width = 4)]
    public partial ulong Top { get; set; }

    [BitField(nameof(Status), 1)]
    public partial bool Alarmed { get; private set; }

    [Interrupt]
    public partial InterruptLine Alarm { get; }

    [Register(0x24)]
    public void Arm(uint limit)
    {
        Armed = limit;
        Alarmed = true;
        Status |= 1;
        Alarm.Raise();
    }

    [Register(0x28)]
    public uint Data() => Armed + 1;

    [Register(0x28)]
    public void Data(uint value) => Armed = value;

    [Register(0x100, Count = 4)]
    public uint Sample(int index) => _samples[index];

    [Register(0x100, Count = 4)]
    public void Sample(int index, uint value) => _samples[index] = value + (uint)index;

    [Register(0x200)]
    public void SoftReset(uint value) => ResetRegisters();
}
