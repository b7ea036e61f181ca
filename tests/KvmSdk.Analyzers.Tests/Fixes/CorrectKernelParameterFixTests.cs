using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class CorrectKernelParameterFixTests
{
    private const string Devices = """
        [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            [Block] public required DiskImage Root { get; init; }
        """;

    [Theory]
    [InlineData("console=ttyS2,9600 quiet", "console=ttyS0,9600 quiet", "Use 'console=ttyS0,9600'")]
    [InlineData("console=hvc0 console=ttyS0", "console=ttyS0", "Remove 'console=hvc0'")]
    [InlineData("root=/dev/vdc1", "root=/dev/vda1", "Use 'root=/dev/vda1'")]
    [InlineData("quiet noapic", "quiet", "Remove 'noapic'")]
    [InlineData("noapic", "", "Remove 'noapic'")]
    [InlineData("init=/a quiet init=/ab", "quiet init=/ab", "Remove 'init=/a'")]
    public async Task A_parameter_is_corrected_where_it_stands(string before, string after, string title) =>
        Assert.Equal([title], await ExpectFix.TurnsAsync(new CorrectKernelParameterFix(), With($"\"{before}\""), With($"\"{after}\"")));

    [Fact]
    public async Task All_parameters_of_one_command_line_are_corrected_at_once() => await ExpectFix.TurnsAsync(
        new CorrectKernelParameterFix(),
        With("\"noapic console=ttyS1 root=/dev/vdb nosmp loglevel=1 loglevel=2 loglevel=3\""),
        With("\"console=ttyS0 root=/dev/vda loglevel=3\""));

    [Fact]
    public async Task The_parts_of_a_text_in_several_literals_are_kept() => await ExpectFix.TurnsAsync(
        new CorrectKernelParameterFix(),
        With("\"quiet \" + @\"root=/dev/vdb\" + \"\"\" nolapic rw\"\"\""),
        With("\"quiet \" + @\"root=/dev/vda\" + \"\"\" rw\"\"\""));

    [Fact]
    public async Task It_is_not_offered_where_the_text_is_a_constant_of_elsewhere() => await ExpectFix.NothingAsync(
        new CorrectKernelParameterFix(),
        With("Options.Default") + "\ninternal static class Options { public const string Default = \"noapic\"; }\n");

    private static string With(string commandLine) => $$"""
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [LinuxKernel(CommandLine = {{commandLine}})] public required GuestImage Kernel { get; init; }
            {{Devices}}
        }
        """;
}
