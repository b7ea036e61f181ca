namespace KvmSdk.EndToEnd.Tests.Multiboot;

/// <summary>An operating system's kernel, written in C and assembler, is a test like any other: it is built, booted, listened to, and its result is an assertion.</summary>
public sealed class MultibootTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("multiboot-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [KvmFact]
    public async Task A_kernel_that_is_an_ELF_file_is_told_of_memory_modules_and_command_line()
    {
        (int exitCode, string said) = await RunAsync(new()
        {
            Kernel = GuestImage.FromFile(await KernelFile.BuildAsync(_directory)),
            First = GuestImage.FromBytes("Hello from a module.\n"u8),
            Second = GuestImage.FromBytes("And another.\n"u8),
        });
        Assert.Equal(
            """
            loader=KvmSdk
            command line=tests --all "a b" more
            upper KiB=15360
            available KiB=15999
            module=first module
            bytes=21
            Hello from a module.
            module=second
            bytes=13
            And another.

            """,
            said);
        Assert.Equal(0, exitCode);
    }

    [KvmFact]
    public async Task A_flat_kernel_is_loaded_where_its_header_says_and_a_module_that_is_null_is_none()
    {
        (int exitCode, string said) = await RunAsync(new() { Kernel = GuestImage.FromFile(await KernelFile.BuildAsync(_directory, flat: true)) });
        Assert.EndsWith("available KiB=15999\n", said, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(HobbyKernel kernel)
    {
        await using var vm = await TestMachine.StartAsync(kernel.StartAsync, new() { Limit = TimeSpan.FromMinutes(2), Start = new() { AppendCommandLine = "more" } });
        MachineOutcome outcome = await vm.WaitForEndAsync();
        Assert.True(outcome is MachineOutcome.DebugExit, outcome.Description);
        return (outcome.ExitCode, vm.Console.Text);
    }
}
