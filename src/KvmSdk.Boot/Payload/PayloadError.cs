namespace KvmSdk.Boot.Payload;

/// <summary>The sentences every decoder needs.</summary>
internal static class PayloadError
{
    /// <summary>The compressed bytes are wrong.</summary>
    public static BootException Damaged(string name, string format, string what, Exception? inner = null) =>
        new(name, $"its {format} payload {what}", "the file is damaged, so copy or build it again", inner);

    /// <summary>Decoding ended early.</summary>
    public static BootException Short(string name, string format, long produced, long expected) =>
        Damaged(name, format, $"unpacks to {produced} bytes, not the {expected} it announces");
}
