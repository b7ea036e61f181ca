using CsCheck;
using KvmSdk.Devices.Keyboard;

namespace KvmSdk.Devices.Tests.Keyboard;

public sealed class I8042Tests
{
    private readonly KeyboardRig _rig = new();

    [Theory]
    [InlineData(0xEF, 0)]
    [InlineData(0xF0, 1)]
    [InlineData(0xF1, 0)]
    [InlineData(0xFD, 0)]
    [InlineData(0xFE, 1)]
    [InlineData(0xFF, 0)]
    public void A_pulse_with_bit_0_low_resets(byte command, int resets)
    {
        _rig.Controller.WriteCommand(command);
        Assert.Equal(resets, _rig.Resets);
    }

    [Theory]
    [InlineData(0xDE, 1)]
    [InlineData(0xDF, 0)]
    public void Driving_the_reset_line_low_by_the_output_port_resets(byte port, int resets)
    {
        _rig.Controller.WriteCommand(I8042Command.WriteOutputPort);
        _rig.Controller.WriteData(port);
        Assert.Equal(resets, _rig.Resets);
    }

    [Theory]
    [InlineData(I8042Command.SelfTest, 0x55)]
    [InlineData(I8042Command.TestKeyboard, 0x00)]
    [InlineData(I8042Command.TestAuxiliary, 0x01)]
    [InlineData(I8042Command.ReadCommandByte, 0x64)]
    [InlineData(I8042Command.ReadInputPort, 0x00)]
    [InlineData(I8042Command.ReadOutputPort, 0x03)]
    public void A_command_that_answers_does_so_at_once(byte command, byte answer)
    {
        _rig.Controller.WriteCommand(command);
        Assert.Equal(I8042Status.OutputBufferFull, _rig.Controller.ReadStatus() & (I8042Status.OutputBufferFull | I8042Status.InputBufferFull));
        Assert.Equal(answer, _rig.Controller.ReadData());
        Assert.Equal(0, _rig.Controller.ReadStatus() & I8042Status.OutputBufferFull);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x21)]
    [InlineData(0x61)]
    [InlineData(0xA4)]
    [InlineData(0xE0)]
    public void An_unknown_command_does_nothing(byte command)
    {
        I8042State before = _rig.Controller.Save();
        _rig.Controller.WriteCommand(command);
        Assert.Equal(before with { Status = I8042Status.LastWriteWasCommand }, _rig.Controller.Save());
    }

    [Theory]
    [InlineData(I8042Command.DisableKeyboard, I8042Command.EnableKeyboard, I8042Configuration.KeyboardDisabled)]
    [InlineData(I8042Command.DisableAuxiliary, I8042Command.EnableAuxiliary, I8042Configuration.AuxiliaryDisabled)]
    public void Interfaces_are_switched_in_the_command_byte(byte disable, byte enable, byte bit)
    {
        _rig.Controller.WriteCommand(disable);
        Assert.Equal(bit, _rig.Command(I8042Command.ReadCommandByte) & bit);
        _rig.Controller.WriteCommand(enable);
        Assert.Equal(0, _rig.Command(I8042Command.ReadCommandByte) & bit);
    }

    [Fact]
    public void The_command_byte_reads_back_as_written_and_its_system_bit_shows_in_the_status()
    {
        _rig.Controller.WriteCommand(I8042Command.WriteCommandByte);
        _rig.Controller.WriteData(0x00);
        Assert.Equal(0x00, _rig.Command(I8042Command.ReadCommandByte));
        Assert.Equal(0, _rig.Controller.ReadStatus() & I8042Status.System);
        Assert.Equal(I8042Command.SelfTestPassed, _rig.Command(I8042Command.SelfTest));
        Assert.Equal(I8042Status.System, _rig.Controller.ReadStatus() & I8042Status.System);
    }

    [Fact]
    public void The_status_tells_commands_from_data()
    {
        _rig.Controller.WriteCommand(I8042Command.LoopKeyboard);
        Assert.Equal(I8042Status.LastWriteWasCommand, _rig.Controller.ReadStatus() & I8042Status.LastWriteWasCommand);
        _rig.Controller.WriteData(0x42);
        Assert.Equal(0, _rig.Controller.ReadStatus() & I8042Status.LastWriteWasCommand);
        Assert.Equal(0x42, _rig.Controller.ReadData());
    }

    [Fact]
    public void A_byte_for_the_missing_keyboard_times_out_at_once_and_the_mark_goes_with_the_answer()
    {
        _rig.Controller.WriteData(0xFF);
        Assert.Equal(I8042Status.Timeout | I8042Status.OutputBufferFull, _rig.Controller.ReadStatus() & 0x41);
        Assert.Equal(0xFE, _rig.Controller.ReadData());
        Assert.Equal(0, _rig.Controller.ReadStatus() & 0x41);
    }

    [Fact]
    public void A_new_command_forgets_one_that_waits_for_data()
    {
        _rig.Controller.WriteCommand(I8042Command.WriteOutputPort);
        _rig.Controller.WriteCommand(I8042Command.EnableKeyboard);
        _rig.Controller.WriteData(0x00);
        Assert.Equal(0, _rig.Resets);
    }

    [Theory]
    [InlineData(I8042Status.AuxiliaryData, 0)]
    [InlineData(I8042Status.InputBufferFull, 0)]
    [InlineData(0, I8042Command.SelfTest)]
    [InlineData(0, 1)]
    public void A_state_no_controller_can_be_in_is_refused(byte status, byte pending)
    {
        I8042State before = _rig.Controller.Save();
        I8042State state = new() { Status = status, PendingCommand = pending };
        Assert.False(_rig.Controller.TryRestore(in state));
        Assert.Equal(before, _rig.Controller.Save());
    }

    [Fact]
    public void No_traffic_throws_and_a_restored_controller_answers_alike() =>
        Gen.Select(Gen.Int[0, 3], Gen.Byte).Array[0, 100].Sample(
            steps =>
            {
                KeyboardRig original = new();
                foreach (var (port, value) in steps.Take(steps.Length / 2)) original.Apply(port, value);
                I8042State saved = original.Controller.Save();
                KeyboardRig restored = new();
                Assert.True(restored.Controller.TryRestore(in saved));
                int resets = original.Resets;
                foreach (var (port, value) in steps.Skip(steps.Length / 2)) Assert.Equal(original.Apply(port, value), restored.Apply(port, value));
                Assert.Equal(original.Controller.Save(), restored.Controller.Save());
                Assert.Equal(original.Resets - resets, restored.Resets);
            },
            iter: 5_000);

    [Fact]
    public void A_million_accesses_allocate_nothing() => Assert.Equal(0, AllocationMeter.Measure(() =>
    {
        for (int i = 0; i < 1_000_000; i++) _rig.Apply(i & 3, (byte)(i >> 2));
    }));
}
