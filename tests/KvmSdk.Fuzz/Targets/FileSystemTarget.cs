using System.Buffers.Binary;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The virtio file system device on files that are made up from their names: what a name is, its first letter says.</summary>
internal sealed class FileSystemTarget : VirtioTarget<FileSystemDevice<FileSystemTarget.Files>>
{
    private const int RootFile = 100;
    private const int MostNodes = 4;
    private const int MostHandles = 2;
    private const uint Directory = 0x4000;
    private const uint Ordinary = 0x8000;

    // Numbers that the device has and has not closed, and what each is on.
    private readonly Dictionary<int, ulong> _open = [];
    private int _next;
    private ulong _now;
    private bool _fails;

    public override string Name => "fs";

    protected override IEnumerable<Script> Scripts =>
    [
        // A file is found, opened, read, written, closed, forgotten.
        Asks(
            Mount(), (1, 1, [.. "a\0"u8]), (14, 2, Words(2, 0)), (15, 2, Transfer(1, 0, 64)), (16, 2, [.. Transfer(1, 8, 4), 1, 2, 3, 4]), (20, 2, Longs(1, 1)), (43, 2, Longs(1, 0, 100, 0)),
            (46, 2, Longs(1, 0, 3)), (18, 2, Longs(1, 0, 0))).Ram(0x2000, Request(2, 2, Longs(1))).Descriptor(0, 0, 0x2000, 48, 0, 0).Offer(0, 0).Serve(0),

        // A directory is listed, with attributes and without; attributes are asked for and changed.
        Asks(
            Mount(), (27, 1, Words(0, 0)), (28, 1, Transfer(1, 0, 512)), (44, 1, Transfer(1, 0, 4096)), (29, 1, Longs(1, 0, 0)), (1, 1, [.. "i\0"u8]), (3, 2, Longs(0, 0)),
            (4, 2, [.. Words(9, 0), .. Longs(0, 5, 0, 0, 0, 0), .. new byte[32]]), (17, 1, [])),

        // Names are made, changed and removed.
        Asks(
            Mount(), (35, 1, [.. Words(2, 0x1A4, 0, 0), .. "b\0"u8]), (9, 1, [.. Words(0x1ED, 0), .. "c\0"u8]), (8, 1, [.. Words(0x81A4, 0, 0, 0), .. "j\0"u8]), (6, 1, [.. "d\0target\0"u8]),
            (45, 1, [.. Longs(1, 1), .. "b\0q\0"u8]), (12, 1, [.. Longs(1), .. "b\0r\0"u8]), (13, 1, [.. Longs(2), .. "s\0"u8]), (10, 1, [.. "s\0"u8]), (11, 1, [.. "c\0"u8]), (5, 5, [])),

        // Extended attributes, a copy, and the end.
        Asks(
            Mount(), (35, 1, [.. Words(2, 0x1A4, 0, 0), .. "b\0"u8]), (21, 2, [.. Words(3, 0), .. "user.x\0abc"u8]), (22, 2, [.. Words(64, 0), .. "user.x\0"u8]), (23, 2, Words(0, 0)),
            (24, 2, [.. "user.x\0"u8]), (47, 2, Longs(1, 0, 2, 1, 100, 50, 0)), (50, 1, Longs(0)), (42, 0, [.. Words(2, 0), .. Longs(2, 1, 3, 1)]), (38, 0, [])),
        new Script().Start().Host(1).Notify(1).Host(0).Serve(1),
    ];

    protected override FileSystemDevice<Files> Make()
    {
        _open.Clear();
        _open[RootFile] = 0;
        _next = RootFile;
        _now = 0;
        _fails = false;
        return new FileSystemDevice<Files>(new Files(this), new FileSystemOptions { Tag = "fuzz", MostNodes = MostNodes, MostHandles = MostHandles, QueueSize = 64 });
    }

    protected override void HostEvent(FileSystemDevice<Files> device, MmioTransport<FileSystemDevice<Files>, NoInterrupt> transport, byte what)
    {
        _fails = what % 2 != 0;
        Require(_open.Count == 1 + device.NodeCount + device.HandleCount, "the device has other numbers open than it counts");
        Require(device.NodeCount <= MostNodes && device.HandleCount <= MostHandles, "the guest has more files than it may");
        if (device.TrySave(out FileSystemState state)) Require(device.TryRestore(in state), "a state that was saved is none");
    }

    protected override void AfterReset(FileSystemDevice<Files> device)
    {
        Require(_open.Count == 1 && _open.ContainsKey(RootFile), "a reset left files open");
        Require(device.NodeCount == 0 && device.HandleCount == 0 && !device.IsMounted, "a reset left files known");
    }

    private static Script Mount() => Asks(new Script().Start(), (26, 0, Words(7, 38, 65536, uint.MaxValue)));

    // Each by descriptors 0 and 1 of queue 1.
    private static Script Asks(Script script, params (uint Opcode, ulong Node, byte[] Arguments)[] requests)
    {
        foreach ((uint opcode, ulong node, byte[] arguments) in requests)
        {
            byte[] bytes = Request(opcode, node, arguments);
            script.Ram(0x2000, bytes).Descriptor(1, 0, 0x2000, (ushort)bytes.Length, 1, 1).Descriptor(1, 1, 0x3000, 0x2000, 2, 0).Offer(1, 0).Serve(1);
        }

        return script;
    }

