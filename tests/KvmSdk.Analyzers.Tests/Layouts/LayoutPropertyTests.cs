// Why: the planner and its own tests speak of requests and ranges. Here the whole road is gone, from C# to the constants in the generated
// half, and what comes out is compared port by port.

using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Layout;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests.Layouts;

/// <summary>Machines with devices at random places.</summary>
public sealed class LayoutPropertyTests
{
    private static readonly string[] _overlaps = ["KVM0201", "KVM0205", "KVM0302"];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Two_hundred_devices_compile_and_no_two_share_a_port_a_page_or_a_line(int seed)
    {
        var machine = RandomMachine.Valid(seed, devices: 200);
        Compilation compilation = Compilations.Generate(Compilations.Of(machine.Source));

        Assert.Empty(await Compilations.AnalyzeAsync(compilation));
        Assert.Empty(Compilations.Errors(compilation));
        INamedTypeSymbol layout = compilation.GetTypeByMetadataName("Vm")!.GetTypeMembers("Layout").Single();
        List<(char Kind, int Number)> planned = [.. machine.Names.SelectMany(name => Occupied(layout.GetTypeMembers(name).Single()))];
        int power = (int)layout.GetTypeMembers("Platform").Single().GetMembers("PowerPort").OfType<IFieldSymbol>().Select(field => (ushort)field.ConstantValue!).Single();
        planned.AddRange(Enumerable.Range(power, 3).Select(port => ('p', port)));
        Assert.Superset(machine.Declared.ToHashSet(), planned.ToHashSet());
        Assert.Equal(planned.Distinct(), planned);
        Assert.DoesNotContain(planned, place => IsOfPlatform(place.Kind, place.Number));
        Assert.Equal(19, planned.Count(place => place.Kind == 'i'));
    }

    [Fact]
    public async Task An_overlap_is_reported_exactly_where_two_devices_declare_the_same()
    {
        int crowded = 0;
        const int Machines = 300;
        for (int seed = 0; seed < Machines; seed++)
        {
            var machine = RandomMachine.Crowded(seed);
            ImmutableArray<Diagnostic> diagnostics = await Compilations.AnalyzeAsync(Compilations.Of(machine.Source));
            IEnumerable<string> expected = machine.Declared.GroupBy(claim => claim).Where(claims => claims.Count() > 1).Select(claims => claims.Key.Kind)
                .Distinct().Select(kind => _overlaps["pwi".IndexOf(kind, StringComparison.Ordinal)]).Order(StringComparer.Ordinal);

            Assert.True(
                expected.SequenceEqual(diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)),
                $"machine {seed}: {string.Join("\n", diagnostics)}\n{machine.Source}");
            crowded += diagnostics.IsEmpty ? 0 : 1;
        }

        // Both answers must have been asked for often.
        Assert.InRange(crowded, Machines / 5, Machines * 4 / 5);
    }

    /// <summary>What the layout's constants give to a device, one by one.</summary>
    private static IEnumerable<(char Kind, int Number)> Occupied(INamedTypeSymbol device)
    {
        var constants = device.GetMembers().OfType<IFieldSymbol>().ToDictionary(field => field.Name, field => Convert.ToUInt64(field.ConstantValue, null));
        ulong Value(string name) => constants.GetValueOrDefault(name);
        return Enumerable.Range((int)Value("Port"), (int)Value("PortCount")).Select(port => ('p', port))
            .Concat(Enumerable.Range((int)(Value("Base") / X86Layout.PageSize), (int)(Value("Size") / X86Layout.PageSize)).Select(page => ('w', page)))
            .Concat(constants.ContainsKey("Irq") ? [('i', (int)Value("Irq"))] : []);
    }

    private static bool IsOfPlatform(char kind, int number) => kind switch
    {
        'p' => number is 0x60 or 0x64 || ReservedRanges.Ports.Any(reserved => reserved.Range.Overlaps(new((ushort)number, 1))),
        'w' => ReservedRanges.Windows.Any(reserved => reserved.Range.Overlaps(new((ulong)number * X86Layout.PageSize, 1))),
        _ => ReservedRanges.WhyIrqUnavailable(number, hasI8042: true) is not null,
    };
}
