using KvmSdk.Model;

namespace KvmSdk;

/// <summary>How a machine reaches passt.</summary>
public sealed record PasstSettings
{
    private readonly EquatableArray<PortForward> _forwards;

    internal PasstSettings(string? socketPath, IEnumerable<PortForward> forwards)
    {
        SocketPath = socketPath;
        _forwards = [.. forwards];
    }

    /// <summary>The socket of a passt that somebody else has started; null where the machine starts its own.</summary>
    public string? SocketPath { get; }

    /// <summary>Ports of the host that lead to the guest.</summary>
    public IReadOnlyList<PortForward> Forwards => _forwards;

    /// <summary>The text of an option.</summary>
    public override string ToString() => SocketPath is null ? string.Join(',', ["passt", .. Forwards.Select(static forward => forward.ToString())]) : $"passt:{SocketPath}";
}
