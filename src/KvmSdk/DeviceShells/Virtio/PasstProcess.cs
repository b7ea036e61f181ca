// Why a descriptor and no path: passt serves the one connection it inherits and ends when that is closed, by whatever ends this program, a kill -9
// included. So there is no socket in the file system to be left behind or to be found by others, and no process to be hunted down. A
// parent-death signal would do worse: the kernel sends it when the thread ends that started the child, and forgets it when the
// child gives up privileges, as passt does.
//
// Why in the background: passt then forks when it is ready, so that the end of the process started here is the answer to whether it is, and its
// exit code and what it wrote tell why not. And the child that stays is in a session of its own, which a Ctrl-C at the terminal does not reach.

using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Starts passt for one network device.</summary>
internal static unsafe class PasstProcess
{
    private const string Program = "passt";
    private const int SocketNumber = 3;
    private const int MostWords = 4096;
    private const int PatienceInMilliseconds = 10_000;

    /// <summary>Starts passt and waits until it is ready.</summary>
    /// <param name="device">The network device's property, for messages.</param>
    /// <param name="forwards">Ports of the host that lead to the guest.</param>
    /// <returns>The connection to it.</returns>
    /// <exception cref="HostException">There is no passt, or it does not start.</exception>
    public static Descriptor Start(string device, IReadOnlyList<PortForward> forwards)
    {
        string[] arguments = ArgumentsFor(forwards);
        int* pair = stackalloc int[2];
        int* pipe = stackalloc int[2];

        // SAFETY: the kernel writes two numbers each.
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pair) < 0)
        {
            KernelError.Throw("socketpair", Libc.errno);
        }

        Descriptor ours = new(pair[0]);
        try
        {
            using Descriptor theirs = new(pair[1]);
            if (Libc.pipe2(pipe, Libc.O_CLOEXEC | Libc.O_NONBLOCK) < 0)
            {
                KernelError.Throw("pipe2", Libc.errno);
            }

            using Descriptor words = new(pipe[0]);
            Errno errno;
            int process;
            using (Descriptor writer = new(pipe[1]))
            {
                errno = Spawn(arguments, theirs.Number, writer.Number, out process);
            }

            if (errno != 0)
            {
                throw errno == Errno.ENOENT
                    ? new HostException(Program, $"there is no such program, and network device '{device}' needs it", "install it: sudo apt-get install passt")
                    : KernelError.Make(Program, errno);
            }

            Await(process, words.Number, device, arguments);
            return ours;
        }
        catch
        {
            ours.Dispose();
            throw;
        }
    }

    /// <summary>passt's command line, its name first.</summary>
    internal static string[] ArgumentsFor(IReadOnlyList<PortForward> forwards)
    {
        List<string> arguments = [Program, "--quiet", "--fd", $"{SocketNumber}"];
        foreach (PortForward forward in forwards)
        {
            arguments.Add(forward.IsUdp ? "--udp-ports" : "--tcp-ports");
            arguments.Add($"{forward.HostAddress}/{forward.HostPort}:{forward.GuestPort}");
        }

        // Left out, passt would forward UDP where TCP is forwarded.
        if (!forwards.Any(static forward => forward.IsUdp))
        {
            arguments.AddRange("--udp-ports", "none");
        }

        return [.. arguments];
    }

    private static Errno Spawn(string[] arguments, int socket, int words, out int process)
    {
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;

        // What this program ignores or holds back would be so for passt too.
        sigset_t none = default;
        sigset_t toDefault = default;
        toDefault.sigaddset(Libc.SIGPIPE);
        int started;
        byte** argv = stackalloc byte*[arguments.Length + 1];

        // SAFETY: the structures are locals, made before use and destroyed after; the strings live until they are freed below.
        fixed (byte* nothing = "/dev/null\0"u8)
        {
            _ = Libc.posix_spawn_file_actions_init(&actions);
            _ = Libc.posix_spawnattr_init(&attributes);
            _ = Libc.posix_spawn_file_actions_addopen(&actions, Libc.STDIN_FILENO, nothing, Libc.O_RDWR, 0);
            _ = Libc.posix_spawn_file_actions_addopen(&actions, Libc.STDOUT_FILENO, nothing, Libc.O_RDWR, 0);
            _ = Libc.posix_spawn_file_actions_adddup2(&actions, words, Libc.STDERR_FILENO);
            _ = Libc.posix_spawn_file_actions_adddup2(&actions, socket, SocketNumber);
            _ = Libc.posix_spawnattr_setflags(&attributes, Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
            _ = Libc.posix_spawnattr_setsigdefault(&attributes, &toDefault);
            _ = Libc.posix_spawnattr_setsigmask(&attributes, &none);
            for (int i = 0; i < arguments.Length; i++)
            {
                argv[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
            }

            argv[arguments.Length] = null;
            byte* path = (byte*)Marshal.StringToCoTaskMemUTF8($"PATH={Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"}");
            byte** environment = stackalloc byte*[2];
            environment[0] = path;
            environment[1] = null;
            int result = Libc.posix_spawnp(&started, argv[0], &actions, &attributes, argv, environment);
            _ = Libc.posix_spawn_file_actions_destroy(&actions);
            _ = Libc.posix_spawnattr_destroy(&attributes);
            Marshal.FreeCoTaskMem((nint)path);
            for (int i = 0; i < arguments.Length; i++)
            {
                Marshal.FreeCoTaskMem((nint)argv[i]);
            }

            process = result == 0 ? started : 0;
            return (Errno)result;
        }
    }

    // What it writes ends when the process started here has ended and the one that stays has let go of its terminal: one of them may be first.
    private static void Await(int process, int words, string device, string[] arguments)
    {
        byte[] text = new byte[MostWords];
        int length = 0;
        long deadline = Environment.TickCount64 + PatienceInMilliseconds;
        while (true)
        {
            pollfd wait = new() { fd = words, events = Libc.POLLIN };
            int left = (int)Math.Max(0, deadline - Environment.TickCount64);

            // SAFETY: the kernel reads and writes one local.
            int ready = Libc.poll(&wait, 1, left);
            if (ready == 0)
            {
                _ = Libc.kill(process, Libc.SIGKILL);
            }

            nint count;

            // SAFETY: there is at least one byte of room; what is too much is thrown away by writing it there again.
            fixed (byte* room = &text[Math.Min(length, MostWords - 1)])
            {
                count = Libc.read(words, room, (nuint)Math.Max(1, MostWords - length));
            }

            if (count > 0)
            {
                length = (int)Math.Min(MostWords, length + count);
            }
            else if (count == 0 || ready == 0)
            {
                break;
            }
        }

        int status = 0;

        // SAFETY: the C library writes one local.
        if (Libc.waitpid(process, &status, 0) == process && status != 0)
        {
            throw Failure(device, arguments, LastWord(Encoding.UTF8.GetString(text, 0, length)), status);
        }
    }

    private static HostException Failure(string device, string[] arguments, string? word, int status)
    {
        string command = string.Join(' ', arguments.Where(static (_, i) => i is not 2 and not 3));
        string what = word is not null ? $"it says \"{word}\""
            : (status & 0x7F) != 0 ? $"signal {status & 0x7F} ended it while it started"
            : $"it ended with exit code {status >> 8} while it started";
        string remedy = word?.Contains("routable", StringComparison.Ordinal) == true || word?.Contains("External interface", StringComparison.Ordinal) == true ? "give the host a default route (ip route add default dev NAME)"
            : word?.Contains("bind any port", StringComparison.Ordinal) == true ? "forward another port of the host, or end the program that uses this one (ss -ltunp)"
            : $"try it by hand: {command}";
        return new HostException(Program, $"network device '{device}' cannot use it, for {what}", remedy);
    }

    // As root it tells that it gives that up, and without a system log that it cannot write to it.
    private static string? LastWord(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .LastOrDefault(static line => !line.StartsWith("Failed to send", StringComparison.Ordinal) && !line.StartsWith("Don't run as root", StringComparison.Ordinal));
}
