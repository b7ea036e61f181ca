using KvmSdk.Devices.BootMarker;

namespace KvmSdk.Devices.Tests.BootMarker;

public sealed class BootMarkerPortTests
{
    private readonly List<byte> _reached = [];
    private readonly BootMarkerPort<Events> _port;

    public BootMarkerPortTests() => _port = new(new Events(_reached));

    [Fact]
    public void Each_of_the_256_stages_is_told_of_once()
    {
        foreach (int round in Enumerable.Range(0, 3))
        {
            for (int stage = 255; stage >= 0; stage--) _port.Write(0, (byte)(stage + round));
        }

        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)(255 - i)), _reached);
    }

    [Fact]
    public void The_stage_that_was_written_last_is_read()
    {
        Assert.Equal(0, _port.Read(0));
        _port.Write(0, 7);
        _port.Write(0, 3);
        _port.Write(0, 7);
        Assert.Equal(7, _port.Read(0));
        Assert.Equal([7, 3], _reached);
    }

    [Fact]
    public void Beyond_the_port_there_is_nothing()
    {
        _port.Write(1, 9);
        Assert.Equal((0xFF, 0), (_port.Read(1), _port.Read(0)));
        Assert.Empty(_reached);
    }

    [Fact]
    public void Another_marker_goes_on_where_this_one_was()
    {
        foreach (byte stage in (byte[])[0, 127, 128, 255, 5]) _port.Write(0, stage);
        List<byte> later = [];
        BootMarkerPort<Events> other = new(new Events(later));
        other.Restore(_port.Save());
        Assert.Equal(5, other.Read(0));
        foreach (byte stage in (byte[])[0, 127, 128, 255, 5, 6, 200]) other.Write(0, stage);
        Assert.Equal([6, 200], later);
        Assert.Equal(_port.Save() with { LowStages = _port.Save().LowStages | (UInt128.One << 6), HighStages = _port.Save().HighStages | (UInt128.One << 72), Last = 200 }, other.Save());
    }

    [Fact]
    public void A_hundred_thousand_marks_allocate_nothing()
    {
        _reached.Capacity = 256;
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++) _port.Write(0, (byte)i);
        }));
    }

    private readonly struct Events(List<byte> reached) : IBootMarkerEvents
    {
        public void Reached(byte stage) => reached.Add(stage);
    }
}
