namespace KvmSdk.Devices.Virtio;

/// <summary>Reads pieces of a configuration structure that is held as bytes.</summary>
[HotPath]
internal static class ConfigurationSpace
{
    /// <summary>The bytes at <paramref name="offset"/>, little-endian; bytes beyond the end are zero.</summary>
    public static uint Read(ReadOnlySpan<byte> bytes, uint offset, int width)
    {
        uint value = 0;
        for (int i = 0; i < width && i < sizeof(uint); i++)
        {
            ulong at = (ulong)offset + (uint)i;
            if (at < (uint)bytes.Length) value |= (uint)bytes[(int)at] << (8 * i);
        }

        return value;
    }
}
