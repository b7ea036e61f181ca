using System.Buffers.Binary;
using System.Text;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.FileSystem;

namespace KvmSdk.Devices.Tests.Virtio.FileSystem;

/// <summary>One file of a <see cref="FakeFiles"/>.</summary>
internal sealed class FakeFile(ulong inode, uint mode)
{
    public ulong Inode { get; } = inode;

    public uint Mode { get; set; } = mode;

    public byte[] Data { get; set; } = [];

    public List<(byte[] Name, FakeFile File)> Names { get; } = [];

    public ulong Stamp { get; set; }
}

/// <summary>Files that exist in the test's hands only; it counts what was given out and not closed.</summary>
internal sealed class FakeFiles
{
    public const int NotFound = 2, Exists = 17;

    private readonly FakeFile?[] _numbers = new FakeFile?[4096];
    private ulong _inodes = 100;
    private int _from = 1;

    public FakeFiles()
    {
        Root = Make(0x41ED);
        _numbers[0] = Root;
    }

    public FakeFile Root { get; }

    /// <summary>Numbers that were given out and not closed.</summary>
    public int Held => _numbers.Count(file => file is not null) - 1;

    /// <summary>What the backend was asked, in a word each; what a device refuses by itself leaves none.</summary>
    public List<string> Calls { get; } = [];

    public int Refusals { get; set; }

    public FakeFile Add(string name, uint mode = 0x81A4, FakeFile? directory = null, byte[]? data = null)
    {
        FakeFile file = Make(mode);
        file.Data = data ?? [];
        (directory ?? Root).Names.Add((FuseDriver<Backend>.Text(name), file));
        return file;
    }

    public FakeFile this[int number] => _numbers[number] ?? throw new InvalidOperationException($"{number} is no file's number");

    public int Give(FakeFile file)
    {
        while (_numbers[_from] is not null) _from = (_from % (_numbers.Length - 1)) + 1;
        _numbers[_from] = file;
        return _from;
    }

    public void Close(int number)
    {
        if (number == 0 || _numbers[number] is null) throw new InvalidOperationException($"{number} was closed twice");
        _numbers[number] = null;
    }

    private FakeFile Make(uint mode) => new(_inodes++, mode);

