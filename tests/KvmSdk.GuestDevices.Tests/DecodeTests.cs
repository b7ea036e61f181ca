using KvmSdk.GuestDevices.Tests.Devices;

namespace KvmSdk.GuestDevices.Tests;

/// <summary>The generated decode, as a guest sees it, without a machine.</summary>
public sealed class DecodeTests
{
    private readonly DeviceBench<Gauge> _bench = new(new Gauge());

    private Gauge Gauge => _bench.Device;

    [Fact]
    public void Registers_of_every_width_are_read_and_written()
    {
        _bench.Write8(Gauge.Registers.Byte, 0xAB);
        _bench.Write16(Gauge.Registers.Half, 0xABCD);
        _bench.Write32(Gauge.Registers.Control, 0x8899_AABB);
        _bench.Write64(Gauge.Registers.Wide, 0x0123_4567_89AB_CDEF);

        Assert.Equal((0xAB, 0xABCD, 0x8899_AABBu, 0x0123_4567_89AB_CDEFul), (Gauge.Byte, Gauge.Half, Gauge.Control, Gauge.Wide));
        Assert.Equal(0xAB, _bench.Read8(Gauge.Registers.Byte));
        Assert.Equal(0xABCD, _bench.Read16(Gauge.Registers.Half));
        Assert.Equal(0x8899_AABBu, _bench.Read32(Gauge.Registers.Control));
        Assert.Equal(0x0123_4567_89AB_CDEFul, _bench.Read64(Gauge.Registers.Wide));
    }

    [Theory]
    [InlineData(Gauge.Registers.Control, 1)]
    [InlineData(Gauge.Registers.Control, 2)]
    [InlineData(Gauge.Registers.Control, 8)]
    [InlineData(Gauge.Registers.Control + 2, 2)]
    [InlineData(Gauge.Registers.Wide, 4)]
    [InlineData(Gauge.Registers.Wide + 4, 4)]
    [InlineData(Gauge.Registers.History + 1, 4)]
    [InlineData(Gauge.Registers.Limits + 4, 1)]
    [InlineData(0x1000u, 4)]
    [InlineData(0xFFFF_FFFFu, 8)]
    public void An_access_that_no_register_has_reads_as_ones_and_vanishes_when_written(uint offset, int width)
    {
        Gauge.Wide = 3;
        _bench.Write(offset, width, 0);

        Assert.Equal(width == 8 ? ulong.MaxValue : (1ul << (8 * width)) - 1, _bench.Read(offset, width));
        Assert.Equal((0x11u, 3ul, 0u, 0xFF), (Gauge.Control, Gauge.Wide, Gauge.History[0], Gauge.Limits[0]));
    }

    [Fact]
    public void What_may_only_be_read_or_written_is()
    {
        _bench.Write32(Gauge.Registers.Id, 1);
        _bench.Write32(Gauge.Registers.Secret, 2);
        _bench.Write32(Gauge.Registers.Last, 3);

        Assert.Equal((0x7E40u, 2u, 0x1A57u), (Gauge.Id, Gauge.Secret, Gauge.Last));
        Assert.Equal(0x7E40u, _bench.Read32(Gauge.Registers.Id));
        Assert.Equal(uint.MaxValue, _bench.Read32(Gauge.Registers.Secret));
        Assert.Equal(0x1A57u, _bench.Read32(Gauge.Registers.Last));
    }

    [Fact]
    public void Ones_clear_what_is_written_to_be_cleared()
    {
        _bench.Write32(Gauge.Registers.Arm, 7);
        Assert.Equal(3u, _bench.Read32(Gauge.Registers.Status));

        _bench.Write32(Gauge.Registers.Status, 0xFFFF_FFFD);
        Assert.Equal(2u, _bench.Read32(Gauge.Registers.Status));
        Assert.True(Gauge.Alarmed);

        _bench.Write32(Gauge.Registers.Status, 2);
        Assert.Equal(0u, Gauge.Status);
    }

    [Fact]
    public void A_read_puts_what_it_clears_back_to_its_reset_value()
    {
        Gauge.Events = 9;
        _bench.Write32(Gauge.Registers.Events, 12);

        Assert.Equal(9u, _bench.Read32(Gauge.Registers.Events));
        Assert.Equal(5u, _bench.Read32(Gauge.Registers.Events));
    }

