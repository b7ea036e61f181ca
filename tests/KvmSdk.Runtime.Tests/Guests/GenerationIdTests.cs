using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Guests;

/// <summary>A generation ID in a running machine: in memory before the guest runs, and changed under it.</summary>
public sealed class GenerationIdTests
{
    private const ulong Address = 0xF_0000;
    private static readonly Guid _known = new("324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87");

    private static async Task<(TestMachine Machine, GenerationIdDevice Device)> StartAsync(GenerationId id)
    {
        GenerationIdDevice? device = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin())) { Prepare = host => device = new(host, "Generation", Address, 5, id) };
        return (await vm.StartAsync(), device!);
    }

    [KvmFact]
    public async Task A_known_ID_lies_in_memory_byte_by_byte_as_Windows_lays_out_a_GUID()
    {
        (TestMachine machine, GenerationIdDevice device) = await StartAsync(GenerationId.Of(_known));
        await using (machine)
        {
            Assert.Equal(_known, device.Current);
            byte[] bytes = [.. Enumerable.Range(0, 16).Select(i => machine.Memory.Read<byte>(Address + (uint)i))];
            Assert.Equal("AF6E4E32D1D1F64BBF41B9BB6C91FB87", Convert.ToHexString(bytes));
        }
    }

    [KvmFact]
    public async Task Each_start_has_a_new_one_and_a_change_gives_another()
    {
        HashSet<Guid> seen = [];
        for (int i = 0; i < 2; i++)
        {
            (TestMachine machine, GenerationIdDevice device) = await StartAsync(GenerationId.New);
            await using (machine)
            {
                Assert.True(seen.Add(device.Current));
                Guid changed = device.Change();
                Assert.True(seen.Add(changed));
                device.Change(_known);
                Assert.Equal((_known, _known, 2UL), (device.Current, machine.Memory.Read<Guid>(Address), device.Changes));
            }

            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => device.Change());
            Assert.Equal("the machine of generation ID 'Generation' has ended; change that of a machine that runs", e.Message);
        }
    }

    [Theory]
    [InlineData("new", true)]
    [InlineData("324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87", true)]
    [InlineData("324E6EAFD1D14BF6BF41B9BB6C91FB87", true)]
    [InlineData("", false)]
    [InlineData("old", false)]
    public void A_text_is_new_or_a_GUID(string text, bool isRight)
    {
        Assert.Equal(isRight, GenerationId.TryParse(text, null, out GenerationId? id));
        Assert.Equal(isRight, id is not null && GenerationId.Parse(id.ToString(), null) == id);
        if (!isRight)
        {
            Assert.Contains(text, Assert.Throws<FormatException>(() => GenerationId.Parse(text, null)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("report")]
    public void A_policy_is_read_as_it_is_written(string text)
    {
        Assert.Equal(text, PanicPolicy.Parse(text, null).ToString());
        Assert.Throws<FormatException>(() => PanicPolicy.Parse(text + " ", null));
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("print")]
    public void So_is_what_is_done_with_boot_marks(string text)
    {
        Assert.Equal(text, BootMarker.Parse(text, null).ToString());
        Assert.Throws<FormatException>(() => BootMarker.Parse(text + " ", null));
    }
}
