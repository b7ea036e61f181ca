using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.FileSystem;

/// <summary>What came back: an error number of Linux (0 for none), and the bytes behind the header.</summary>
internal readonly record struct FuseReply(int Error, byte[] Body)
{
    public ulong Node => BinaryPrimitives.ReadUInt64LittleEndian(Body);

    /// <summary>The file's number in the answer to an opening.</summary>
    public ulong Handle => BinaryPrimitives.ReadUInt64LittleEndian(Body);

    /// <summary>A field of the attributes in the answer to a lookup; see <c>struct fuse_attr</c>.</summary>
    public uint EntryField(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Body.AsSpan(40 + offset));
}

/// <summary>
/// A guest's driver of a file system device that says what it is told to, whether a kernel would or not: written from linux/fuse.h, knowing
/// nothing of the device's own types.
/// </summary>
internal sealed class FuseDriver<TBackend> : IDisposable
    where TBackend : struct, IFileBackend
{
    public const ulong Root = 1;
    public const int Lookup = 1, Forget = 2, GetAttr = 3, SetAttr = 4, ReadLink = 5, Symlink = 6, MkNod = 8, MkDir = 9, Unlink = 10, RmDir = 11, Rename = 12,
        Link = 13, Open = 14, Read = 15, Write = 16, StatFs = 17, Release = 18, Fsync = 20, SetXattr = 21, GetXattr = 22, ListXattr = 23, RemoveXattr = 24,
        Flush = 25, Init = 26, OpenDir = 27, ReadDir = 28, ReleaseDir = 29, FsyncDir = 30, Access = 34, Create = 35, Interrupt = 36, Destroy = 38, BatchForget = 42,
        Fallocate = 43, ReadDirPlus = 44, Rename2 = 45, LSeek = 46, CopyFileRange = 47, SyncFs = 50;

    public const uint Regular = 0x8000;
    private const ulong In = FakeDriver<FileSystemDevice<TBackend>>.Data;
    private const ulong Out = In + 0x8000;
    private ulong _unique;

    public FuseDriver(TBackend backend, FileSystemOptions? options = null, bool mount = true)
    {
        Driver = new(new FileSystemDevice<TBackend>(backend, options ?? new() { Tag = "test", MostNodes = 64, MostHandles = 8 }));
        Start(mount);
    }

    public FakeDriver<FileSystemDevice<TBackend>> Driver { get; }

    public FileSystemDevice<TBackend> Device => Driver.Device;

    public FakeQueue Priority { get; private set; } = null!;

    public FakeQueue Requests { get; private set; } = null!;

    public void Start(bool mount = true)
    {
        Driver.Begin();
        Driver.Accept(Driver.OfferedFeatures());
        Priority = Place(0);
        Requests = Place(1);
        Driver.Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Driver.Status);
        if (mount) Assert.Equal(0, Mount().Error);
    }

    public FuseReply Mount(uint major = 7, uint minor = 38, uint flags = uint.MaxValue) => Ask(Init, 0, Bytes(major, minor, 0x20000u, flags), 16 + 64);

    public FuseReply Ask(int opcode, ulong node, byte[] body, int room = 0x4000, uint uid = 0, uint gid = 0) =>
        Send(Header(opcode, node, 40 + body.Length, uid, gid), body, room);

    /// <summary>A request with one name behind its structure.</summary>
    public FuseReply Ask(int opcode, ulong node, byte[] body, string name, int room = 0x4000) => Ask(opcode, node, [.. body, .. Text(name)], room);

    /// <summary>Sends bytes whose header may lie.</summary>
    public FuseReply Send(byte[] header, byte[] body, int room)
    {
        byte[] request = [.. header, .. body];
        request.CopyTo(Driver.Ram.Span(In, request.Length));
        Driver.Ram.Span(Out, Math.Max(room, 16)).Fill(0xEE);
        ushort used = Requests.UsedIndex;
        // Cut where no structure ends, so that nothing depends on where a driver cuts.
        int cut = Math.Min(13, request.Length);
        List<Piece> pieces = [Piece.In(In, (uint)cut), Piece.In(In + (uint)cut, (uint)(request.Length - cut))];
        if (room > 0) pieces.Add(Piece.Out(Out, (uint)Math.Min(room, 5)));
        if (room > 5) pieces.Add(Piece.Out(Out + 5, (uint)(room - 5)));
        Requests.Offer(CollectionsMarshal.AsSpan(pieces));
        Kick();
        Assert.Equal((ushort)(used + 1), Requests.UsedIndex);
        uint written = Requests.Used(used).Written;
        Span<byte> answer = Driver.Ram.Span(Out, Math.Max(room, 16));
        if (written == 0) return new(-1, []);
        Assert.Equal(written, BinaryPrimitives.ReadUInt32LittleEndian(answer));
        Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(8)), BinaryPrimitives.ReadUInt64LittleEndian(answer[8..]));
        return new(-BinaryPrimitives.ReadInt32LittleEndian(answer[4..]), answer[16..(int)written].ToArray());
    }

    public void Kick(uint queue = 1)
    {
        Driver.Kick(queue);
        Driver.Settle();
    }

    public byte[] Header(int opcode, ulong node, int length, uint uid = 0, uint gid = 0) =>
        [.. Bytes((uint)length, (uint)opcode), .. BitConverter.GetBytes(++_unique), .. BitConverter.GetBytes(node), .. Bytes(uid, gid, 1u, 0u)];

    public FuseReply Find(ulong directory, string name) => Ask(Lookup, directory, [], name);

    public ulong Node(string name, ulong directory = Root)
    {
        FuseReply reply = Find(directory, name);
        Assert.Equal(0, reply.Error);
        return reply.Node;
    }

    public FuseReply OpenFile(ulong node, uint flags = 0, int opcode = Open) => Ask(opcode, node, Bytes(flags, 0u));

    public FuseReply ReadFile(ulong node, ulong handle, ulong offset, uint size, int opcode = Read, int room = 0x4000) =>
        Ask(opcode, node, [.. BitConverter.GetBytes(handle), .. BitConverter.GetBytes(offset), .. Bytes(size, 0u, 0u, 0u, 0u, 0u)], room);

    public FuseReply WriteFile(ulong node, ulong handle, ulong offset, byte[] data, uint flags = 0, uint writeFlags = 0) =>
        Ask(Write, node, [.. BitConverter.GetBytes(handle), .. BitConverter.GetBytes(offset), .. Bytes((uint)data.Length, writeFlags, 0u, 0u, flags, 0u), .. data]);

    public FuseReply CreateFile(ulong directory, string name, uint mode = 0x1A4, uint flags = 0x42) => Ask(Create, directory, Bytes(flags, mode, 0u, 0u), name);

    public FuseReply Close(ulong node, ulong handle, int opcode = Release) => Ask(opcode, node, [.. BitConverter.GetBytes(handle), .. Bytes(0u, 0u, 0u, 0u)]);

    public FuseReply Change(ulong node, uint valid, uint mode = 0, ulong size = 0, uint uid = 0, uint gid = 0, ulong handle = 0) => Ask(SetAttr, node,
    [
        .. Bytes(valid, 0u), .. BitConverter.GetBytes(handle), .. BitConverter.GetBytes(size), .. new byte[32], .. Bytes(0u, 0u, 0u, mode, 0u, uid, gid, 0u),
    ]);

    public void ForgetNode(ulong node, ulong count = 1)
    {
        byte[] request = [.. Header(Forget, node, 48), .. BitConverter.GetBytes(count)];
        request.CopyTo(Driver.Ram.Span(In, request.Length));
        Priority.Offer(Piece.In(In, (uint)request.Length));
        Kick(0);
    }

    /// <summary>All names of a directory, in requests of so many bytes; with attributes, the nodes too.</summary>
    public Dictionary<string, ulong> List(ulong directory, uint size = 4096, bool plus = false)
    {
        FuseReply opened = OpenFile(directory, 0, OpenDir);
        Assert.Equal(0, opened.Error);
        Dictionary<string, ulong> names = [];
        for (ulong offset = 0; ;)
        {
            FuseReply reply = ReadFile(directory, opened.Handle, offset, size, plus ? ReadDirPlus : ReadDir);
            Assert.Equal(0, reply.Error);
            if (reply.Body.Length == 0) break;
            for (int at = 0; at < reply.Body.Length;)
            {
                ReadOnlySpan<byte> entry = reply.Body.AsSpan(at);
                ulong node = plus ? BinaryPrimitives.ReadUInt64LittleEndian(entry) : 0;
                entry = entry[(plus ? 128 : 0)..];
                int length = BinaryPrimitives.ReadInt32LittleEndian(entry[16..]);
                offset = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
                names.Add(Encoding.UTF8.GetString(entry.Slice(24, length)), node);
                at += (plus ? 128 : 0) + ((24 + length + 7) & ~7);
            }
        }

        Assert.Equal(0, Close(directory, opened.Handle, ReleaseDir).Error);
        return names;
    }

    public static byte[] Bytes(params ReadOnlySpan<uint> values) => MemoryMarshal.AsBytes(values).ToArray();

    public static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    public void Dispose()
    {
        Driver.Out(MmioRegister.Status, 0);
        Driver.Dispose();
    }

    private FakeQueue Place(uint index)
    {
        Driver.PlaceQueue(index, 64);
        Driver.Ram.Span(Driver.Queue.Descriptors, (int)(Driver.Queue.End - Driver.Queue.Descriptors)).Clear();
        Driver.Out(MmioRegister.QueueReady, 1);
        return Driver.Queue;
    }
}