    private static byte[] Request(uint opcode, ulong node, byte[] arguments) =>
        [.. Words((uint)arguments.Length + 40, opcode), .. Longs(7, node), .. Words(0, 0, 1, 0), .. arguments];

    private static byte[] Transfer(ulong handle, ulong offset, uint size) => [.. Longs(handle, offset), .. Words(size, 0), .. Longs(0, 0)];

    private static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    private static byte[] Longs(params ulong[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    // 'a' and so on: an ordinary file, one, a directory, a symbolic link, a pipe, none.
    private static FileStatus StatusOf(ulong inode) => new()
    {
        Device = 1,
        Inode = inode,
        Mode = (inode % 8) switch { 0 => 0x41ED, 3 => Directory | 0x1FF, 4 => 0xA1FF, 5 => 0x11A4, _ => Ordinary | 0x1A4 },
        Links = 1,
        Size = 1000,
    };

    private int Add(ulong inode)
    {
        Require(_open.Count <= 2 + MostNodes + MostHandles, "the device has more numbers open than it can need");
        _open.Add(++_next, inode);
        return _next;
    }

    private uint KindOf(int number)
    {
        Require(_open.TryGetValue(number, out ulong inode), "the device uses a number that it has closed, or never had");
        return StatusOf(inode).Mode & 0xF000;
    }

    private void RequireKind(int number, uint kind) => Require(KindOf(number) == kind, "the device asks a file for what another kind is asked for");

    private int Place(int directory, ReadOnlySpan<byte> name)
    {
        RequireKind(directory, Directory);
        Require(name.Length is >= 2 and <= 256 && name.IndexOf((byte)0) == name.Length - 1, "a name is too short or too long, or has no 0 at its end alone");
        Require(!name.Contains((byte)'/') && !name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8), "a name leads elsewhere");
        return Result();
    }

    private int Result() => _fails ? FuseError.Io : FuseError.None;

    private int Transfer(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, out uint count)
    {
        count = 0;
        RequireKind(handle, Ordinary);
        RequireInRam(pieces);
        ulong total = 0;
        foreach (IoVector piece in pieces)
        {
            Require(piece.Length > 0, "a piece is empty");
            total += piece.Length;
        }

        Require(pieces.Length is > 0 and <= 1024 && total <= 1 << 20, "a transfer has no piece, or more than a request may have");
        Require(offset <= (ulong)long.MaxValue - total, "a transfer goes beyond the longest file");
        Plant(total > 2000);
        if (_fails) return FuseError.Io;
        count = (uint)Math.Min(total, 100);
        return FuseError.None;
    }

    internal readonly struct Files(FileSystemTarget target) : IFileBackend
    {
        public int Root => RootFile;

        public ulong Now => target._now++;

        public int Find(int directory, ReadOnlySpan<byte> name, out int file, out FileStatus status)
        {
            (file, status) = (-1, default);
            int error = target.Place(directory, name);
            if (error != FuseError.None) return error;
            if (name[0] % 8 == 0) return FuseError.NotFound;
            status = StatusOf(name[0]);
            file = target.Add(name[0]);
            return FuseError.None;
        }

        public int Describe(int file, out FileStatus status)
        {
            target.KindOf(file);
            status = StatusOf(target._open[file]);
            return target.Result();
        }

        public int Change(int file, int handle, in FileChange change)
        {
            if (change.Has(FileChange.SizeFlag)) target.RequireKind(file, Ordinary);
            if (handle >= 0) target.RequireKind(handle, Ordinary);
            Require(change.AccessNanoseconds < 1_000_000_000 && change.ModifyNanoseconds < 1_000_000_000, "a second has more nanoseconds than there are");
            target.KindOf(file);
            return target.Result();
        }

        public int ReadLink(int file, Span<byte> text, out int length)
        {
            target.RequireKind(file, 0xA000);
            length = Math.Min(text.Length, 5);
            text[..length].Fill((byte)'t');
            return target.Result();
        }

        public int MakeNode(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user)
        {
            Require((mode & 0xF000) is 0 or Ordinary or 0x1000 or 0xC000, "a device node is made");
            return target.Place(directory, name);
        }

        public int MakeDirectory(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user) => target.Place(directory, name);

        public int MakeSymbolicLink(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, GuestUser user)
        {
            Require(text.Length is >= 2 and <= 4096 && text.IndexOf((byte)0) == text.Length - 1, "a link's target is too short or too long, or has no 0 at its end alone");
            return target.Place(directory, name);
        }

        public int Link(int file, int directory, ReadOnlySpan<byte> name)
        {
            Require(target.KindOf(file) != Directory, "a directory is given another name");
            return target.Place(directory, name);
        }

        public int Remove(int directory, ReadOnlySpan<byte> name, bool isDirectory) => target.Place(directory, name);

        public int Rename(int directory, ReadOnlySpan<byte> name, int newDirectory, ReadOnlySpan<byte> newName, uint flags)
        {
            Require(flags <= 2, "a name is left as a device node");
            return Math.Max(target.Place(directory, name), target.Place(newDirectory, newName));
        }

        public int Open(int file, uint flags, out int handle, out ulong stamp)
        {
            (handle, stamp) = (-1, 0);
            target.RequireKind(file, Ordinary);
            Require((flags & ~0x101203u) == 0 && (flags & 3) != 3, "a file is opened with flags that are not the guest's to choose");
            if (target._fails) return FuseError.Io;
            (handle, stamp) = (target.Add(target._open[file]), target._open[file]);
            return FuseError.None;
        }

        public int OpenDirectory(int file, out int handle)
        {
            target.RequireKind(file, Directory);
            handle = target._fails ? -1 : target.Add(target._open[file]);
            return target.Result();
        }

        public int Create(int directory, ReadOnlySpan<byte> name, uint flags, uint mode, GuestUser user, out int handle, out int file, out FileStatus status)
        {
            (handle, file, status) = (-1, -1, default);
            Require((mode & ~0xFFFu) == 0, "a file is made with more than permissions");
            int error = target.Place(directory, name);
            if (error != FuseError.None) return error;
            status = StatusOf(name[0]);
            if ((status.Mode & 0xF000) != Ordinary) return FuseError.IsADirectory;
            (handle, file) = (target.Add(name[0]), target.Add(name[0]));
            return FuseError.None;
        }

        public int Read(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, out uint count) => target.Transfer(handle, pieces, offset, out count);

        public int Write(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, bool append, out uint count) => target.Transfer(handle, pieces, offset, out count);

        public int Synchronize(int handle, bool dataOnly)
        {
            target.KindOf(handle);
            return target.Result();
        }

        public int SynchronizeAll() => target.Result();

        public int Allocate(int handle, uint mode, ulong offset, ulong length)
        {
            target.RequireKind(handle, Ordinary);
            Require(offset <= long.MaxValue && length <= (ulong)long.MaxValue - offset, "space is asked for beyond the longest file");
            return target.Result();
        }

        public int Seek(int handle, ulong offset, uint whence, out ulong result)
        {
            target.RequireKind(handle, Ordinary);
            Require(whence is 3 or 4 && offset <= long.MaxValue, "something else than data and holes is looked for");
            result = offset;
            return target.Result();
        }

        public int Copy(int handle, ulong offset, int other, ulong otherOffset, ulong length, out ulong count)
        {
            target.RequireKind(handle, Ordinary);
            target.RequireKind(other, Ordinary);
            Require(length <= 64 << 20 && offset <= long.MaxValue - length && otherOffset <= long.MaxValue - length, "a copy is too long, or goes beyond the longest file");
            count = length / 2;
            return target.Result();
        }

        // ".", "..", and files whose names are one letter.
        public int ReadDirectory(int handle, ulong position, Span<byte> entries, out int length)
        {
            target.RequireKind(handle, Directory);
            Require(entries.Length >= 512, "there is too little room for a record");
            length = 0;
            for (ulong at = position; at < 12 && length + 24 <= entries.Length; at++)
            {
                Span<byte> entry = entries.Slice(length, 24);
                entry.Clear();
                BinaryPrimitives.WriteUInt64LittleEndian(entry, at + 1);
                BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], at + 1);
                entry[16] = 24;
                entry[18] = 8;
                if (at < 2) entry.Slice(19, (int)at + 1).Fill((byte)'.');
                else entry[19] = (byte)('a' + at);
                length += 24;
            }

            return target.Result();
        }

