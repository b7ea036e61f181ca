using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases.HotPath;

/// <summary>Guest memory, read twice; and what only looks like it.</summary>
internal static class FetchCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Memory("the same address",
            """
            return memory.Read<uint>(at + 4) + memory.Read<uint>(4 + at);
            //     ~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            //                                 ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            "return memory.Read<uint>(at + 4) + memory.Read<uint>(at + 8) + memory.Read<uint>(at);"),
        Memory("bytes in common",
            """
            return (uint)memory.Read<ulong>(at) + memory.Read<uint>(at + 4);
            //           ~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            //                                    ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            "return (uint)memory.Read<ulong>(at) + memory.Read<uint>(at + 8);"),
        Memory("a field of a structure that was copied already",
            """
            uint copy = memory.Read<uint>(0x1000);
            //          ~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            return copy + memory.Read<byte>(0x1003);
            //            ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint copy = memory.Read<uint>(0x1000);
            return copy + memory.Read<byte>(0x1004) + (copy & 0xFF);
            """),
        Memory("on one way through the branches",
            """
            uint value = 0;
            if (at > 5) value = memory.Read<uint>(at);
            //                  ~~~~~~~~~~~~~~~~~~~~~ KVM0740
            else value = 1;
            return value + memory.Read<uint>(at);
            //             ^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint value = 0;
            if (at > 5) value = memory.Read<uint>(at);
            else value = memory.Read<uint>(at) + 1;
            return value + at switch { 1 => memory.Read<uint>(8), 2 => memory.Read<uint>(8), _ => 0 };
            """),
        Memory("with the variable unchanged in between",
            """
            ulong next = at;
            uint first = memory.Read<uint>(at);
            //           ~~~~~~~~~~~~~~~~~~~~~ KVM0740
            next += 4;
            return first + memory.Read<uint>(at) + memory.Read<uint>(next);
            //             ^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint first = memory.Read<uint>(at);
            at += 4;
            uint second = memory.Read<uint>(at);
            Next(ref at);
            return first + second + memory.Read<uint>(at);
            [HotPath] static void Next(ref ulong at) => at += 4;
            """),
        Memory("without a write or a fence in between",
            """
            uint first = memory.Read<uint>(at);
            //           ~~~~~~~~~~~~~~~~~~~~~ KVM0740
            Interlocked.Increment(ref _count);
            return first + memory.Read<uint>(at);
            //             ^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint first = memory.Read<uint>(at);
            memory.Write(at, 0u);
            uint second = memory.Read<uint>(at);
            Interlocked.MemoryBarrier();
            return first + second + memory.Read<uint>(at);
            """),
        Memory("after a loop that waits, but not in it",
            """
            while (memory.Read<uint>(at) == 0) Thread.SpinWait(1);
            //     ~~~~~~~~~~~~~~~~~~~~~ KVM0740
            return memory.Read<uint>(at);
            //     ^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint value;
            while ((value = memory.Read<uint>(at)) == 0) Thread.SpinWait(1);
            return value;
            """),
        Memory("of one memory",
            """
            if (at > 0) memory.Read(at, _bytes);
            //          ~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            return memory.Read<uint>(at);
            //     ^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            other.Read(at, _bytes);
            return memory.Read<uint>(at);
            """),
        Memory("through a field that nothing has changed",
            """
            uint first = memory.Read<uint>(_where);
            //           ~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            return first + memory.Read<uint>(_where);
            //             ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint first = memory.Read<uint>(_where);
            Move();
            return first + memory.Read<uint>(_where) + memory.Read<uint>(Where(1)) + memory.Read<uint>(Where(1));
            """),
        Lent("an element of a lent span",
            """
            int sum = bytes[0] + bytes[1];
            //        ~~~~~~~~ KVM0740
            sum += bytes[0];
            //     ^^^^^^^^ KVM0740
            """,
            """
            int sum = bytes[0] + bytes[1];
            sum += sum;
            """),
        Lent("an element that was part of a number",
            """
            uint number = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            //            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            if (bytes.Slice(4)[2] == number) return;
            //  ^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint number = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (bytes.Slice(4)[4] == number) return;
            """),
        Lent("a copy of a part, and then one of its bytes",
            """
            Span<byte> copy = stackalloc byte[4];
            if (n > 0) bytes[4..8].CopyTo(copy);
            //         ~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            if (bytes[4] == copy[0]) return;
            //  ^^^^^^^^ KVM0740
            """,
            """
            Span<byte> copy = stackalloc byte[4];
            bytes[4..8].CopyTo(copy);
            if (copy[0] == copy[0]) return;
            """),
        Lent("through a reference and an alias",
            """
            ref uint flags = ref MemoryMarshal.AsRef<uint>(bytes);
            Span<byte> rest = bytes[8..];
            uint both = Volatile.Read(ref flags) + rest[1];
            //          ~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            //                                     ~~~~~~~ KVM0740
            if (flags == both || bytes[9] == 1) return;
            //  ^^^^^ KVM0740
            //                   ^^^^^^^^ KVM0740
            """,
            """
            ref uint flags = ref MemoryMarshal.AsRef<uint>(bytes);
            Span<byte> rest = bytes[8..];
            uint both = Volatile.Read(ref flags) + rest[1];
            flags = both;
            if (flags == both || bytes[10] == 1) return;
            """),
        Lent("in an alias that still means the same",
            """
            Span<byte> rest = bytes[n..];
            byte first = rest[0];
            //           ~~~~~~~ KVM0740
            if (bytes[n] == first) return;
            //  ^^^^^^^^ KVM0740
            """,
            """
            Span<byte> rest = bytes[n..];
            n++;
            byte first = rest[0];
            if (bytes[n] == first) return;
            rest = bytes[1..];
            """),
        Lent("without handing the bytes to somebody who may write them",
            """
            byte first = bytes[0];
            //           ~~~~~~~~ KVM0740
            Look(bytes);
            if (bytes[0] == first) return;
            //  ^^^^^^^^ KVM0740
            """,
            """
            byte first = bytes[0];
            Fill(bytes);
            if (bytes[0] == first) return;
            """),
        Lent("a field of a structure, beside another",
            """
            ref Entry entry = ref MemoryMarshal.AsRef<Entry>(bytes);
            if (entry.Length > 4) n = entry.Length;
            //  ~~~~~~~~~~~~ KVM0740
            //                        ^^^^^^^^^^^^ KVM0740
            """,
            """
            ref Entry entry = ref MemoryMarshal.AsRef<Entry>(bytes);
            if (entry.Length > 4) n = entry.Flags;
            """),
        Pointer("a pointer that was lent",
            """
            Entry* table = (Entry*)host;
            if (table[n].Length > 4) return table[n].Length;
            //  ~~~~~~~~~~~~~~~ KVM0740
            //                              ^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            Entry* table = (Entry*)host;
            Entry entry = table[n];
            if (entry.Length > 4) return entry.Length + table[n + 1].Length + (table + n + 2)->Length;
            """),
        Pointer("a structure that was copied already",
            """
            Entry* entry = (Entry*)(host + 8);
            Entry copy = *entry;
            //           ~~~~~~ KVM0740
            if (copy.Length > 4) return entry->Length;
            //                          ^^^^^^^^^^^^^ KVM0740
            """,
            """
            Entry* entry = (Entry*)(host + 8);
            if (entry->Flags > 4) return entry->Length;
            """),
        Pointer("a property that reads a field in place",
            """
            Entry* entry = (Entry*)host;
            if (entry->IsLong) return entry->IsLong ? 1 : 2;
            //  ~~~~~~~~~~~~~ KVM0740
            //                        ^^^^^^^^^^^^^ KVM0740
            """,
            """
            Entry entry = *(Entry*)host;
            if (entry.IsLong) return entry.IsLong ? 1 : 2;
            """),
        Lent("a pointer to bytes that were lent",
            """
            fixed (byte* first = bytes) { n = *first + first[1]; }
            //                                         ~~~~~~~~ KVM0740
            if (bytes[1] == n) return;
            //  ^^^^^^^^ KVM0740
            """,
            """
            fixed (byte* first = bytes) { n = *first + first[1]; }
            if (bytes[2] == n) return;
            """),
        Pointer("unaligned, and by a view",
            """
            uint a = Unsafe.ReadUnaligned<uint>(host + 2);
            //       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0740
            if (*(ushort*)(host + 4) > 4) return (int)a;
            //  ^^^^^^^^^^^^^^^^^^^^ KVM0740
            """,
            """
            uint a = Unsafe.ReadUnaligned<uint>(host + 2);
            if (*(ushort*)(host + 6) > 4) return (int)a;
            """),
        Shared("all of a shared value",
            """
            if (box.Read().Length > 4) return 0;
            //  ~~~~~~~~~~ KVM0740
            return box.Read().Length;
            //     ^^^^^^^^^^ KVM0740
            """,
            """
            Entry entry = box.Read();
            if (entry.Length > 4) return 0;
            box.Write(entry);
            while (box.Read().Flags == 0) { }
            return entry.Length + other.Read().Length;
            """),
        Borrowed("a field of a shared value",
            """
            if (entry.Length < 16)
            //  ~~~~~~~~~~~~ KVM0740
                Use(entry.Length);
                //  ^^^^^^^^^^^^ KVM0740
            """,
            """
            int length = Volatile.Read(ref entry.Length);
            if (length < 16)
                Use(length);
            entry.Flags++;
            """),
    ];

    private static RuleCase Memory(string boundary, string wrong, string right) => Case(boundary, wrong, right, """
        private ulong _where;
        [HotPath] private void Move() => _where += 4;
        [HotPath] private static ulong Where(ulong n) => n;

        [HotPath] private uint Look(GuestMemory memory, GuestMemory other, ulong at)
        {
            BODY
        }
        """);

    private static RuleCase Lent(string boundary, string wrong, string right) => Case(boundary, wrong, right, """
        private struct Entry { public int Length; public int Flags; }
        [HotPath] private static void Look(ReadOnlySpan<byte> bytes) { }
        [HotPath] private static void Fill(Span<byte> bytes) { }

        [HotPath] private static unsafe void Run(GuestMemory memory, int n) => memory.Access(0x1000, 16, n, static (bytes, n) =>
        {
            BODY
        });
        """);

    private static RuleCase Shared(string boundary, string wrong, string right) => Case(boundary, wrong, right, """
        internal struct Entry { public int Length; public int Flags; }

        [HotPath] private static int Run(SharedMemory<Entry> box, SharedMemory<Entry> other)
        {
            BODY
        }
        """);

    private static RuleCase Borrowed(string boundary, string wrong, string right) => Case(boundary, wrong, right, """
        internal struct Entry { public int Length; public int Flags; }
        [HotPath] private static void Use(int n) { }

        [HotPath] private static void Run(SharedMemory<Entry> box, int n) => box.Access(n, static (scoped ref Entry entry, int n) =>
        {
            BODY
        });
        """);

    private static RuleCase Pointer(string boundary, string wrong, string right) => Case(boundary, wrong, right, """
        private struct Entry { public int Length; public int Flags; [HotPath] public readonly bool IsLong => Length > 4; }

        [HotPath] private static unsafe int Run(KvmSdk.Devices.Memory.GuestMemoryMap memory, int n)
        {
            if (!memory.TryGetPointer(0x1000, 64, out byte* host)) return 0;
            BODY
            return 0;
        }
        """);

    private static RuleCase Case(string boundary, string wrong, string right, string frame)
    {
        return new("KVM0740", boundary, Source(wrong), Source(right));

        string Source(string body) => "using System.Buffers.Binary;\nusing System.Runtime.CompilerServices;\nusing System.Runtime.InteropServices;\n" + HotCode.WithMembers(
            frame.Replace("    BODY", string.Join('\n', body.Split('\n').Select(line => "    " + line)), StringComparison.Ordinal));
    }
}
