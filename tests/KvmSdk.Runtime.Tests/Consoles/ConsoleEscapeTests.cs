using CsCheck;
using KvmSdk.Consoles;

namespace KvmSdk.Runtime.Tests.Consoles;

public class ConsoleEscapeTests
{
    private const byte CtrlA = ConsoleEscape.Prefix;

    /// <summary>Feeds chunks and collects what passes, with the commands met.</summary>
    private static (byte[] Passed, List<ConsoleCommand> Commands) Feed(ref ConsoleEscape escape, params byte[][] chunks)
    {
        List<byte> passed = [];
        List<ConsoleCommand> commands = [];
        foreach (byte[] chunk in chunks)
        {
            ReadOnlySpan<byte> typed = chunk;
            while (!typed.IsEmpty)
            {
                byte[] room = new byte[typed.Length + 1];
                ConsoleCommand command = escape.Filter(typed, room, out int consumed, out int written);
                Assert.InRange(consumed, 1, typed.Length);
                Assert.True(command != ConsoleCommand.None || consumed == typed.Length);
                passed.AddRange(room[..written]);
                if (command != ConsoleCommand.None)
                {
                    commands.Add(command);
                }

                typed = typed[consumed..];
            }
        }

        return ([.. passed], commands);
    }

    [Fact]
    public void Every_key_but_Ctrl_A_goes_to_the_guest_Ctrl_C_too()
    {
        byte[] keys = [.. Enumerable.Range(0, 256).Select(key => (byte)key).Where(key => key != CtrlA)];
        ConsoleEscape escape = default;
        (byte[] passed, List<ConsoleCommand> commands) = Feed(ref escape, keys);
        Assert.Equal(keys, passed);
        Assert.Empty(commands);
    }

    [Theory]
    [InlineData('x', "Quit")]
    [InlineData('X', "Quit")]
    [InlineData('h', "Help")]
    [InlineData('H', "Help")]
    [InlineData('?', "Help")]
    public void A_key_after_Ctrl_A_is_a_command_and_does_not_reach_the_guest(char key, string command)
    {
        ConsoleEscape escape = default;
        (byte[] passed, List<ConsoleCommand> commands) = Feed(ref escape, [(byte)'a', CtrlA, (byte)key, (byte)'b']);
        Assert.Equal("ab"u8.ToArray(), passed);
        Assert.Equal(command, Assert.Single(commands).ToString());
    }

    [Fact]
    public void A_command_may_come_in_two_reads()
    {
        ConsoleEscape escape = default;
        Assert.Equal(ConsoleCommand.Quit, Assert.Single(Feed(ref escape, [CtrlA], [(byte)'x']).Commands));
    }

    [Fact]
    public void Ctrl_A_twice_sends_one_Ctrl_A_and_then_x_is_a_letter()
    {
        ConsoleEscape escape = default;
        (byte[] passed, List<ConsoleCommand> commands) = Feed(ref escape, [CtrlA, CtrlA, (byte)'x']);
        Assert.Equal([CtrlA, (byte)'x'], passed);
        Assert.Empty(commands);
    }

    [Fact]
    public void An_unknown_key_after_Ctrl_A_passes_with_it()
    {
        ConsoleEscape escape = default;
        Assert.Equal([CtrlA, (byte)'k'], Feed(ref escape, [CtrlA], [(byte)'k']).Passed);
    }

    /// <summary>Keys with many prefixes and command letters among them, cut into reads at any place.</summary>
    private static Gen<byte[][]> Reads { get; } =
        Gen.Frequency((3, Gen.Const(CtrlA)), (2, Gen.Int[0, 4].Select(key => "xXhH?"u8[key])), (3, Gen.Byte)).Array[0, 40].Array[0, 6];

    [Fact]
    public void No_byte_is_lost_however_the_reads_are_cut() => Reads.Sample(reads =>
    {
        ConsoleEscape cut = default;
        (byte[] passed, List<ConsoleCommand> commands) = Feed(ref cut, reads);

        // The same by the definition: pairs after a prefix, over the whole text at once.
        byte[] typed = [.. reads.SelectMany(read => read)];
        List<byte> expected = [];
        List<ConsoleCommand> expectedCommands = [];
        for (int i = 0; i < typed.Length; i++)
        {
            if (typed[i] != CtrlA)
            {
                expected.Add(typed[i]);
                continue;
            }

            if (++i == typed.Length)
            {
                break; // Held back until its key comes.
            }

            switch ((char)typed[i])
            {
                case 'x' or 'X':
                    expectedCommands.Add(ConsoleCommand.Quit);
                    break;
                case 'h' or 'H' or '?':
                    expectedCommands.Add(ConsoleCommand.Help);
                    break;
                case (char)CtrlA:
                    expected.Add(CtrlA);
                    break;
                default:
                    expected.AddRange([CtrlA, typed[i]]);
                    break;
            }
        }

        return passed.AsSpan().SequenceEqual(expected.ToArray()) && commands.SequenceEqual(expectedCommands);
    });
}
