using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KvmSdk.Interop.Tests.Abi;

/// <summary>Has a C compiler evaluate every fact's expression, and tells where C disagrees.</summary>
internal static partial class AbiProof
{
    // No const: C# cannot say it, and without it the C prototypes become comparable. It changes no size, offset or number.
    private const string Head = """
        #define _GNU_SOURCE
        #define const
        #include <stddef.h>
        #include <stdio.h>
        #include <linux/version.h>
        #include <linux/kvm.h>
        #include <dirent.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <linux/capability.h>
        #include <linux/falloc.h>
        #include <linux/futex.h>
        #include <linux/if.h>
        #include <linux/if_link.h>
        #include <linux/if_tun.h>
        #include <linux/io_uring.h>
        #include <linux/mman.h>
        #include <linux/netlink.h>
        #include <linux/openat2.h>
        #include <linux/rtnetlink.h>
        #include <linux/securebits.h>
        #include <linux/sockios.h>
        #include <linux/vhost.h>
        #include <poll.h>
        #include <pthread.h>
        #include <sched.h>
        #include <signal.h>
        #include <sys/epoll.h>
        #include <sys/eventfd.h>
        #include <sys/fsuid.h>
        #include <sys/ioctl.h>
        #include <sys/mman.h>
        #include <sys/prctl.h>
        #include <sys/random.h>
        #include <sys/resource.h>
        #include <sys/inotify.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <sys/statfs.h>
        #include <sys/syscall.h>
        #include <sys/timerfd.h>
        #include <spawn.h>
        #include <sys/uio.h>
        #include <sys/un.h>
        #include <linux/vm_sockets.h>
        #include <sys/wait.h>
        #include <sys/xattr.h>
        #include <termios.h>
        #include <time.h>
        #include <unistd.h>
        #define FACT(n, x) printf("%d %llu\n", n, (unsigned long long)(x));
        int main(void) {

        """;

    /// <summary>One line for every fact on which C disagrees, or which C does not know.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<AbiFact> facts)
    {
        CCompiler.Outcome outcome = CCompiler.CompileAndRun(Program(facts, []));
        Dictionary<int, string> unknown = Unknown(outcome.Error);
        if (outcome.Exit != 0 && unknown.Count > 0)
        {
            outcome = CCompiler.CompileAndRun(Program(facts, unknown));
        }

        Assert.True(outcome.Exit == 0, outcome.Error);
        IEnumerable<string> missing = unknown.Select(e => $"{facts[e.Key].Kind} {facts[e.Key].Name}: C does not know it: {e.Value}");
        IEnumerable<string> wrong =
            from line in outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            let cells = line.Split(' ')
            let fact = facts[int.Parse(cells[0], CultureInfo.InvariantCulture)]
            let c = ulong.Parse(cells[1], CultureInfo.InvariantCulture)
            where c != fact.Value
            select $"{fact.Kind} {fact.Name}: C# has {fact.Value} (0x{fact.Value:X}), C has {c} (0x{c:X}) for {fact.Expression}";
        return [.. missing, .. wrong];
    }

    /// <summary>Whether the fact's name, or one it lies within, came with a later header, and which.</summary>
    public static (int Major, int Minor)? Since(AbiFact fact) =>
        AbiExceptions.Newer.Where(e => fact.Name == e.Key || fact.Name.StartsWith(e.Key + ".", StringComparison.Ordinal))
            .Select(e => ((int, int)?)e.Value).FirstOrDefault();

    private static string Program(IReadOnlyList<AbiFact> facts, Dictionary<int, string> skip)
    {
        var text = new StringBuilder(Head);
        for (int n = 0; n < facts.Count; n++)
        {
            if (skip.ContainsKey(n))
            {
                continue;
            }

            // The line directive makes the compiler name the fact in its complaint.
            string line = $"#line {n + 1} \"fact\"\nFACT({n}, {facts[n].Expression})\n";
            text.Append(Since(facts[n]) is { } since
                ? $"#if LINUX_VERSION_CODE >= KERNEL_VERSION({since.Major}, {since.Minor}, 0)\n{line}#endif\n"
                : line);
        }

        return text.Append("return 0; }\n").ToString();
    }

    private static Dictionary<int, string> Unknown(string errors) =>
        ComplaintPattern().Matches(errors)
            .GroupBy(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) - 1)
            .ToDictionary(g => g.Key, g => g.First().Groups[2].Value);

    [GeneratedRegex(@"^fact:(\d+):\d+: error: (.*)$", RegexOptions.Multiline)]
    private static partial Regex ComplaintPattern();
}
