using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class ReadOnceFixTests
{
    [Fact]
    public async Task The_local_that_holds_the_first_read_takes_the_place_of_the_others() => Assert.Equal(
        ["Use 'length', which was read before", "Use 'length', which was read before"],
        await ExpectFix.TurnsAsync(
            new ReadOnceFix(),
            Source("""
                uint length = memory.Read<uint>(at + 8);
                        if (length > 16) return 0;
                        return memory.Read<uint>(at + 8) * memory.Read<uint>(at + 8); // again
                """),
            Source("""
                uint length = memory.Read<uint>(at + 8);
                        if (length > 16) return 0;
                        return length * length; // again
                """)));

    [Fact]
    public async Task Lent_bytes_too() => await ExpectFix.TurnsAsync(
        new ReadOnceFix(),
        Source("memory.Access(at, 4, 0, static (bytes, _) => { byte first = bytes[0]; bytes = bytes[0] == first ? default : bytes; }); return 0;"),
        Source("memory.Access(at, 4, 0, static (bytes, _) => { byte first = bytes[0]; bytes = first == first ? default : bytes; }); return 0;"));

    [Theory]
    [InlineData("if (memory.Read<uint>(at) > 16) return 0; return memory.Read<uint>(at);")]
    [InlineData("uint first = memory.Read<uint>(at) + 1; return first + memory.Read<uint>(at);")]
    [InlineData("uint first = memory.Read<uint>(at); first++; return first + memory.Read<uint>(at);")]
    [InlineData("uint first = memory.Read<uint>(at); return first + memory.Read<byte>(at);")]
    [InlineData("ulong first = memory.Read<uint>(at); return (uint)first + memory.Read<uint>(at);")]
    [InlineData("{ uint first = memory.Read<uint>(at); } return memory.Read<uint>(at);")]
    public async Task It_is_not_offered_where_no_local_holds_exactly_what_would_be_read(string body) =>
        await ExpectFix.NothingAsync(new ReadOnceFix(), Source(body));

    private static string Source(string body) => $$"""
        using KvmSdk;

        internal sealed class Device
        {
            [HotPath]
            public uint Read(GuestMemory memory, ulong at)
            {
                {{body}}
            }
        }
        """;
}
