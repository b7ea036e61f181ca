using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using KvmSdk.Devices.Tests.Virtio.FileSystem;
using KvmSdk.DeviceShells.Virtio.Files;
using Fuse = KvmSdk.Devices.Tests.Virtio.FileSystem.FuseDriver<KvmSdk.DeviceShells.Virtio.Files.HostFileBackend>;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>Raw requests of a guest on real files: what works, and that nothing leads out.</summary>
[SupportedOSPlatform("linux")]
public sealed class SharedDirectoryTests
{
    [Fact]
    public void Files_are_made_written_read_renamed_and_removed()
    {
        using SharedTree tree = new();
        Fuse guest = tree.Guest;
        FuseReply made = guest.CreateFile(Fuse.Root, "a");
        ulong handle = BinaryPrimitives.ReadUInt64LittleEndian(made.Body.AsSpan(128));
        Assert.Equal(0, guest.WriteFile(made.Node, handle, 0, "Hello"u8.ToArray()).Error);
        Assert.Equal(0, guest.WriteFile(made.Node, handle, 0, " again"u8.ToArray(), flags: 0x402).Error);
        Assert.Equal("Hello again", File.ReadAllText(tree.PathOf("a")));
        Assert.Equal("again", Encoding.UTF8.GetString(guest.ReadFile(made.Node, handle, 6, 4096).Body));
        Assert.Equal(0, guest.Ask(Fuse.Fsync, made.Node, [.. BitConverter.GetBytes(handle), .. new byte[8]]).Error);
        Assert.Equal(0, guest.Change(made.Node, 8 | 64, size: 5, handle: handle).Error);
        Assert.Equal(0, guest.Change(made.Node, 1, mode: 0x81A0).Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(tree.PathOf("a")));
        Assert.Equal(0, guest.Change(made.Node, 8, size: 3).Error);
        Assert.Equal("Hel", File.ReadAllText(tree.PathOf("a")));
        Assert.Equal(0, guest.Ask(Fuse.MkDir, Fuse.Root, Fuse.Bytes(0x1EDu, 0u), "d").Error);
        ulong directory = guest.Node("d");
        Assert.Equal(0, guest.Ask(Fuse.Rename, Fuse.Root, [.. BitConverter.GetBytes(directory), .. Fuse.Text("a"), .. Fuse.Text("b")]).Error);
        Assert.Equal(made.Node, guest.Node("b", directory));
        Assert.Equal(0, guest.Ask(Fuse.Link, Fuse.Root, BitConverter.GetBytes(made.Node), "c").Error);
        Assert.Equal(2u, guest.Find(Fuse.Root, "c").EntryField(64));
        Assert.Equal(17, guest.Ask(Fuse.Rename2, directory, [.. BitConverter.GetBytes(Fuse.Root), .. Fuse.Bytes(1u, 0u), .. Fuse.Text("b"), .. Fuse.Text("c")]).Error);
        Assert.Equal(39, guest.Ask(Fuse.RmDir, Fuse.Root, [], "d").Error);
        Assert.Equal(0, guest.Ask(Fuse.Unlink, directory, [], "b").Error);
        Assert.Equal(0, guest.Ask(Fuse.RmDir, Fuse.Root, [], "d").Error);
        // An open file outlives its names.
        Assert.Equal(0, guest.Ask(Fuse.Unlink, Fuse.Root, [], "c").Error);
        Assert.Equal("Hel", Encoding.UTF8.GetString(guest.ReadFile(made.Node, handle, 0, 100).Body));
        Assert.Equal(0, guest.Ask(Fuse.SyncFs, Fuse.Root, new byte[8]).Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(tree.Shared));
    }

