namespace KvmSdk.Devices.Rtc;

/// <summary>How the clock's bytes spell numbers: what the two mode bits of register B select.</summary>
/// <param name="control">Register B.</param>
[HotPath]
internal readonly struct RtcFormat(byte control)
{
    private bool IsBinary => (control & RtcStatusB.Binary) != 0;

    private bool Is24Hour => (control & RtcStatusB.Hours24) != 0;

    /// <summary>Spells a number from 0 to 99.</summary>
    public byte Encode(int value) => (byte)(IsBinary ? value : ((value / 10) << 4) | (value % 10));

    /// <summary>Spells an hour from 0 to 23.</summary>
    public byte EncodeHour(int hour)
    {
        if (Is24Hour) return Encode(hour);
        byte value = Encode(hour % 12 == 0 ? 12 : hour % 12);
        return hour < 12 ? value : (byte)(value | RtcHour.Afternoon);
    }

    /// <summary>Reads a number: 0 to 255, since a guest may write what is none. A BCD digit counts as what its four bits say.</summary>
    public int Decode(byte value) => IsBinary ? value : ((value >> 4) * 10) + (value & 0x0F);

    /// <summary>Reads an hour, 0 to 23 if it is one.</summary>
    public int DecodeHour(byte value)
    {
        if (Is24Hour) return Decode(value);
        int hour = Decode((byte)(value & ~RtcHour.Afternoon));
        return (hour == 12 ? 0 : hour) + ((value & RtcHour.Afternoon) != 0 ? 12 : 0);
    }
}
