using KvmSdk.GuestDevices.Tests.Devices;
using KvmSdk.Testing;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The generated decode of a user's device with every form of register, beside a model of it that is written by hand.</summary>
internal sealed class DeviceTarget : FuzzTarget
{
    public override string Name => "device";

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. Write(4, 1, 7), .. Read(4, 1), .. Write(6, 2, 0x1234), .. Read(6, 2), .. Write(8, 8, 99), .. Read(8, 8), .. Write(0x10, 4, 5), .. Read(0x10, 4), .. Read(0, 4), .. Read(0x30, 4)],
        [.. Write(0x24, 4, 3), .. Read(0x14, 4), .. Write(0x14, 4, 1), .. Read(0x14, 4), .. Write(0x18, 4, 9), .. Read(0x18, 4), .. Write(0x1C, 2, 0x8000), .. Read(0x1C, 2), .. Write(0x20, 4, 1)],
        [.. Write(0x44, 4, 8), .. Read(0x44, 4), .. Read(0x88, 1), .. Write(0x104, 4, 2), .. Read(0x104, 4), .. Write(0x28, 4, 6), .. Read(0x28, 4), .. Write(0x200, 4, 0), .. Read(0x1FFC, 4)],
        [.. Write(0x11, 2, 1), .. Read(0x7C, 8), .. Read(0x2000, 4), 2, 1, 5, 2, 2, 3, .. Read(0x18, 4)],
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        DeviceBench<Gauge> bench = new(new Gauge());
        Model model = new();
        Input operations = new(input);
        for (int i = 0; i < 500 && !operations.IsAtEnd; i++)
        {
            switch (operations.U8() % 3)
            {
                case 0:
                    (uint offset, int width) = Place(ref operations);
                    ulong value = operations.U32() | ((ulong)operations.U32() << 32);
                    bench.Write(offset, width, value);
                    model.Write(offset, width, width == 8 ? value : value & Ones(width));
                    break;
                case 1:
                    (offset, width) = Place(ref operations);
                    ulong read = bench.Read(offset, width);
                    Require(read == model.Read(offset, width), $"{width} bytes at 0x{offset:x} read as 0x{read:x}");
                    Plant(offset == 0x10C && read > 0x100);
                    break;
                default:
                    // What the program does with registers that the guest only reads, or clears by reading.
                    if (operations.U8() % 2 == 0) bench.Device.Limits[2] = model.Limits[2] = operations.U8();
                    else bench.Device.Events = model.Events = operations.U8();
                    break;
            }

            Require(bench.Interrupts == model.Interrupts, "another number of interrupts was raised");
        }
    }

    private static byte[] Write(ushort offset, byte width, ulong value) => [0, .. BitConverter.GetBytes(offset), (byte)(width - 1), .. BitConverter.GetBytes(value)];

    private static byte[] Read(ushort offset, byte width) => [1, .. BitConverter.GetBytes(offset), (byte)(width - 1)];

    private static (uint Offset, int Width) Place(ref Input input) => (input.U16(), (input.U8() % 8) + 1);

    private static ulong Ones(int width) => width == 8 ? ulong.MaxValue : (1UL << (8 * width)) - 1;

    /// <summary>The registers of <see cref="Gauge"/>, by what their attributes say.</summary>
    private sealed class Model
    {
        private readonly uint[] _history = new uint[8];
        private readonly uint[] _samples = new uint[4];
        private byte _byte;
        private ushort _half;
        private ulong _wide;
        private uint _control = 0x11;
        private uint _status;
        private ushort _rate;
        private uint _armed;

        public byte[] Limits { get; } = [0xFF, 0xFF, 0xFF, 0xFF];

        public uint Events { get; set; } = 5;

        public int Interrupts { get; private set; }

        public ulong Read(uint offset, int width)
        {
            switch (offset, width)
            {
                case (0x00, 4): return 0x7E40;
                case (0x04, 1): return _byte;
                case (0x06, 2): return _half;
                case (0x08, 8): return _wide;
                case (0x10, 4): return _control;
                case (0x14, 4): return _status;
                case (0x18, 4):
                    uint events = Events;
                    Events = 5;
                    return events;
                case (0x1C, 2): return _rate;
                case (0x28, 4): return _armed + 1;
                case (0x30, 4): return 3;
                case (0x1FFC, 4): return 0x1A57;
                default:
                    return Index(offset, width, 0x40, 4, 4, 8) is int history ? _history[history]
                        : Index(offset, width, 0x80, 1, 8, 4) is int limit ? Limits[limit]
                        : Index(offset, width, 0x100, 4, 4, 4) is int sample ? _samples[sample]
                        : Ones(width);
            }
        }

        public void Write(uint offset, int width, ulong value)
        {
            switch (offset, width)
            {
                case (0x04, 1): _byte = (byte)value; break;
                case (0x06, 2): _half = (ushort)value; break;
                case (0x08, 8): _wide = value; break;
                case (0x10, 4): _control = (uint)value; break;
                case (0x14, 4): _status &= ~(uint)value; break;
                case (0x1C, 2): _rate = (ushort)value; break;
                case (0x24, 4):
                    _armed = (uint)value;
                    _status |= 3;
                    Interrupts++;
                    break;
                case (0x28, 4): _armed = (uint)value; break;
                case (0x200, 4): Reset(); break;
                default:
                    if (Index(offset, width, 0x40, 4, 4, 8) is int history) _history[history] = (uint)value;
                    else if (Index(offset, width, 0x100, 4, 4, 4) is int sample) _samples[sample] = unchecked((uint)value + (uint)sample);
                    break;
            }
        }

        // Those whose storage is generated.
        private void Reset()
        {
            _control = 0x11;
            _status = 0;
            Events = 5;
            Array.Clear(_history);
            Limits.AsSpan().Fill(0xFF);
        }

        private static int? Index(uint offset, int width, uint first, int each, uint stride, uint count) =>
            width == each && offset >= first && (offset - first) % stride == 0 && (offset - first) / stride < count ? (int)((offset - first) / stride) : null;
    }
}
