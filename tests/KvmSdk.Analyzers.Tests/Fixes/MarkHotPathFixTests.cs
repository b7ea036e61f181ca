using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class MarkHotPathFixTests
{
    [Fact]
    public async Task A_method_is_marked_above_its_documentation_once_for_all_calls() => Assert.Equal(["Mark 'Store' [HotPath]"], await ExpectFix.TurnsAsync(
        new MarkHotPathFix(),
        """
        using KvmSdk;

        internal sealed class Device
        {
            private uint _value;

            [HotPath]
            public void Write(uint value)
            {
                Store(value);
                Store(value + 1);
            }

            /// <summary>Keeps a value.</summary>
            // As it is.
            private void Store(uint value) => _value = value;
        }
        """,
        """
        using KvmSdk;

        internal sealed class Device
        {
            private uint _value;

            [HotPath]
            public void Write(uint value)
            {
                Store(value);
                Store(value + 1);
            }

            /// <summary>Keeps a value.</summary>
            // As it is.
            [HotPath]
            private void Store(uint value) => _value = value;
        }
        """));

    [Fact]
    public async Task Properties_operators_constructors_and_primary_constructors_are_marked() => await ExpectFix.TurnsAsync(
        new MarkHotPathFix(),
        """
        using KvmSdk;

        internal readonly struct Pair(uint a)
        {
            public Pair(uint a, uint b)
                : this(a + b)
            {
            }

            [System.Obsolete("old")]
            public uint Twice => a * 2;

            public static Pair operator +(Pair left, Pair right) => left;
        }

        internal sealed class Device
        {
        #pragma warning disable CS0618
            [HotPath] public uint Read() => (new Pair(1) + new Pair(2, 3)).Twice;
        }
        """,
        """
        using KvmSdk;

        [method: HotPath]
        internal readonly struct Pair(uint a)
        {
            [HotPath]
            public Pair(uint a, uint b)
                : this(a + b)
            {
            }

            [HotPath]
            [System.Obsolete("old")]
            public uint Twice => a * 2;

            [HotPath]
            public static Pair operator +(Pair left, Pair right) => left;
        }

        internal sealed class Device
        {
        #pragma warning disable CS0618
            [HotPath] public uint Read() => (new Pair(1) + new Pair(2, 3)).Twice;
        }
        """);

    [Fact]
    public async Task The_declaration_of_an_interface_or_virtual_member_is_marked_not_what_overrides_it() => Assert.Equal(
        ["Mark 'Raise' [HotPath]", "Mark 'Level' [HotPath]"],
        await ExpectFix.TurnsAsync(
            new MarkHotPathFix(),
            """
            using KvmSdk;

            internal interface IAlarm
            {
                void Raise();
            }

            internal class Line
            {
                public virtual int Level => 1;
            }

            internal class Doubled : Line
            {
                public override int Level => 2;
            }

            internal sealed class Device(IAlarm alarm, Doubled line)
            {
                [HotPath]
                public int Write()
                {
                    alarm.Raise();
                    return line.Level;
                }
            }
            """,
            """
            using KvmSdk;

            internal interface IAlarm
            {
                [HotPath]
                void Raise();
            }

            internal class Line
            {
                [HotPath]
                public virtual int Level => 1;
            }

            internal class Doubled : Line
            {
                public override int Level => 2;
            }

            internal sealed class Device(IAlarm alarm, Doubled line)
            {
                [HotPath]
                public int Write()
                {
                    alarm.Raise();
                    return line.Level;
                }
            }
            """));

    [Fact]
    public async Task A_declaration_in_another_file_is_marked_there_with_the_using_that_it_needs() => await ExpectFix.TurnsAsync(
        new MarkHotPathFix(),
        [
            """
            using KvmSdk;

            internal sealed class Device
            {
                [HotPath] public uint Read(uint value) => Numbers.Twice(Numbers.Half(value));
            }
            """,
            """
            using System;

            internal static class Numbers
            {
                public static uint Twice(uint value) => value * 2;

                public static uint Half(uint value) => Math.Max(value / 2, 1);
            }
            """,
        ],
        [
            """
            using KvmSdk;

            internal sealed class Device
            {
                [HotPath] public uint Read(uint value) => Numbers.Twice(Numbers.Half(value));
            }
            """,
            """
            using System;
            using KvmSdk;

            internal static class Numbers
            {
                [HotPath]
                public static uint Twice(uint value) => value * 2;

                [HotPath]
                public static uint Half(uint value) => Math.Max(value / 2, 1);
            }
            """,
        ]);

    [Theory]
    [InlineData("private readonly System.Collections.Generic.List<int> _list = []; [HotPath] public void Add() => _list.Add(1);")]
    [InlineData("[HotPath] public void Run(System.Action work) => work();")]
    public async Task Nothing_is_offered_for_what_is_not_declared_in_the_project(string members) => await ExpectFix.NothingAsync(
        new MarkHotPathFix(), $"using KvmSdk; internal sealed class Device {{ {members} }}");
}
