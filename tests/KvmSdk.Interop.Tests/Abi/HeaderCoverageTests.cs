using System.Reflection;
using System.Text.RegularExpressions;

namespace KvmSdk.Interop.Tests.Abi;

// The ABI test proves that what is declared is right; this one, that what is missing is missing on purpose.
public sealed partial class HeaderCoverageTests
{
    private const string Kvm = "#include <linux/kvm.h>\n";

    [CFact(Headers = "6.1")]
    public void Every_name_of_the_kvm_headers_is_declared_or_left_out_for_a_reason()
    {
        string[] names = [.. NamesIn(CCompiler.Preprocess(Kvm).Output, MacroPattern()), .. NamesIn(CCompiler.Unfold(Kvm).Output, StructPattern())];
        Assert.Contains("KVM_RUN", names);
        Assert.Contains("kvm_run", names);
        HashSet<string> declared = Declared();

        string[] forgotten = [.. names.Where(n => !declared.Contains(n) && !LeftOut.Rules.Any(r => r.Pattern.IsMatch(n)))];
        Assert.True(forgotten.Length == 0, "in the header, but neither declared nor left out for a reason:\n" + string.Join('\n', forgotten));

        string[] stale = [.. LeftOut.Rules.Where(r => !names.Any(n => r.Pattern.IsMatch(n) && !declared.Contains(n))).Select(r => r.Reason)];
        Assert.True(stale.Length == 0, "reasons that no longer leave anything out:\n" + string.Join('\n', stale));
    }

    [CFact]
    public void Every_error_number_has_a_name_and_the_usual_text()
    {
        const string program = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <stdio.h>
            #include <string.h>
            int main(void) { for (int n = 1; n < 256; n++) if (strerrorname_np(n)) printf("%d:%s:%s\n", n, strerrorname_np(n), strerror(n)); }
            """;
        CCompiler.Outcome outcome = CCompiler.CompileAndRun(program);
        Assert.True(outcome.Exit == 0, outcome.Error);

        string[] c = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] cs = [.. Enum.GetValues<Errno>().Select(e => $"{(int)e}:{e}:{e.Describe()}")];
        Assert.Equal(c, cs);
        Assert.Equal("Unknown error", ((Errno)4095).Describe());
    }

    private static HashSet<string> Declared() =>
    [
        .. AbiTable.Types.Select(t => t.Name),
        .. AbiTable.Types.SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).Select(m => m.Name),
    ];

    private static IEnumerable<string> NamesIn(string text, Regex pattern) => pattern.Matches(text).Select(m => m.Groups[1].Value).Distinct();

    [GeneratedRegex(@"^#define (_*KVM\w*)", RegexOptions.Multiline)]
    private static partial Regex MacroPattern();

    [GeneratedRegex(@"struct (kvm_\w+) \{")]
    private static partial Regex StructPattern();
}
