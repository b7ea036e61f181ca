using KvmSdk.Devices.Virtio.FileSystem;
using Fuse = KvmSdk.Devices.Tests.Virtio.FileSystem.FuseDriver<KvmSdk.Devices.Tests.Virtio.FileSystem.FakeFiles.Backend>;

namespace KvmSdk.Devices.Tests.Virtio.FileSystem;

/// <summary>What a driver that means harm gets: an error, or a device that needs a reset; never a file that it was not given, and never an exception.</summary>
public sealed class FileSystemHostileTests
{
    private const int Invalid = 22, BadHandle = 9, Stale = 116;

    private readonly FakeFiles _files = new();

    private Fuse Start(FileSystemOptions? options = null) => new(new(_files), options);

    public static TheoryData<string> Paths => new("", ".", "..", "/", "a/b", "../x", "/etc/passwd", "a/", "./a");

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_name_that_is_a_path_reaches_no_call_of_the_host(string name)
    {
        ulong file = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            Assert.Equal(Invalid, fuse.Find(Fuse.Root, name).Error);
            Assert.Equal(Invalid, fuse.CreateFile(Fuse.Root, name).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.MkDir, Fuse.Root, Fuse.Bytes(0u, 0u), name).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.MkNod, Fuse.Root, Fuse.Bytes(Fuse.Regular, 0u, 0u, 0u), name).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Symlink, Fuse.Root, [.. Fuse.Text(name), .. Fuse.Text("t")]).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Unlink, Fuse.Root, [], name).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.RmDir, Fuse.Root, [], name).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Link, Fuse.Root, BitConverter.GetBytes(file), name).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Rename, Fuse.Root, [.. BitConverter.GetBytes(Fuse.Root), .. Fuse.Text(name), .. Fuse.Text("y")]).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Rename, Fuse.Root, [.. BitConverter.GetBytes(Fuse.Root), .. Fuse.Text("f"), .. Fuse.Text(name)]).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Rename2, Fuse.Root, [.. BitConverter.GetBytes(Fuse.Root), .. Fuse.Bytes(0u, 0u), .. Fuse.Text("f"), .. Fuse.Text(name)]).Error);
            Assert.Empty(_files.Calls);
        }
    }

    [Fact]
    public void A_name_without_end_or_too_long_is_refused()
    {
        using Fuse fuse = Start();
        Assert.Equal(Invalid, fuse.Ask(Fuse.Lookup, Fuse.Root, "abc"u8.ToArray()).Error);
        Assert.Equal(Invalid, fuse.Ask(Fuse.Lookup, Fuse.Root, []).Error);
        Assert.Equal(2, fuse.Find(Fuse.Root, new string('a', 255)).Error);
        Assert.Equal(36, fuse.Find(Fuse.Root, new string('a', 256)).Error);
        Assert.Equal(36, fuse.Ask(Fuse.Symlink, Fuse.Root, [.. Fuse.Text("l"), .. Fuse.Text(new string('t', 4096))]).Error);
        Assert.Equal(Invalid, fuse.Ask(Fuse.Symlink, Fuse.Root, [.. Fuse.Text("l"), .. Fuse.Text("")]).Error);
    }

    [Fact]
    public void Node_ids_that_were_never_given_or_are_given_back_mean_nothing()
    {
        ulong node = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            ulong[] forged = [0, node + 1, 3, 65, 66, uint.MaxValue, 1UL << 32, node | (1UL << 32), Fuse.Root | (1UL << 32), ulong.MaxValue];
            foreach (ulong id in forged)
            {
                Assert.Equal(Stale, fuse.Find(id, "f").Error);
                Assert.Equal(Stale, fuse.OpenFile(id).Error);
                Assert.Equal(Stale, fuse.Ask(Fuse.GetAttr, id, new byte[16]).Error);
                Assert.Equal(Stale, fuse.Change(id, 1).Error);
                Assert.Equal(Stale, fuse.Ask(Fuse.Link, Fuse.Root, BitConverter.GetBytes(id), "y").Error);
                fuse.ForgetNode(id, ulong.MaxValue);
            }

            // The root cannot be forgotten, a file only once.
            fuse.ForgetNode(Fuse.Root, ulong.MaxValue);
            fuse.ForgetNode(node, ulong.MaxValue);
            fuse.ForgetNode(node, ulong.MaxValue);
            Assert.Equal((0, 0), (fuse.Device.NodeCount, _files.Held));
            Assert.Equal(Stale, fuse.OpenFile(node).Error);

            // Its place has another file now, or the same one anew: the old number is none of theirs.
            Assert.NotEqual(node, fuse.Node("f"));
            Assert.Equal(Stale, fuse.OpenFile(node).Error);
        }
    }

    [Fact]
    public void A_handle_serves_only_the_file_and_the_kind_it_was_opened_for()
    {
        _files.Add("g", data: "secret"u8.ToArray());
        ulong file = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            ulong other = fuse.Node("g");
            ulong handle = fuse.OpenFile(other).Handle;
            ulong listing = fuse.OpenFile(Fuse.Root, 0, Fuse.OpenDir).Handle;
            Assert.Equal(BadHandle, fuse.ReadFile(file, handle, 0, 6).Error);
            Assert.Equal(BadHandle, fuse.WriteFile(file, handle, 0, [1]).Error);
            Assert.Equal(BadHandle, fuse.ReadFile(Fuse.Root, handle, 0, 100, Fuse.ReadDir).Error);
            Assert.Equal(BadHandle, fuse.ReadFile(Fuse.Root, listing, 0, 100).Error);
            Assert.Equal(BadHandle, fuse.Close(file, handle).Error);
            Assert.Equal(BadHandle, fuse.Close(other, handle, Fuse.ReleaseDir).Error);
            Assert.Equal(BadHandle, fuse.Change(file, 8 | 64, size: 0, handle: handle).Error);
            foreach (ulong forged in new ulong[] { 0, handle + 1, handle | (1UL << 32), ulong.MaxValue }) Assert.Equal(BadHandle, fuse.ReadFile(other, forged, 0, 6).Error);
            Assert.Equal(0, fuse.Close(other, handle).Error);
            Assert.Equal(BadHandle, fuse.Close(other, handle).Error);
            ulong again = fuse.OpenFile(other).Handle;
            Assert.NotEqual(handle, again);
            Assert.Equal(BadHandle, fuse.ReadFile(other, handle, 0, 6).Error);
        }
    }

    [Theory]
    [InlineData(0x1000u, 6)] // pipe
    [InlineData(0x2000u, 6)] // character device
    [InlineData(0x6000u, 6)] // block device
    [InlineData(0xC000u, 6)] // socket
    [InlineData(0xA000u, 40)] // symbolic link
    [InlineData(0x4000u, 21)] // directory
    public void Only_ordinary_files_are_opened_and_cut(uint kind, int error)
    {
        _files.Add("special", kind | 0x1B6);
        using Fuse fuse = Start();
        ulong node = fuse.Node("special");
        Assert.Equal(error, fuse.OpenFile(node).Error);
        Assert.NotEqual(0, fuse.Change(node, 8, size: 10).Error);
        Assert.Empty(_files.Calls);
    }

    [Fact]
    public void Devices_and_bits_that_lend_an_owners_rights_are_not_made()
    {
        ulong node = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            foreach (uint mode in new uint[] { 0x21B6, 0x61B6, 0x89ED, 0x85ED, 0x09ED, 0x19ED, 0xF1B6 })
            {
                int error = fuse.Ask(Fuse.MkNod, Fuse.Root, Fuse.Bytes(mode, 0x103u, 0u, 0u), "n").Error;
                Assert.True(error is 1 or Invalid, $"mode 0x{mode:X}: {error}");
            }

            Assert.Equal(1, fuse.CreateFile(Fuse.Root, "n", mode: 0x9ED).Error);
            Assert.Equal(1, fuse.Change(node, 1, mode: 0x89ED).Error);
            Assert.Equal(1, fuse.Change(node, 1, mode: 0x85ED).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Rename2, Fuse.Root, [.. BitConverter.GetBytes(Fuse.Root), .. Fuse.Bytes(4u, 0u), .. Fuse.Text("f"), .. Fuse.Text("y")]).Error);
            Assert.Empty(_files.Calls);

            // What the host has set may stay, and on a directory the group bit means another thing.
            _files.Root.Names[0].File.Mode = 0x89ED;
            Assert.Equal(0, fuse.Change(node, 1, mode: 0x89C0).Error);
            Assert.Equal(0, fuse.Ask(Fuse.MkDir, Fuse.Root, Fuse.Bytes(0x5EDu, 0u), "d").Error);
            Assert.Equal(0, fuse.Change(fuse.Node("d"), 1, mode: 0x45C0).Error);
        }
    }

    [Fact]
    public void A_read_only_directory_answers_every_change_with_EROFS()
    {
        _files.Add("f", data: [1]);
        using Fuse fuse = Start(new() { Tag = "t", IsReadOnly = true });
        ulong node = fuse.Node("f");
        byte[] toRoot = BitConverter.GetBytes(Fuse.Root);
        int[] errors =
        [
            fuse.CreateFile(Fuse.Root, "n").Error, fuse.Ask(Fuse.MkDir, Fuse.Root, new byte[8], "n").Error, fuse.Ask(Fuse.MkNod, Fuse.Root, new byte[16], "n").Error,
            fuse.Ask(Fuse.Symlink, Fuse.Root, [.. Fuse.Text("n"), .. Fuse.Text("t")]).Error, fuse.Ask(Fuse.Link, Fuse.Root, BitConverter.GetBytes(node), "n").Error,
            fuse.Ask(Fuse.Unlink, Fuse.Root, [], "f").Error, fuse.Ask(Fuse.RmDir, Fuse.Root, [], "f").Error,
            fuse.Ask(Fuse.Rename, Fuse.Root, [.. toRoot, .. Fuse.Text("f"), .. Fuse.Text("y")]).Error,
            fuse.Ask(Fuse.Rename2, Fuse.Root, [.. toRoot, .. new byte[8], .. Fuse.Text("f"), .. Fuse.Text("y")]).Error,
            fuse.Change(node, 1).Error, fuse.OpenFile(node, 1).Error, fuse.OpenFile(node, 2).Error, fuse.OpenFile(node, 0x200).Error,
            fuse.WriteFile(node, fuse.OpenFile(node).Handle, 0, [1]).Error, fuse.Ask(Fuse.SetXattr, node, new byte[8], "user.x").Error,
            fuse.Ask(Fuse.RemoveXattr, node, [], "user.x").Error, fuse.Ask(Fuse.Fallocate, node, new byte[32]).Error, fuse.Ask(Fuse.CopyFileRange, node, new byte[56]).Error,
        ];
        Assert.All(errors, error => Assert.Equal(30, error));
        Assert.Empty(_files.Calls);
        Assert.Equal([1], fuse.ReadFile(node, fuse.OpenFile(node).Handle, 0, 10).Body);
        Assert.Equal(0, fuse.Ask(Fuse.SyncFs, Fuse.Root, new byte[8]).Error);
    }

    [Fact]
    public void A_guest_that_wants_everything_is_refused_and_the_host_holds_no_more_than_it_chose()
    {
        for (int i = 0; i < 100; i++) _files.Add($"f{i}");
        using Fuse fuse = Start();
        int[] lookups = [.. Enumerable.Range(0, 100).Select(i => fuse.Find(Fuse.Root, $"f{i}").Error)];
        Assert.Equal((64, 36), (lookups.Count(error => error == 0), lookups.Count(error => error == 23)));
        ulong node = fuse.Node("f0");
        int[] opens = [.. Enumerable.Range(0, 20).Select(_ => fuse.OpenFile(node).Error)];
        Assert.Equal((8, 12), (opens.Count(error => error == 0), opens.Count(error => error == 23)));
        Assert.Equal(23, fuse.OpenFile(Fuse.Root, 0, Fuse.OpenDir).Error);
        Assert.Equal(23, fuse.CreateFile(Fuse.Root, "new").Error);
        Assert.Equal(64 + 8, _files.Held);
        Assert.Equal(50, _files.Refusals);
        Assert.Equal(50UL, fuse.Device.Traffic.Refusals);
    }

    [Fact]
    public void A_listing_with_attributes_goes_on_where_no_more_files_can_be_known()
    {
        for (int i = 0; i < 100; i++) _files.Add($"f{i}");
        using Fuse fuse = Start();
        Dictionary<string, ulong> names = fuse.List(Fuse.Root, plus: true);
        Assert.Equal((100, 64), (names.Count, names.Values.Count(node => node != 0)));
    }

    [Fact]
    public void Requests_that_lie_about_their_length_or_are_cut_short_are_errors()
    {
        ulong node = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            foreach (int length in new[] { 0, 39, 41, 43, int.MaxValue, -1 }) Assert.Equal(Invalid, fuse.Send(fuse.Header(Fuse.Lookup, Fuse.Root, length), Fuse.Text("f"), 200).Error);
            Assert.Equal(-1, fuse.Send(fuse.Header(Fuse.Lookup, Fuse.Root, 40)[..39], [], 200).Error);
            int[] withStructure =
            [
                Fuse.SetAttr, Fuse.MkNod, Fuse.MkDir, Fuse.Rename, Fuse.Rename2, Fuse.Link, Fuse.Open, Fuse.Read, Fuse.Write, Fuse.Release, Fuse.Fsync, Fuse.SetXattr,
                Fuse.GetXattr, Fuse.ListXattr, Fuse.Init, Fuse.ReadDir, Fuse.ReleaseDir, Fuse.Create, Fuse.Fallocate, Fuse.ReadDirPlus, Fuse.LSeek, Fuse.CopyFileRange,
            ];
            Assert.All(withStructure, opcode => Assert.Equal(Invalid, fuse.Ask(opcode, node, [1, 2, 3]).Error));
            // Bytes that are not there are not written.
            ulong handle = fuse.OpenFile(node, 2).Handle;
            byte[] transfer = [.. BitConverter.GetBytes(handle), .. new byte[8], .. Fuse.Bytes(100u, 0u, 0u, 0u, 0u, 0u)];
            Assert.Equal(Invalid, fuse.Ask(Fuse.Write, node, [.. transfer, 1, 2, 3]).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Write, node, [.. transfer, .. new byte[101]]).Error);
            Assert.Equal(Invalid, fuse.ReadFile(node, handle, ulong.MaxValue, 4096).Error);
            Assert.Equal(Invalid, fuse.ReadFile(node, handle, long.MaxValue, 4096).Error);
            Assert.Equal(Invalid, fuse.WriteFile(node, handle, long.MaxValue, [1, 2]).Error);
            Assert.Empty(_files.Calls);
        }
    }

    [Fact]
    public void Without_room_for_the_answer_nothing_is_done()
    {
        ulong node = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            Assert.Equal(-1, fuse.Ask(Fuse.MkDir, Fuse.Root, [.. new byte[8], .. Fuse.Text("d")], room: 0).Error);
            Assert.Equal(-1, fuse.Ask(Fuse.MkDir, Fuse.Root, [.. new byte[8], .. Fuse.Text("d")], room: 15).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.MkDir, Fuse.Root, [.. new byte[8], .. Fuse.Text("d")], room: 16 + 127).Error);
            Assert.Equal(Invalid, fuse.Ask(Fuse.Open, node, new byte[8], room: 16 + 15).Error);
            Assert.Equal((1, 1, 0), (fuse.Device.NodeCount, _files.Held, fuse.Device.HandleCount));
            Assert.Empty(_files.Calls);
        }
    }

    [Fact]
    public void Batches_forget_what_they_hold_and_not_what_they_say()
    {
        ulong node = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            Assert.Equal(-1, fuse.Ask(Fuse.BatchForget, 0, [.. Fuse.Bytes(uint.MaxValue, 0u), .. BitConverter.GetBytes(node), .. BitConverter.GetBytes(5UL), 1, 2]).Error);
            Assert.Equal((0, 0), (fuse.Device.NodeCount, _files.Held));
        }
    }

    [Fact]
    public void What_is_not_there_is_said_not_to_be()
    {
        ulong node = AddAndFind(out Fuse fuse);
        using (fuse)
        {
            int[] unknown = [0, 7, 19, Fuse.Flush, 31, 32, 33, Fuse.Access, 37, 39, 40, 41, 48, 49, 51, 52, 4096, -1];
            Assert.All(unknown, opcode => Assert.Equal(38, fuse.Ask(opcode, node, new byte[64]).Error));
            Assert.Equal(-1, fuse.Ask(Fuse.Interrupt, node, new byte[8]).Error);
            Assert.Equal(38, fuse.Ask(38 + 1, node, new byte[64]).Error);
        }
    }

    [Fact]
    public void A_broken_ring_needs_a_reset_and_random_bytes_do_no_harm()
    {
        Random random = new(20261128);
        for (int i = 0; i < 20; i++) _files.Add($"f{i}", i % 3 == 0 ? 0x41EDu : 0x81A4u);
        using Fuse fuse = Start();
        for (int i = 0; i < 30_000; i++)
        {
            int opcode = random.Next(0, 55);
            byte[] body = new byte[random.Next(0, 90)];
            random.NextBytes(body);
            // Small numbers, so that ids, handles and sizes are hit now and then.
            for (int at = 0; at < body.Length; at++) body[at] &= (byte)(random.Next(4) == 0 ? 0xFF : at % 8 == 0 ? 7 : 0);
            if (random.Next(2) == 0 && body.Length > 10) Fuse.Text($"f{random.Next(30)}").CopyTo(body, random.Next(body.Length - 4));
            _ = fuse.Send(fuse.Header(opcode, (ulong)random.Next(25), 40 + body.Length), body, random.Next(0, 300));
            if (!fuse.Device.IsMounted) Assert.Equal(0, fuse.Mount().Error);
            Assert.InRange(fuse.Device.NodeCount + fuse.Device.HandleCount, 0, _files.Held);
        }

        Assert.Equal(_files.Held, fuse.Device.NodeCount + fuse.Device.HandleCount);
        fuse.Requests.AvailableIndex += 1000;
        fuse.Kick();
        fuse.Driver.AssertNeedsReset();
        fuse.Start();
        Assert.Equal(0, _files.Held);
        Assert.Equal(0, fuse.Find(Fuse.Root, _files.Root.Names.Select(entry => System.Text.Encoding.UTF8.GetString(entry.Name)[..^1]).First()).Error);
    }

    private ulong AddAndFind(out Fuse fuse)
    {
        _files.Add("f");
        fuse = Start();
        return fuse.Node("f");
    }
}
