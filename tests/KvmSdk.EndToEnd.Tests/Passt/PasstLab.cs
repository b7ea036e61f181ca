using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Passt;

/// <summary>One boot with a network through passt, by a user without privileges.</summary>
public sealed class PasstLab() : GuestLab("Passt", ["virtio_net"], "--module", "dummy")
{
    /// <summary>Debian's passt on this machine; null where it is not installed.</summary>
    internal static string? Program { get; } = new[] { "/usr/bin/passt", "/bin/passt" }.FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() =>
        Task.FromResult<string[]>(["--add", $"{Program}=/usr/bin/passt"]);
}

/// <summary>A test that needs the lab, and passt in it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PasstFactAttribute : LabFactAttribute
{
    public PasstFactAttribute() => Skip ??= PasstLab.Program is null ? "needs passt: apt-get install passt" : null;
}

/// <summary>As <see cref="PasstFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PasstTheoryAttribute : TheoryAttribute
{
    public PasstTheoryAttribute() => Skip = new PasstFactAttribute().Skip;
}
