namespace KvmSdk.GuestDevices.Tests.Devices;

/// <summary>A device on ports.</summary>
[PortDevice(Count = 6)]
internal sealed partial class Lamp
{
    [Register(0)]
    public byte Colour { get; set; }

    [Register(2)]
    public ushort Level { get; set; }

    /// <summary>How often the guest has asked for <see cref="Colour"/>'s shadow.</summary>
    public uint Asked { get; private set; }

    [Register(1)]
    public byte Shadow()
    {
        Asked++;
        return (byte)~Colour;
    }
}
