using KvmSdk.Devices.Pvpanic;

namespace KvmSdk.Devices.Tests.Pvpanic;

public sealed class PvpanicPortTests
{
    private readonly List<string> _told = [];
    private readonly PvpanicPort<Events> _port;

    public PvpanicPortTests() => _port = new(new Events(_told));

    [Fact]
    public void A_guest_reads_which_events_there_are() => Assert.Equal(0x07, _port.Read(0));

    [Theory]
    [InlineData(0x01, "panicked")]
    [InlineData(0x02, "crash loaded")]
    [InlineData(0x04, "shutdown")]
    [InlineData(0x07, "panicked")]
    [InlineData(0x06, "crash loaded")]
    [InlineData(0xFF, "panicked")]
    [InlineData(0xFC, "shutdown")]
    public void Of_several_events_the_gravest_is_told_and_unknown_bits_are_ignored(byte value, string told)
    {
        _port.Write(0, value);
        Assert.Equal([told], _told);
    }

    [Theory]
    [InlineData(0, 0x00)]
    [InlineData(0, 0xF8)]
    [InlineData(1, 0x01)]
    [InlineData(uint.MaxValue, 0x01)]
    public void What_is_no_event_or_at_no_register_of_it_tells_nothing(uint offset, byte value)
    {
        _port.Write(offset, value);
        Assert.Empty(_told);
    }

    [Fact]
    public void Beyond_the_port_the_bus_floats() => Assert.Equal(0xFF, _port.Read(1));

    private readonly struct Events(List<string> told) : IPvpanicEvents
    {
        public void Panicked() => told.Add("panicked");

        public void CrashLoaded() => told.Add("crash loaded");

        public void Shutdown() => told.Add("shutdown");
    }
}
