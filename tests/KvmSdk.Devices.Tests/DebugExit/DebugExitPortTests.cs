using KvmSdk.Devices.DebugExit;

namespace KvmSdk.Devices.Tests.DebugExit;

public sealed class DebugExitPortTests
{
    private readonly List<uint> _exits = [];
    private readonly DebugExitPort<Events> _port;

    public DebugExitPortTests() => _port = new(new Events(_exits));

    [Theory]
    [InlineData(1, 0xDDu)]
    [InlineData(2, 0xCCDDu)]
    [InlineData(4, 0xAABBCCDDu)]
    public void A_write_ends_the_machine_with_what_was_written(int width, uint expected)
    {
        _port.Write(0xAABBCCDD, width);
        Assert.Equal([expected], _exits);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_width_no_port_access_has_does_nothing(int width)
    {
        _port.Write(1, width);
        Assert.Empty(_exits);
    }

    [Fact]
    public void Reading_gives_zero_and_ends_nothing()
    {
        Assert.Equal(0u, _port.Read());
        Assert.Empty(_exits);
    }

    private readonly struct Events(List<uint> exits) : IDebugExitEvents
    {
        public void Exit(uint value) => exits.Add(value);
    }
}
