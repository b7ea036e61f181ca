namespace KvmSdk.EndToEnd.Tests;

/// <summary>A test that needs KVM, and <c>script</c> of util-linux for a terminal; elsewhere it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = KvmHost.WhyNot ?? (File.Exists("/usr/bin/script") ? null : "needs script of util-linux (Debian: bsdutils)");
}
