using KvmSdk.Devices.Keyboard;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The keyboard controller: commands and data in any order, and its state saved and restored in between.</summary>
internal sealed class I8042Target : FuzzTarget
{
    private int _resets;

    public override string Name => "i8042";

    // Self-test, its answer; the configuration read and written.
    public override IEnumerable<byte[]> Seeds => [[0, 0xAA, 2, 3], [0, 0x20, 3, 0, 0x60, 1, 0x45, 4, 2]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        _resets = 0;
        I8042<Line> controller = new(new Line(this));
        Input operations = new(input);
        for (int i = 0; i < 500 && !operations.IsAtEnd; i++)
        {
            switch (operations.U8() % 5)
            {
                case 0: controller.WriteCommand(operations.U8()); break;
                case 1: controller.WriteData(operations.U8()); break;
                case 2: controller.ReadStatus(); break;
                case 3: controller.ReadData(); break;
                default:
                    I8042State state = controller.Save();
                    I8042<Line> other = new(new Line(this));
                    Require(other.TryRestore(in state), "a state that was saved is none");
                    controller = other;
                    break;
            }
        }

        controller.ReadData();
        Require((controller.ReadStatus() & 1) == 0, "what was read is still there");
        Plant(_resets >= 2);
    }

    internal readonly struct Line(I8042Target target) : IResetLine
    {
        public void Reset() => target._resets++;
    }
}
