using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.HotPath;

/// <summary>Which members are hot, and so looked at: each of these allocates, and is reported exactly if it is hot.</summary>
public sealed class HotMemberTests
{
    [Fact]
    public async Task Nothing_is_reported_without_the_mark() => Assert.Empty(await Expect.MarkedAsync(
        "internal sealed class Device { public object Make() => new object(); }"));

    [Fact]
    public async Task A_mark_of_the_same_name_from_elsewhere_is_not_ours() => Assert.Empty(await Expect.MarkedAsync(
        """
        namespace Other
        {
            internal sealed class HotPathAttribute : System.Attribute;

            internal sealed class Device { [HotPath] public object Make() => new object(); }
        }
        """));

    [Fact]
    public async Task A_mark_of_ours_counts_in_whatever_assembly_it_is_declared() => await Expect.MarkedAsync(
        """
        namespace KvmSdk
        {
            internal sealed class HotPathAttribute : System.Attribute;
        }

        internal sealed class Device
        {
            [KvmSdk.HotPath] public object Make() => new object();
            //                                       ^^^^^^^^^^^^ KVM0701
        }
        """);

    [Fact]
    public async Task Methods_properties_accessors_operators_and_constructors_of_structures_carry_it() => await Expect.MarkedAsync(
        """
        internal struct Device
        {
            private object _made;

            [HotPath] public Device(int n) => _made = new object();
            //                                        ^^^^^^^^^^^^ KVM0701
            [HotPath] public object Method() { return new object(); }
            //                                        ^^^^^^^^^^^^ KVM0701
            [HotPath] public object Property => new object();
            //                                  ^^^^^^^^^^^^ KVM0701
            public object Accessor
            {
                [HotPath] get => new object();
                //               ^^^^^^^^^^^^ KVM0701
                set => _made = new object();
            }
            [HotPath] public static Device operator +(Device a, object b) { b = new object(); return a; }
            //                                                                  ^^^^^^^^^^^^ KVM0701
            public object Cold() => new object();
        }
        """);

    [Fact]
    public async Task On_a_type_it_stands_for_all_members_but_making_and_ending_an_object() => await Expect.MarkedAsync(
        """
        [HotPath]
        internal sealed partial class Device
        {
            private static readonly object _shared = new object();
            private readonly object _own = new object();

            static Device() => _shared = new object();

            public Device() => _own = new object();

            ~Device() => System.GC.KeepAlive(new object());

            public object Property { get; } = new object();

            public object Other => new object();
            //                     ^^^^^^^^^^^^ KVM0701

            private struct Inner
            {
                public Inner(object made) => made = new object();
                //                                  ^^^^^^^^^^^^ KVM0701
            }
        }
        """,
        """
        internal sealed partial class Device
        {
            private static object Make() => new object();
            //                              ^^^^^^^^^^^^ KVM0701
        }
        """);

    [Fact]
    public async Task A_local_function_carries_it_where_the_member_does_not_and_a_hot_member_is_looked_at_once() => await Expect.MarkedAsync(
        """
        internal sealed class Device
        {
            public object Cold()
            {
                return Make();

                [HotPath] static object Make()
                {
                    return Inner();
                    static object Inner() => new object();
                    //                       ^^^^^^^^^^^^ KVM0701
                }
            }

            [HotPath]
            public object Hot()
            {
                return Make();

                [HotPath] static object Make() => new object();
                //                                ^^^^^^^^^^^^ KVM0701
            }

            public object Lukewarm() => new object();
        }
        """);

    [Fact]
    public async Task An_override_keeps_the_promise_of_what_it_overrides() => await Expect.MarkedAsync(
        """
        internal abstract class Base
        {
            [HotPath] public abstract object Make();
            [HotPath] public virtual object Property => "";
            public virtual object Cold() => new object();
        }

        internal class Middle : Base
        {
            public override object Make() => new object();
            //                               ^^^^^^^^^^^^ KVM0701
        }

        internal sealed class Last : Middle
        {
            public override object Make() => new object();
            //                               ^^^^^^^^^^^^ KVM0701
            public override object Property => new object();
            //                                 ^^^^^^^^^^^^ KVM0701
            public override object Cold() => new object();
        }
        """);

    [Fact]
    public async Task An_implementation_keeps_the_promise_of_its_interface() => await Expect.MarkedAsync(
        """
        [HotPath]
        internal interface IMaker<T>
        {
            T Make();
            T Made { get; }
        }

        internal interface IOther
        {
            [HotPath] object Mark();
            object Cold();
        }

        internal sealed class Device : IMaker<object>, IOther
        {
            public object Make() => new object();
            //                      ^^^^^^^^^^^^ KVM0701
            object IMaker<object>.Made => new object();
            //                            ^^^^^^^^^^^^ KVM0701
            object IOther.Mark() => new object();
            //                      ^^^^^^^^^^^^ KVM0701
            public object Cold() => new object();
            public object Make(int n) => new object();
        }
        """);

    [Fact]
    public async Task So_does_an_implementation_of_an_interface_of_the_runtime() => await Expect.MarkedAsync(
        """
        internal sealed class Device : IBusDevice
        {
            public ulong Read(uint offset, int width) => (ulong)new object().GetHashCode();
            //                                                  ^^^^^^^^^^^^ KVM0701
            //                                                               ^^^^^^^^^^^ KVM0731
            public void Write(uint offset, int width, ulong value) { }
        }
        """);

    [Fact]
    public async Task A_method_that_does_not_return_is_where_a_hot_path_ends() => Assert.Empty(await Expect.MarkedAsync(
        """
        [HotPath]
        internal sealed class Device
        {
            public void Check(int n)
            {
                if (n < 0) Refuse($"{n} is negative", new object());
            }

            [System.Diagnostics.CodeAnalysis.DoesNotReturn]
            private static void Refuse(string what, object culprit) => throw new System.InvalidOperationException(what + culprit);
        }
        """));

    [Fact]
    public async Task What_a_release_leaves_out_may_stand() => Assert.Empty(await Expect.MarkedAsync(
        """
        internal sealed class Device
        {
            [HotPath] public void Check(int n) => System.Diagnostics.Debug.Assert(n > 0, "n is " + n);
        }
        """));

    [Fact]
    public async Task Attributes_and_names_are_no_code() => Assert.Empty(await Expect.MarkedAsync(
        """
        internal sealed class Device
        {
            [HotPath, System.Obsolete("a" + "b")] public string Check(string text = "a" + "b") => nameof(System.Linq.Enumerable.Count);
        }
        """));
}