    [Fact]
    public void Large_reads_holes_copies_and_space()
    {
        using SharedTree tree = new();
        Fuse guest = tree.Guest;
        byte[] data = [.. Enumerable.Range(0, 12000).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(tree.PathOf("a"), data);
        ulong a = guest.Node("a");
        ulong from = guest.OpenFile(a).Handle;
        Assert.Equal(data, guest.ReadFile(a, from, 0, 1 << 20, room: 0x4000).Body);
        Assert.Equal(data[5000..], guest.ReadFile(a, from, 5000, 1 << 20).Body);
        FuseReply b = guest.CreateFile(Fuse.Root, "b");
        ulong to = BinaryPrimitives.ReadUInt64LittleEndian(b.Body.AsSpan(128));
        byte[] copy = [.. Longs(from, 0, b.Node, to, 4096, 12000, 0)];
        Assert.Equal(12000u, BinaryPrimitives.ReadUInt32LittleEndian(guest.Ask(Fuse.CopyFileRange, a, copy).Body));
        Assert.Equal(data, File.ReadAllBytes(tree.PathOf("b"))[4096..]);
        Assert.Equal(0, guest.Ask(Fuse.Fallocate, b.Node, [.. Longs(to, 0, 1 << 20), .. new byte[8]]).Error);
        Assert.Equal(1 << 20, new FileInfo(tree.PathOf("b")).Length);
        Assert.Equal(0UL, BinaryPrimitives.ReadUInt64LittleEndian(guest.Ask(Fuse.LSeek, a, [.. Longs(from, 0), .. Fuse.Bytes(3u, 0u)]).Body));
        Assert.Equal(12000UL, BinaryPrimitives.ReadUInt64LittleEndian(guest.Ask(Fuse.LSeek, a, [.. Longs(from, 0), .. Fuse.Bytes(4u, 0u)]).Body));
        Assert.Equal(6, guest.Ask(Fuse.LSeek, a, [.. Longs(from, 12000), .. Fuse.Bytes(3u, 0u)]).Error);
        byte[] space = guest.Ask(Fuse.StatFs, Fuse.Root, []).Body;
        Assert.Equal(new DriveInfo(tree.Shared).TotalSize, (long)(BinaryPrimitives.ReadUInt64LittleEndian(space) * BinaryPrimitives.ReadUInt32LittleEndian(space.AsSpan(48))));
        Assert.Equal(0, guest.Ask(Fuse.ListXattr, a, Fuse.Bytes(100u, 0u)).Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Three_thousand_names_are_listed_once_each(bool plus)
    {
        using SharedTree tree = new();
        string[] names = [.. Enumerable.Range(0, 3000).Select(i => $"a-file-with-number-{i}")];
        foreach (string name in names) File.WriteAllText(tree.PathOf(name), "");
        Assert.Equal([".", "..", .. names.Order(StringComparer.Ordinal)], tree.Guest.List(Fuse.Root, 4096, plus).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_symbolic_link_is_itself_and_leads_nowhere_on_the_host()
    {
        using SharedTree tree = new();
        Fuse guest = tree.Guest;
        File.CreateSymbolicLink(tree.PathOf("out"), Path.Combine(tree.Outside, "secret"));
        Directory.CreateSymbolicLink(tree.PathOf("up"), tree.Outside);
        Assert.Equal(0, guest.Ask(Fuse.Symlink, Fuse.Root, [.. Fuse.Text("planted"), .. Fuse.Text("../outside/secret")]).Error);
        foreach (string name in new[] { "out", "up", "planted" })
        {
            FuseReply found = guest.Find(Fuse.Root, name);
            Assert.Equal(0xA000u, found.EntryField(60) & 0xF000);
            Assert.Equal(40, guest.OpenFile(found.Node).Error);
            Assert.Equal(20, guest.Find(found.Node, "secret").Error);
            Assert.Equal(20, guest.OpenFile(found.Node, 0, Fuse.OpenDir).Error);
            Assert.Equal(20, guest.CreateFile(found.Node, "new").Error);
            Assert.Equal(22, guest.Change(found.Node, 8, size: 0).Error);
            Assert.NotEqual(0, guest.Change(found.Node, 1, mode: 0x1FF).Error);
            // Creating over it makes nothing behind it either.
            Assert.Equal(40, guest.CreateFile(Fuse.Root, name).Error);
        }

        Assert.Equal("../outside/secret", Encoding.UTF8.GetString(guest.Ask(Fuse.ReadLink, guest.Node("planted"), []).Body));
        Assert.Equal("secret", File.ReadAllText(Path.Combine(tree.Outside, "secret")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(tree.Outside, "secret")) & (UnixFileMode)0x1C0);
        Assert.Single(Directory.GetFileSystemEntries(tree.Outside));
    }

    [Fact]
    public void A_directory_that_is_swapped_for_a_link_again_and_again_never_leads_out()
    {
        using SharedTree tree = new();
        Fuse guest = tree.Guest;
        Directory.CreateDirectory(tree.PathOf("d"));
        File.WriteAllText(tree.PathOf("d/secret"), "mine");
        using CancellationTokenSource stop = new();
        Thread swap = new(() =>
        {
            // Two names exchanged at once, as the worst of hosts could.
            Directory.CreateSymbolicLink(tree.PathOf("l"), tree.Outside);
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(tree.PathOf("d"), tree.PathOf("t"));
                Directory.Move(tree.PathOf("l"), tree.PathOf("d"));
                Directory.Move(tree.PathOf("d"), tree.PathOf("l"));
                Directory.Move(tree.PathOf("t"), tree.PathOf("d"));
            }
        });
        swap.Start();
        int links = 0;
        int files = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); (files < 100 || links < 100) && watch.Elapsed < TimeSpan.FromMinutes(1);)
        {
            FuseReply directory = guest.Find(Fuse.Root, "d");
            if (directory.Error != 0) continue;
            FuseReply file = guest.Find(directory.Node, "secret");
            if (file.Error == 20) links++;
            if (file.Error != 0) continue;
            files++;
            ulong handle = guest.OpenFile(file.Node).Handle;
            Assert.Equal("mine", Encoding.UTF8.GetString(guest.ReadFile(file.Node, handle, 0, 100).Body));
            Assert.Equal(0, guest.Close(file.Node, handle).Error);
        }

        stop.Cancel();
        swap.Join();
        Assert.True(files >= 100 && links >= 100, $"{files} times a file, {links} times a link: the race was not run");
    }

    [Fact]
    public void What_was_replaced_is_still_the_old_file_for_who_found_it_before()
    {
        using SharedTree tree = new();
        Fuse guest = tree.Guest;
        File.WriteAllText(tree.PathOf("f"), "old");
        ulong node = guest.Node("f");
        File.Delete(tree.PathOf("f"));
        File.CreateSymbolicLink(tree.PathOf("f"), Path.Combine(tree.Outside, "secret"));
        ulong handle = guest.OpenFile(node).Handle;
        Assert.Equal("old", Encoding.UTF8.GetString(guest.ReadFile(node, handle, 0, 100).Body));
        Assert.NotEqual(node, guest.Node("f"));
    }

    [Fact]
    public void A_pipe_that_nobody_writes_to_keeps_nobody_waiting()
    {
        using SharedTree tree = new();
        Fuse guest = tree.Guest;
        Assert.Equal(0, guest.Ask(Fuse.MkNod, Fuse.Root, Fuse.Bytes(0x11A4u, 0u, 0u, 0u), "pipe").Error);
        Assert.Equal(6, guest.OpenFile(guest.Node("pipe")).Error);
        Assert.Equal(6, guest.CreateFile(Fuse.Root, "pipe").Error);
        Assert.Equal(6, guest.CreateFile(Fuse.Root, "pipe", flags: 0x41).Error);
    }

    [Fact]
    public void Another_mount_is_not_entered()
    {
        // Shares a directory in which there is a mount wherever Linux runs.
        using HostFiles files = new(HostDirectory.At("/", readOnly: true), _ => { });
        using Fuse guest = new(new(files), new() { Tag = "root", IsReadOnly = true });
        Assert.Equal(18, guest.Find(Fuse.Root, "proc").Error);
        Dictionary<string, ulong> names = guest.List(Fuse.Root, plus: true);
        Assert.Equal(0UL, names["proc"]);
    }

    [Fact]
    public void A_read_only_share_stays_as_it_was()
    {
        using SharedTree tree = new(readOnly: true);
        File.WriteAllText(tree.PathOf("f"), "kept");
        ulong node = tree.Guest.Node("f");
        Assert.Equal(30, tree.Guest.OpenFile(node, 2).Error);
        Assert.Equal(30, tree.Guest.OpenFile(node, 0x201).Error);
        Assert.Equal(30, tree.Guest.CreateFile(Fuse.Root, "g").Error);
        Assert.Equal(30, tree.Guest.Ask(Fuse.Unlink, Fuse.Root, [], "f").Error);
        ulong handle = tree.Guest.OpenFile(node).Handle;
        Assert.Equal(30, tree.Guest.WriteFile(node, handle, 0, [1]).Error);
        Assert.Equal("kept", File.ReadAllText(tree.PathOf("f")));
    }

    [Fact]
    public void Files_of_this_programs_user_are_the_guests_and_the_other_way_round() => OnFileThread(static () =>
    {
        using SharedTree tree = new(uid: 1000, gid: 100);
        FuseReply made = tree.Guest.Ask(Fuse.MkDir, Fuse.Root, [.. Fuse.Bytes(0x1FFu, 0u), .. Fuse.Text("d")], uid: 1000, gid: 100);
        Assert.Equal((1000u, 100u), (made.EntryField(68), made.EntryField(72)));
        Assert.Equal(0, tree.Guest.Change(made.Node, 2 | 4, uid: 1000, gid: 100).Error);
        // Another user's: root makes it for him, everybody else for himself.
        FuseReply other = tree.Guest.Ask(Fuse.MkDir, Fuse.Root, [.. Fuse.Bytes(0x1EDu, 0u), .. Fuse.Text("e")], uid: 2000, gid: 200);
        bool isRoot = Environment.IsPrivilegedProcess;
        Assert.Equal(isRoot ? (2000u, 200u) : (1000u, 100u), (other.EntryField(68), other.EntryField(72)));
        Assert.Equal(isRoot ? 0 : 1, tree.Guest.Change(made.Node, 2, uid: 2000).Error);
        // The guest has applied its umask; the host's is not added.
        Assert.Equal(0x41FFu, made.EntryField(60));
    });

    [Fact]
    public void What_is_written_to_loses_the_bits_that_lend_its_owners_rights() => OnFileThread(static () =>
    {
        using SharedTree tree = new();
        File.WriteAllText(tree.PathOf("lent"), "program");
        File.SetUnixFileMode(tree.PathOf("lent"), (UnixFileMode)0xDED);
        FuseReply found = tree.Guest.Find(Fuse.Root, "lent");
        Assert.Equal(0x8DEDu, found.EntryField(60));
        ulong handle = tree.Guest.OpenFile(found.Node, 1).Handle;
        Assert.Equal(0, tree.Guest.WriteFile(found.Node, handle, 0, "another"u8.ToArray()).Error);
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(tree.PathOf("lent")));
    });

    [Fact]
    public void Nothing_stays_open()
    {
        int before = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        int taken = Taken();
        using (SharedTree tree = new())
        {
            for (int i = 0; i < 20; i++) File.WriteAllText(tree.PathOf($"f{i}"), "");
            _ = tree.Guest.List(Fuse.Root, plus: true);
            _ = tree.Guest.OpenFile(tree.Guest.Node("f1"));
            Assert.Equal(taken + 21, Taken());
        }

        Assert.Equal(taken, Taken());
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, before + 5);
    }

    [Theory]
    [InlineData("/nowhere/at/all", "/nowhere/at/all: no such directory; make it (mkdir -p /nowhere/at/all), or check the path; a relative one starts at the working directory")]
    [InlineData("/proc/self/status", "/proc/self/status: it is no directory; name a directory; a file goes into one to be shared")]
    public void A_start_that_fails_says_why_and_what_to_do(string path, string sentence) => Assert.Equal(
        sentence, Assert.Throws<HostException>(() => new HostFiles(HostDirectory.At(path), _ => { })).Message);

    /// <summary>On a thread as the one that serves shared directories, which is good for nothing else.</summary>
    private static void OnFileThread(Action test)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            FileThread.Prepare();
            failure = Record.Exception(test);
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException("on its thread the test failed", failure);
        }
    }

    private static int Taken() => SharedDescriptors.Taken;

    private static byte[] Longs(params ReadOnlySpan<ulong> values) => MemoryMarshal.AsBytes(values).ToArray();
}
