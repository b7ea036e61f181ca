using System.Text;
using KvmSdk.Boot.Tests.Support;
using KvmSdk.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

/// <summary>
/// Files that no machine can start from. They are found before the guest's first instruction, and before the lab is started, so all of this
/// runs on any <c>/dev/kvm</c>.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private const string Kernel = "--kernel", Initrd = "--initrd", Disk = "--disk";
    private const string Copy = "so copy or build it again";
    private const string ForX64 = "for x86-64";

    private static readonly DateTime _longAgo = new(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc);
    private static readonly byte[] _contents = [.. Enumerable.Range(0, 8 * 512).Select(i => (byte)(i * 31))];

    /// <summary>Each mistake: its name, the option that is wrong, the file that it names, what is said of it, and a part of the remedy.</summary>
    private static readonly Mistake[] _mistakes =
    [
        new("the kernel is missing", Kernel, null, "no such file or directory", "check the path"),
        new("the kernel is a directory", Kernel, Directory, "it is a directory", "name a file"),
        new("the kernel is empty", Kernel, Bytes([]), "neither a bzImage nor an ELF file", ForX64),
        new("the kernel is a text", Kernel, Bytes([.. "#!/bin/sh\n"u8, .. new byte[4096]]), "neither a bzImage nor an ELF file", ForX64),
        new("the kernel is cut in its setup header", Kernel, Bytes(BzImage()[..0x230]), "the setup header needs 656 bytes", Copy),
        new("the kernel is cut in its payload", Kernel, Bytes(BzImage()[..^512]), "the kernel needs 4096 bytes at offset 0xa00 but the file has 6144", Copy),
        new("the kernel's payload is unknown", Kernel, Bytes(BzImage()), "packed in a way that cannot be unpacked here", "--kernel-entry decompressor"),
        new("the ELF kernel is cut", Kernel, Bytes(Vmlinux()[..^1]), "segment 0 needs 4096 bytes", Copy),
        new("the kernel is an Image for AArch64", Kernel, Bytes(ImageOfArm()), "it is a kernel for AArch64", ForX64),
        new("the kernel is an ELF file for AArch64", Kernel, Bytes(Vmlinux(machine: 183)), "it is for ELF machine 183", ForX64),
        new("the kernel is an ELF file of 32 bits", Kernel, Bytes(Vmlinux(elfClass: 1)), "not 64-bit little-endian", ForX64),
        new("the kernel needs more memory", Kernel, Bytes(Vmlinux()), "segment 0 needs guest RAM", "give the machine at least 80 MiB", "--memory=79"),
        new("the kernel unpacks itself into more memory", Kernel, Bytes(BzImage()), "needs guest RAM", "give the machine at least 18 MiB", "--memory=17", "--kernel-entry=decompressor"),
        new("the initrd is missing", Initrd, null, "no such file or directory", "check the path"),
        new("the initrd is empty", Initrd, Bytes([]), "the initial RAM disk is empty", "give a cpio archive"),
        new("the initrd is larger than RAM", Initrd, Sparse(300L << 20), "of 314572800 bytes does not fit", "give the machine at least 380 MiB"),
        new("the initrd is larger than any RAM below the hole", Initrd, Sparse(4L << 30), "of 4294967296 bytes does not fit", "make the initial RAM disk smaller"),
        new("the disk is missing", Disk, null, "no such file or directory", "check the path"),
        new("the disk is a directory", Disk, Directory, "it is a directory", "name a file"),
        new("the disk is empty", Disk, Bytes([]), "its 0 bytes are not a disk", "truncate -s %512"),
        new("the disk is of odd size", Disk, Bytes(new byte[513]), "its 513 bytes are not a disk", "truncate -s %512"),
    ];

    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("bad-input-").FullName;

    public static TheoryData<string> Names => [.. _mistakes.Select(mistake => mistake.Name)];

    public void Dispose() => System.IO.Directory.Delete(_directory, recursive: true);

    [KvmTheory]
    [MemberData(nameof(Names))]
    public async Task A_file_that_is_wrong_is_one_sentence_and_the_disk_is_untouched(string name)
    {
        Mistake mistake = _mistakes.Single(candidate => candidate.Name == name);
        string bad = Path.Combine(_directory, "the file");
        mistake.Make?.Invoke(bad);
        string disk = mistake.Option == Disk ? bad : GoodDisk();

        ProcessRun run = await RunAsync(
            [
                $"{Kernel}={(mistake.Option == Kernel ? bad : GoodKernel())}",
                .. mistake.Option == Initrd ? [$"{Initrd}={bad}"] : (string[])[],
                $"{Disk}=raw:{disk}",
                .. mistake.Arguments,
            ]);

        AssertComplaint(run, bad, mistake.What, mistake.Remedy);
        AssertUntouched(mistake.Option == Disk ? null : disk);
    }

    [KvmFact]
    public async Task A_disk_that_another_machine_writes_to_is_one_sentence_and_untouched()
    {
        string disk = GoodDisk();
        using SafeFileHandle other = Lock(disk);
        AssertComplaint(await RunAsync([$"{Kernel}={GoodKernel()}", $"{Disk}=raw:{disk}"]), disk, "it is locked by another process", "stop the other machine");
        AssertUntouched(disk);
        AssertComplaint(await RunAsync([$"{Kernel}={GoodKernel()}", $"{Disk}=raw:{disk},ro"]), disk, "it is locked by another process", "stop the machine that writes");
        AssertUntouched(disk);
    }

    private static Task<ProcessRun> RunAsync(string[] arguments) => ProcessRun.Of("dotnet", [Repository.Assembly("HelloLinux"), .. arguments]);

    private static void AssertComplaint(ProcessRun run, string file, string what, string remedy)
    {
        Assert.True(run.ExitCode is 1 or 2, run.Transcript);
        Assert.True(run.Output.Length == 0, run.Transcript);
        string sentence = Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("HelloLinux: ", sentence, StringComparison.Ordinal);
        Assert.Contains(file, sentence, StringComparison.Ordinal);
        Assert.Contains(what, sentence, StringComparison.Ordinal);
        Assert.Contains(remedy, sentence[sentence.IndexOf(what, StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private static void AssertUntouched(string? disk)
    {
        if (disk is not null)
        {
            Assert.Equal(_longAgo, File.GetLastWriteTimeUtc(disk));
            Assert.Equal(_contents, File.ReadAllBytes(disk));
        }
    }

    private string GoodDisk()
    {
        string path = Path.Combine(_directory, "disk.img");
        File.WriteAllBytes(path, _contents);
        File.SetLastWriteTimeUtc(path, _longAgo);
        return path;
    }

    private string GoodKernel()
    {
        string path = Path.Combine(_directory, "vmlinux");
        File.WriteAllBytes(path, Vmlinux());
        return path;
    }

    /// <summary>Takes the lock that a machine takes on a disk that it writes to.</summary>
    private static unsafe SafeFileHandle Lock(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        flock request = new() { l_type = flock.F_WRLCK, l_whence = flock.SEEK_SET };

        // SAFETY: the kernel reads one local.
        Assert.Equal(0, Libc.fcntl((int)handle.DangerousGetHandle(), Libc.F_OFD_SETLK, &request));
        return handle;
    }

    /// <summary>A page of kernel at 16 MiB that needs 64 MiB of memory from there on.</summary>
    private static byte[] Vmlinux(ushort machine = 62, byte elfClass = 2)
    {
        byte[] file = new ElfBuilder { Entry = 0x100_0000 }.Load(0x100_0000, new byte[4096], 64 << 20).Build();
        file[4] = elfClass;
        ElfBuilder.Put16(file, 18, machine);
        return file;
    }

    private static byte[] BzImage() => new BzImageBuilder().Build();

    private static byte[] ImageOfArm()
    {
        byte[] file = new byte[8192];
        Encoding.ASCII.GetBytes("MZ", file);
        Encoding.ASCII.GetBytes("ARM\u0064", file.AsSpan(0x38));
        return file;
    }

    private static Action<string> Bytes(byte[] contents) => path => File.WriteAllBytes(path, contents);

    private static Action<string> Sparse(long length) => path =>
    {
        using FileStream file = File.Create(path);
        file.SetLength(length);
    };

    private static void Directory(string path) => System.IO.Directory.CreateDirectory(path);

    private sealed record Mistake(string Name, string Option, Action<string>? Make, string What, string Remedy, params string[] Arguments);
}
