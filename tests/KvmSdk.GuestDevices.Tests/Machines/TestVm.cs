namespace KvmSdk.Runtime.Tests.Support;

/// <summary>The places that the linked guest code refers to, which are the defaults of every generated machine.</summary>
internal static class TestVm
{
    public const ulong LoadAddress = 0x10_0000;
    public const ushort SerialPort = 0x3F8;
    public const ushort ResultPort = 0xF4;
    public const ushort PowerPort = 0x600;
}
