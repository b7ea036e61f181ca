using KvmSdk.Devices.Keyboard;

namespace KvmSdk.Devices.Tests.Keyboard;

/// <summary>A keyboard controller and a count of the resets it asked for.</summary>
internal sealed class KeyboardRig
{
    public KeyboardRig() => Controller = new(new ResetLine(this));

    public I8042<ResetLine> Controller { get; }

    public int Resets { get; private set; }

    public byte Command(byte command)
    {
        Controller.WriteCommand(command);
        return Controller.ReadData();
    }

    public byte Apply(int port, byte value)
    {
        switch (port)
        {
            case 0: return Controller.ReadData();
            case 1: return Controller.ReadStatus();
            case 2: Controller.WriteData(value); return 0;
            default: Controller.WriteCommand(value); return 0;
        }
    }

    internal readonly struct ResetLine(KeyboardRig rig) : IResetLine
    {
        public void Reset() => rig.Resets++;
    }
}
