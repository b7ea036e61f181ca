namespace KvmSdk.Consoles;

/// <summary>A console that is connected to nothing.</summary>
internal sealed class NullEndpoint : ConsoleEndpoint
{
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public override void Attach(ConsoleInput input)
    {
    }
}