    internal readonly struct Backend(FakeFiles files) : IFileBackend
    {
        public int Root => 0;

        public ulong Now => 0;

        public int Find(int directory, ReadOnlySpan<byte> name, out int file, out FileStatus status)
        {
            file = -1;
            status = default;
            foreach ((byte[] candidate, FakeFile found) in files[directory].Names)
            {
                if (!name.SequenceEqual(candidate)) continue;
                file = files.Give(found);
                return Describe(file, out status);
            }

            return NotFound;
        }

        public int Describe(int file, out FileStatus status)
        {
            FakeFile found = files[file];
            status = new() { Device = 1, Inode = found.Inode, ShownInode = found.Inode, Mode = found.Mode, Size = (ulong)found.Data.Length, Links = 1 };
            return 0;
        }

        public int Change(int file, int handle, in FileChange change)
        {
            files.Calls.Add($"change {change.Flags}");
            if (change.Has(FileChange.ModeFlag)) files[file].Mode = (files[file].Mode & 0xF000) | change.Mode;
            return 0;
        }

        public int ReadLink(int file, Span<byte> target, out int length)
        {
            length = Math.Min(files[file].Data.Length, target.Length);
            files[file].Data.AsSpan(0, length).CopyTo(target);
            return 0;
        }

        public int MakeNode(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user) => Make(directory, name, mode, "node", user);

        public int MakeDirectory(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user) => Make(directory, name, 0x4000 | mode, "directory", user);

        public int MakeSymbolicLink(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, GuestUser user)
        {
            int error = Make(directory, name, 0xA1FF, "link", user);
            if (error == 0) files[directory].Names[^1].File.Data = target[..^1].ToArray();
            return error;
        }

        public int Link(int file, int directory, ReadOnlySpan<byte> name)
        {
            files[directory].Names.Add((name.ToArray(), files[file]));
            return 0;
        }

        public int Remove(int directory, ReadOnlySpan<byte> name, bool isDirectory)
        {
            byte[] text = name.ToArray();
            files.Calls.Add($"remove {Encoding.UTF8.GetString(text)}");
            return files[directory].Names.RemoveAll(entry => entry.Name.AsSpan().SequenceEqual(text)) == 0 ? NotFound : 0;
        }

        public int Rename(int directory, ReadOnlySpan<byte> name, int newDirectory, ReadOnlySpan<byte> newName, uint flags)
        {
            byte[] text = name.ToArray();
            files.Calls.Add($"rename {flags}");
            int at = files[directory].Names.FindIndex(entry => entry.Name.AsSpan().SequenceEqual(text));
            if (at < 0) return NotFound;
            FakeFile file = files[directory].Names[at].File;
            files[directory].Names.RemoveAt(at);
            files[newDirectory].Names.Add((newName.ToArray(), file));
            return 0;
        }

        public int Open(int file, uint flags, out int handle, out ulong stamp)
        {
            handle = files.Give(files[file]);
            stamp = files[file].Stamp;
            return 0;
        }

        public int OpenDirectory(int file, out int handle)
        {
            handle = files.Give(files[file]);
            return 0;
        }

        public int Create(int directory, ReadOnlySpan<byte> name, uint flags, uint mode, GuestUser user, out int handle, out int file, out FileStatus status)
        {
            handle = file = -1;
            status = default;
            int error = Make(directory, name, 0x8000 | mode, "file", user);
            if (error != 0) return error;
            FakeFile made = files[directory].Names[^1].File;
            handle = files.Give(made);
            file = files.Give(made);
            return Describe(file, out status);
        }

        public int Read(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, out uint count)
        {
            count = 0;
            ReadOnlySpan<byte> data = files[handle].Data;
            foreach (IoVector piece in pieces)
            {
                ReadOnlySpan<byte> rest = offset >= (ulong)data.Length ? default : data[(int)offset..];
                Span<byte> to = piece.First(rest.Length);
                rest[..to.Length].CopyTo(to);
                offset += (ulong)to.Length;
                count += (uint)to.Length;
            }

            return 0;
        }

        public int Write(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, bool append, out uint count)
        {
            files.Calls.Add(append ? "append" : "write");
            List<byte> bytes = [];
            foreach (IoVector piece in pieces) bytes.AddRange(piece.First(int.MaxValue));
            FakeFile file = files[handle];
            byte[] grown = new byte[Math.Max(file.Data.Length, (int)offset + bytes.Count)];
            file.Data.CopyTo(grown, 0);
            bytes.CopyTo(grown, (int)offset);
            file.Data = grown;
            count = (uint)bytes.Count;
            return 0;
        }

        public int Synchronize(int handle, bool dataOnly) => 0;

        public int SynchronizeAll() => 0;

        public int Allocate(int handle, uint mode, ulong offset, ulong length) => 0;

        public int Seek(int handle, ulong offset, uint whence, out ulong result)
        {
            result = offset;
            return 0;
        }

        public int Copy(int handle, ulong offset, int target, ulong targetOffset, ulong length, out ulong count)
        {
            files.Calls.Add($"copy {length}");
            count = length;
            return 0;
        }

        /// <summary>Records as the kernel's getdents64 writes them.</summary>
        public int ReadDirectory(int handle, ulong position, Span<byte> entries, out int length)
        {
            length = 0;
            List<(byte[] Name, FakeFile File)> names = files[handle].Names;
            for (int i = (int)position; i < names.Count; i++)
            {
                int size = (19 + names[i].Name.Length + 7) & ~7;
                if (length + size > entries.Length) break;
                Span<byte> entry = entries.Slice(length, size);
                entry.Clear();
                BinaryPrimitives.WriteUInt64LittleEndian(entry, names[i].File.Inode);
                BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], (ulong)i + 1);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[16..], (ushort)size);
                entry[18] = (byte)(names[i].File.Mode >> 12);
                names[i].Name.CopyTo(entry[19..]);
                length += size;
            }

            return 0;
        }

        public int Measure(int file, out FileSystemSpace space)
        {
            space = new() { BlockSize = 4096, FragmentSize = 4096, Blocks = 1000, FreeBlocks = 500, AvailableBlocks = 400, Files = 10, FreeFiles = 5, LongestName = 1000 };
            return 0;
        }

        public int GetExtended(int file, ReadOnlySpan<byte> name, Span<byte> value, out int length)
        {
            length = 4;
            if (value.IsEmpty) return 0;
            if (value.Length < 4) return 34;
            "blue"u8.CopyTo(value);
            return 0;
        }

        public int SetExtended(int file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint flags)
        {
            files.Calls.Add($"set {Encoding.UTF8.GetString(name[..^1])}={Encoding.UTF8.GetString(value)}");
            return 0;
        }

        public int ListExtended(int file, Span<byte> names, out int length)
        {
            ReadOnlySpan<byte> all = "security.selinux\0user.a\0trusted.b\0user.c\0"u8;
            all.CopyTo(names);
            length = all.Length;
            return 0;
        }

        public int RemoveExtended(int file, ReadOnlySpan<byte> name) => 0;

        public void Refused() => files.Refusals++;

        public void Close(int number) => files.Close(number);

        private int Make(int directory, ReadOnlySpan<byte> name, uint mode, string what, GuestUser user)
        {
            files.Calls.Add($"{what} {Encoding.UTF8.GetString(name[..^1])} {user.Uid}:{user.Gid}");
            foreach ((byte[] existing, _) in files[directory].Names)
            {
                if (name.SequenceEqual(existing)) return Exists;
            }

            files.Add(Encoding.UTF8.GetString(name[..^1]), mode, files[directory]);
            return 0;
        }
    }
}
