using System.Buffers.Binary;
using System.Text;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.Devices.Virtio.Mmio;
using Fuse = KvmSdk.Devices.Tests.Virtio.FileSystem.FuseDriver<KvmSdk.Devices.Tests.Virtio.FileSystem.FakeFiles.Backend>;

namespace KvmSdk.Devices.Tests.Virtio.FileSystem;

/// <summary>What a driver that means well gets.</summary>
public sealed class FileSystemDeviceTests
{
    private readonly FakeFiles _files = new();

    private Fuse Start(FileSystemOptions? options = null, bool mount = true) => new(new(_files), options, mount);

    [Fact]
    public void It_is_a_file_system_with_a_queue_of_each_kind_and_tells_its_tag()
    {
        using Fuse fuse = Start(new() { Tag = "quelle-ä" });
        Assert.Equal(26u, fuse.Driver.In(MmioRegister.DeviceId));
        Assert.Equal(VirtioFeature.Common, fuse.Driver.OfferedFeatures());
        byte[] bytes = [.. Enumerable.Range(0, 44).Select(i => (byte)fuse.Driver.Transport.Read(0x100 + (uint)i, 1))];
        Assert.Equal("quelle-ä", Encoding.UTF8.GetString(bytes, 0, 36).TrimEnd('\0'));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], bytes[36..]);
    }

    [Fact]
    public void Both_sides_agree_on_the_older_version_and_on_what_both_can()
    {
        using Fuse fuse = Start(mount: false);
        Assert.False(fuse.Device.IsMounted);
        byte[] body = fuse.Mount(minor: 36, flags: 0x3FF_FFFF).Body;
        Assert.Equal((7u, 36u), (Word(body, 0), Word(body, 4)));
        // Asynchronous reads, truncation by opening, large writes, caches kept right, attributes with names, large requests, links cached; not
        // locks, splices, writing back, "no open", DAX and what else there is.
        Assert.Equal(0b0000_1100_0100_0111_0000_0010_1001u, Word(body, 12));
        Assert.Equal((1u << 20, 1u, 256u), (Word(body, 20), Word(body, 24), Word(body, 28) & 0xFFFF));
        Assert.True(fuse.Device.IsMounted);
    }

    [Theory]
    [InlineData(7u, 30u, 71)]
    [InlineData(6u, 38u, 71)]
    public void A_driver_of_another_age_is_refused(uint major, uint minor, int error)
    {
        using Fuse fuse = Start(mount: false);
        Assert.Equal(error, fuse.Mount(major, minor).Error);
        Assert.Equal(5, fuse.Find(Fuse.Root, "a").Error);
    }

    [Fact]
    public void A_newer_driver_is_told_which_version_is_spoken_and_begins_again()
    {
        using Fuse fuse = Start(mount: false);
        FuseReply reply = fuse.Mount(major: 8);
        Assert.Equal((0, 7u), (reply.Error, Word(reply.Body, 0)));
        Assert.False(fuse.Device.IsMounted);
        Assert.Equal(0, fuse.Mount().Error);
    }

    [Fact]
    public void A_file_is_found_described_opened_read_and_closed()
    {
        _files.Add("hello", data: "Hello, guest"u8.ToArray());
        using Fuse fuse = Start();
        FuseReply found = fuse.Find(Fuse.Root, "hello");
        Assert.Equal((0, 128, 12u, 0x81A4u), (found.Error, found.Body.Length, found.EntryField(8), found.EntryField(60)));
        Assert.Equal((1u, 0u), (Word(found.Body, 16), Word(found.Body, 32)));
        ulong handle = fuse.OpenFile(found.Node).Handle;
        Assert.Equal("Hello, guest", Encoding.UTF8.GetString(fuse.ReadFile(found.Node, handle, 0, 4096).Body));
        Assert.Equal("guest", Encoding.UTF8.GetString(fuse.ReadFile(found.Node, handle, 7, 4096).Body));
        Assert.Equal("Hel", Encoding.UTF8.GetString(fuse.ReadFile(found.Node, handle, 0, 3).Body));
        Assert.Equal("Hello", Encoding.UTF8.GetString(fuse.ReadFile(found.Node, handle, 0, 4096, room: 16 + 5).Body));
        Assert.Empty(fuse.ReadFile(found.Node, handle, 12, 4096).Body);
        Assert.Equal(0, fuse.Close(found.Node, handle).Error);
        Assert.Equal(9, fuse.ReadFile(found.Node, handle, 0, 1).Error);
        Assert.Equal((1UL, 1UL, 6UL, 25UL, 1UL),
            (fuse.Device.Traffic.Lookups, fuse.Device.Traffic.Opens, fuse.Device.Traffic.Reads, fuse.Device.Traffic.BytesRead, fuse.Device.Traffic.Errors));
    }

    [Fact]
    public void One_file_is_one_node_by_whatever_name_and_is_kept_until_it_is_forgotten_as_often_as_it_was_told()
    {
        FakeFile file = _files.Add("a");
        _files.Root.Names.Add((Fuse.Text("b"), file));
        using Fuse fuse = Start();
        ulong node = fuse.Node("a");
        Assert.Equal(node, fuse.Node("b"));
        Assert.Equal((1, 1), (fuse.Device.NodeCount, _files.Held));
        fuse.ForgetNode(node);
        Assert.Equal((1, 1), (fuse.Device.NodeCount, _files.Held));
        fuse.ForgetNode(node);
        Assert.Equal((0, 0), (fuse.Device.NodeCount, _files.Held));
        Assert.Equal(116, fuse.OpenFile(node).Error);
        Assert.NotEqual(node, fuse.Node("a"));
    }

    [Fact]
    public void What_is_made_belongs_to_who_asks_and_is_known_at_once()
    {
        using Fuse fuse = Start();
        Assert.Equal(0, fuse.Ask(Fuse.MkDir, Fuse.Root, [.. Fuse.Bytes(0x1ED, 0u), .. Fuse.Text("d")], uid: 1000, gid: 100).Error);
        ulong directory = fuse.Node("d");
        Assert.Equal(0, fuse.Ask(Fuse.Symlink, directory, [.. Fuse.Text("l"), .. Fuse.Text("/etc/passwd")]).Error);
        Assert.Equal("/etc/passwd", Encoding.UTF8.GetString(fuse.Ask(Fuse.ReadLink, fuse.Node("l", directory), []).Body));
        FuseReply created = fuse.CreateFile(directory, "f");
        ulong handle = BinaryPrimitives.ReadUInt64LittleEndian(created.Body.AsSpan(128));
        Assert.Equal(3u, Word(fuse.WriteFile(created.Node, handle, 0, [1, 2, 3]).Body, 0));
        Assert.Equal([1, 2, 3], fuse.ReadFile(created.Node, handle, 0, 100).Body);
        Assert.Equal(["directory d 1000:100", "link l 0:0", "file f 0:0", "write"], _files.Calls);
        Assert.Equal(0, fuse.Ask(Fuse.Rename, directory, [.. BitConverter.GetBytes(Fuse.Root), .. Fuse.Text("f"), .. Fuse.Text("g")]).Error);
        Assert.Equal(created.Node, fuse.Node("g"));
        Assert.Equal(0, fuse.Ask(Fuse.Unlink, Fuse.Root, [], "g").Error);
        Assert.Equal(2, fuse.Find(Fuse.Root, "g").Error);
    }

    [Fact]
    public void Bytes_are_written_at_the_end_only_by_who_appends_and_not_by_who_writes_back()
    {
        _files.Add("log");
        using Fuse fuse = Start();
        ulong node = fuse.Node("log");
        ulong handle = fuse.OpenFile(node, 2).Handle;
        _ = fuse.WriteFile(node, handle, 0, [1], flags: 0x402);
        _ = fuse.WriteFile(node, handle, 0, [1], flags: 0x402, writeFlags: 1);
        Assert.Equal(["append", "write"], _files.Calls);
    }

    [Fact]
    public void Pages_are_kept_if_the_data_are_known_to_be_as_they_were()
    {
        FakeFile file = _files.Add("f");
        using Fuse fuse = Start();
        ulong node = fuse.Node("f");
        List<uint> keeps = [];
        foreach (ulong stamp in new ulong[] { 7, 7, 8, 0, 0, 8 })
        {
            file.Stamp = stamp;
            FuseReply opened = fuse.OpenFile(node);
            keeps.Add(Word(opened.Body, 8));
            Assert.Equal(0, fuse.Close(node, opened.Handle).Error);
        }

        Assert.Equal([0u, 2, 0, 0, 0, 0], keeps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_directory_is_listed_whole_in_many_requests(bool plus)
    {
        for (int i = 0; i < 200; i++) _files.Add(new string((char)('a' + (i % 26)), 1 + (i % 200)) + i);
        using Fuse fuse = Start(new() { Tag = "t", MostNodes = 1000 });
        Dictionary<string, ulong> names = fuse.List(Fuse.Root, 1000, plus);
        Assert.Equal(_files.Root.Names.Select(entry => Encoding.UTF8.GetString(entry.Name).TrimEnd('\0')), names.Keys);
        Assert.Equal(plus ? 200 : 0, fuse.Device.NodeCount);
        // Every one was told once, so forgetting each once is enough.
        foreach (ulong node in names.Values.Where(node => node != 0)) fuse.ForgetNode(node);
        Assert.Equal((0, 0), (fuse.Device.NodeCount, _files.Held));
    }

    [Fact]
    public void Of_extended_attributes_only_the_users_are_the_guests()
    {
        _files.Add("f");
        using Fuse fuse = Start();
        ulong node = fuse.Node("f");
        Assert.Equal("user.a\0user.c\0", Encoding.UTF8.GetString(fuse.Ask(Fuse.ListXattr, node, Fuse.Bytes(100u, 0u)).Body));
        Assert.Equal(14u, Word(fuse.Ask(Fuse.ListXattr, node, Fuse.Bytes(0u, 0u)).Body, 0));
        Assert.Equal(34, fuse.Ask(Fuse.ListXattr, node, Fuse.Bytes(13u, 0u)).Error);
        Assert.Equal("blue", Encoding.UTF8.GetString(fuse.Ask(Fuse.GetXattr, node, Fuse.Bytes(4u, 0u), "user.colour").Body));
        Assert.Equal(0, fuse.Ask(Fuse.SetXattr, node, [.. Fuse.Bytes(3u, 0u), .. Fuse.Text("user.x"), .. "red"u8]).Error);
        Assert.Equal("set user.x=red", _files.Calls[^1]);
        Assert.Equal(22, fuse.Ask(Fuse.SetXattr, node, [.. Fuse.Bytes(4u, 0u), .. Fuse.Text("user.x"), .. "red"u8]).Error);
        foreach (string name in new[] { "security.capability", "system.posix_acl_access", "trusted.x", "user" })
        {
            Assert.Equal(95, fuse.Ask(Fuse.GetXattr, node, Fuse.Bytes(100u, 0u), name).Error);
            Assert.Equal(95, fuse.Ask(Fuse.SetXattr, node, Fuse.Bytes(0u, 0u), name).Error);
            Assert.Equal(95, fuse.Ask(Fuse.RemoveXattr, node, [], name).Error);
        }
    }

    [Fact]
    public void An_unmounted_or_reset_device_has_closed_everything()
    {
        _files.Add("f");
        using Fuse fuse = Start();
        Assert.True(fuse.Device.TrySave(out FileSystemState mounted));
        ulong node = fuse.Node("f");
        ulong handle = fuse.OpenFile(node).Handle;
        Assert.Equal(2, _files.Held);
        Assert.False(fuse.Device.TrySave(out _));
        Assert.Equal(0, fuse.Ask(Fuse.Destroy, 0, []).Error);
        Assert.Equal((0, false), (_files.Held, fuse.Device.IsMounted));
        Assert.Equal(0, fuse.Mount().Error);
        Assert.Equal(116, fuse.OpenFile(node).Error);
        Assert.Equal(9, fuse.ReadFile(node, handle, 0, 1).Error);

        _ = fuse.OpenFile(fuse.Node("f"));
        fuse.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal((0, 0, 0), (_files.Held, fuse.Device.NodeCount, fuse.Device.HandleCount));
        Assert.True(fuse.Device.TryRestore(mounted));
        Assert.True(fuse.Device.TrySave(out FileSystemState again) && again == mounted);
        foreach (FileSystemState forged in new[] { mounted with { Minor = 39 }, mounted with { IsMounted = false }, mounted with { Flags = 2 } })
        {
            Assert.False(fuse.Device.TryRestore(forged));
        }
    }

    [Fact]
    public void Nothing_is_allocated_over_a_hundred_thousand_requests()
    {
        _files.Add("f", data: new byte[100]);
        using Fuse fuse = Start();
        ulong node = fuse.Node("f");
        ulong handle = fuse.OpenFile(node).Handle;
        byte[] lookup = [.. fuse.Header(Fuse.Lookup, Fuse.Root, 42), .. Fuse.Text("f")];
        byte[] read = [.. fuse.Header(Fuse.Read, node, 80), .. BitConverter.GetBytes(handle), .. new byte[8], .. Fuse.Bytes(100u, 0u, 0u, 0u, 0u, 0u)];
        byte[] forget = [.. fuse.Header(Fuse.Forget, node, 48), .. BitConverter.GetBytes(1UL)];
        const ulong at = FakeDriver<FileSystemDevice<FakeFiles.Backend>>.Data;
        byte[][] requests = [lookup, read, forget];
        ushort[] heads = new ushort[3];
        for (int i = 0; i < 3; i++)
        {
            requests[i].CopyTo(fuse.Driver.Ram.Span(at + (ulong)(0x100 * i), requests[i].Length));
            heads[i] = fuse.Requests.Chain(Piece.In(at + (ulong)(0x100 * i), (uint)requests[i].Length), Piece.Out(at + 0x1000, 0x1000));
        }

        ulong before = fuse.Device.Traffic.Reads;
        long allocated = AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 34_000; i++)
            {
                foreach (ushort head in heads) fuse.Requests.Offer(head);
                fuse.Kick();
            }
        });
        Assert.Equal(0, allocated);
        Assert.Equal(68_000UL, fuse.Device.Traffic.Reads - before);
        Assert.Equal(0UL, fuse.Device.Traffic.Errors);
        Assert.Equal(1, fuse.Device.NodeCount);
    }

    private static uint Word(byte[] body, int at) => BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(at));
}
