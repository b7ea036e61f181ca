namespace KvmSdk.Devices.Tests.Keyboard;

/// <summary>
/// What Linux's drivers/input/serio/i8042.c does at boot and at reboot. Each wait for an answer that does not come costs the
/// guest half a second there, so the test is that none has to wait at all.
/// </summary>
public sealed class LinuxKeyboardProbeTests
{
    private const byte OutputFull = 0x01, InputFull = 0x02, FromMouse = 0x20;

    private readonly KeyboardRig _rig = new();
    private int _timeouts;

    [Fact]
    public void The_controller_is_found_the_mouse_port_is_not_and_nothing_is_waited_for()
    {
        Assert.Equal(0, Flush());
        Assert.Equal(0x55, Ask(0xAA));

        // The driver reads the command byte until two readings agree, then writes it back with the keyboard off.
        int configuration = Ask(0x20);
        Assert.Equal(configuration, Ask(0x20));
        Tell(0x60, (byte)((configuration | 0x10) & ~0x01));

        Assert.False(FindsMousePort());

        // The keyboard port is then switched on without further tests.
        Tell(0x60, (byte)((configuration & ~0x10) | 0x01));
        Assert.Equal((configuration & ~0x10) | 0x01, Ask(0x20));
        Assert.Equal(0, _timeouts);
    }

    [Fact]
    public void Rebooting_by_keyboard_controller_resets_the_machine()
    {
        Assert.Equal(0, _rig.Controller.ReadStatus() & InputFull);
        _rig.Controller.WriteCommand(0xFE);
        Assert.Equal(1, _rig.Resets);
    }

    private int Flush()
    {
        int count = 0;
        for (; (_rig.Controller.ReadStatus() & OutputFull) != 0 && count < 16; count++) _rig.Controller.ReadData();
        return count;
    }

    // A byte sent round the mouse interface has to come back marked as the mouse's; if not, the interface test decides.
    private bool FindsMousePort()
    {
        Flush();
        Tell(0xD3, 0x5A);
        bool marked = (_rig.Controller.ReadStatus() & FromMouse) != 0;
        if (marked && _rig.Controller.ReadData() == 0x5A) return true;
        return Ask(0xA9) is 0x00 or 0xFA or 0xFF;
    }

    private void Tell(byte command, byte parameter)
    {
        _rig.Controller.WriteCommand(command);
        if ((_rig.Controller.ReadStatus() & InputFull) != 0) _timeouts++;
        _rig.Controller.WriteData(parameter);
    }

    private int Ask(byte command)
    {
        _rig.Controller.WriteCommand(command);
        if ((_rig.Controller.ReadStatus() & OutputFull) == 0) _timeouts++;
        return _rig.Controller.ReadData();
    }
}
