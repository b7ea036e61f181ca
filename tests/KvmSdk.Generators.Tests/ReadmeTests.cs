namespace KvmSdk.Generators.Tests;

/// <summary>What the README shows of generated code is what is generated.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_excerpt_is_generated_from_the_record_above_it()
    {
        string[] blocks = File.ReadAllText(Path.Combine(GeneratorRun.Metadata("ProjectDirectory"), "..", "..", "README.md")).Split("```csharp\n");
        string declaration = Code(blocks[1]);
        string record = declaration[declaration.IndexOf("[VirtualMachine", StringComparison.Ordinal)..]
            .Replace("Greeting.Assemble(\"Hello from a virtual machine declared in C#.\\n\")", "GuestImage.FromBytes([0xF4])", StringComparison.Ordinal);

        GeneratorRun run = GeneratorRun.Of("using KvmSdk;\n" + record);

        Assert.Contains(Code(blocks[2]), run.Files["Hello.Machine.g.cs"], StringComparison.Ordinal);
    }

    private static string Code(string block) => block[..block.IndexOf("```", StringComparison.Ordinal)];
}