        public int Measure(int file, out FileSystemSpace space)
        {
            target.KindOf(file);
            space = new FileSystemSpace { BlockSize = 4096, Blocks = 10, LongestName = 255 };
            return target.Result();
        }

        public int GetExtended(int file, ReadOnlySpan<byte> name, Span<byte> value, out int length)
        {
            RequireUsers(name);
            target.KindOf(file);
            length = 8;
            if (value.Length is > 0 and < 8) return FuseError.NoRoom;
            if (value.Length > 0) value[..8].Fill(1);
            return target.Result();
        }

        public int SetExtended(int file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint flags)
        {
            RequireUsers(name);
            target.KindOf(file);
            return target.Result();
        }

        public int ListExtended(int file, Span<byte> names, out int length)
        {
            target.KindOf(file);
            ReadOnlySpan<byte> all = "user.a\0security.b\0user.c\0"u8;
            all.CopyTo(names);
            length = all.Length;
            return target.Result();
        }

        public int RemoveExtended(int file, ReadOnlySpan<byte> name)
        {
            RequireUsers(name);
            target.KindOf(file);
            return target.Result();
        }

        public void Refused()
        {
        }

        public void Close(int number) => Require(number != RootFile && target._open.Remove(number), "the device closes a number that it has closed, or never had");

        private static void RequireUsers(ReadOnlySpan<byte> name) =>
            Require(name.StartsWith("user."u8) && name.Length <= 256 && name.IndexOf((byte)0) == name.Length - 1, "an attribute is asked for that is not the user's");
    }
}
