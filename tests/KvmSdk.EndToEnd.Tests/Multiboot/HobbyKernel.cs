namespace KvmSdk.EndToEnd.Tests.Multiboot;

/// <summary>An operating system's kernel under test: what it prints is the test's to read, and what it ends with is the machine's exit code.</summary>
[VirtualMachine(MemoryMiB = 16)]
internal sealed partial record HobbyKernel
{
    [MultibootKernel(CommandLine = "tests --all \"a b\"")]
    public required GuestImage Kernel { get; init; }

    [MultibootModule(CommandLine = "first module")]
    public GuestImage? First { get; init; }

    [MultibootModule(CommandLine = "second")]
    public GuestImage? Second { get; init; }

    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    [DebugExit]
    public DebugExit Result { get; init; } = DebugExit.Value;
}