    [Fact]
    public void An_enumeration_is_a_number_to_the_guest()
    {
        _bench.Write16(Gauge.Registers.Rate, 0x8000);
        Assert.Equal(Gauge.Speed.Fast, Gauge.Rate);

        _bench.Write16(Gauge.Registers.Rate, 0x1234);
        Assert.Equal(0x1234, _bench.Read16(Gauge.Registers.Rate));
    }

    [Fact]
    public void Arrays_are_reached_by_their_stride()
    {
        for (uint i = 0; i < 8; i++)
        {
            _bench.Write32(Gauge.Registers.History + (4 * i), 100 + i);
        }

        Assert.Equal([100, 101, 102, 103, 104, 105, 106, 107], Gauge.History.ToArray());
        Gauge.Limits[3] = 0x33;
        _bench.Write8(Gauge.Registers.Limits + 24, 0);
        Assert.Equal(0x33, _bench.Read8(Gauge.Registers.Limits + 24));
        Assert.Equal(uint.MaxValue, _bench.Read32(Gauge.Registers.History + 32));
        Assert.Equal(0xFF, _bench.Read8(Gauge.Registers.Limits + 32));
    }

    [Fact]
    public void Methods_answer_with_the_index_of_their_register()
    {
        _bench.Write32(Gauge.Registers.Sample + 12, 40);

        Assert.Equal(43u, _bench.Read32(Gauge.Registers.Sample + 12));
        Assert.Equal(0u, _bench.Read32(Gauge.Registers.Sample));
    }

    [Fact]
    public void A_register_that_reads_and_one_that_writes_share_a_place()
    {
        _bench.Write32(Gauge.Registers.Data, 40);

        Assert.Equal(41u, _bench.Read32(Gauge.Registers.Data));
    }

    [Fact]
    public void Bit_fields_are_bits_of_their_register_and_of_nothing_else()
    {
        Assert.True(Gauge.Enabled);
        Assert.Equal(1, Gauge.Mode);

        Gauge.Control = 0xFFFF_FFFF;
        Gauge.Enabled = false;
        Gauge.Mode = 0xFA;
        Assert.Equal(0xFFFF_FFAEu, Gauge.Control);
        Assert.Equal(2, Gauge.Mode);

        Gauge.Wide = 0x0FFF_FFFF_FFFF_FFFF;
        Gauge.Top = 0xA;
        Assert.Equal(0xAFFF_FFFF_FFFF_FFFFul, Gauge.Wide);
        Assert.Equal(0xAul, Gauge.Top);
    }

    [Fact]
    public void A_reset_restores_the_storage_that_is_generated()
    {
        Gauge.Control = 0;
        Gauge.History[2] = 1;
        Gauge.Limits[1] = 0;
        Gauge.Byte = 7;

        _bench.Write32(Gauge.Registers.SoftReset, 1);

        Assert.Equal((0x11u, 0u, 0xFF, 7), (Gauge.Control, Gauge.History[2], Gauge.Limits[1], Gauge.Byte));
    }

    [Fact]
    public void Interrupts_are_counted_on_the_bench_and_lost_before()
    {
        new Gauge().Arm(1);
        _bench.Write32(Gauge.Registers.Arm, 1);
        _bench.Write32(Gauge.Registers.Arm, 2);

        Assert.Equal(2, _bench.Interrupts);
    }

    [Fact]
    public async Task The_guest_waits_while_the_program_holds_the_device()
    {
        Task<uint> read = ReadWhileHeld();

        Assert.Equal(0x70u, await read.WaitAsync(Runtime.Tests.Support.Patience.Limit));
    }

    [Fact]
    public void A_device_on_ports_is_decoded_likewise()
    {
        DeviceBench<Lamp> bench = new(new Lamp());

        bench.Write8(Lamp.Registers.Colour, 0x0F);
        bench.Write16(Lamp.Registers.Level, 0x1234);

        Assert.Equal(0xF0, bench.Read8(Lamp.Registers.Shadow));
        Assert.Equal((0x1234, 1u), (bench.Device.Level, bench.Device.Asked));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void The_bench_makes_no_access_that_no_guest_can(int width)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Read(0, width));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Write(0, width, 0));
    }

    private Task<uint> ReadWhileHeld()
    {
        using DeviceLock.Held held = Gauge.Enter();
        Task<uint> read = Task.Run(() => _bench.Read32(Gauge.Registers.Control));
        Gauge.Mode = 7;
        Thread.Sleep(20);
        Assert.False(read.IsCompleted);
        Gauge.Enabled = false;
        return read;
    }
}
