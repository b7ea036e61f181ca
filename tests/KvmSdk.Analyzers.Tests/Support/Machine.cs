namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>Sources around the one line that a test is about.</summary>
internal static class Machine
{
    /// <summary>A machine with these members besides its boot source.</summary>
    public static string WithMembers(string members) => $$"""
        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }

        {{Indent(members)}}
        }
        """;

    /// <summary>A machine with these attributes and nothing but a boot source.</summary>
    public static string WithAttributes(string attributes) => $$"""
        {{attributes}}
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """;

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "    " + line));
}
