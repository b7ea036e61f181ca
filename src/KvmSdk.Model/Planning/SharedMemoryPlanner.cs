// Why the suggested place is mostly the highest one: what a machine starts from grows upwards from 1 MiB, and how far is known only at
// start; Linux keeps clear of what is reserved wherever that is.

using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Checks where shared memory is declared to lie. Nothing is assigned: guest and host agree on the address in their sources.</summary>
internal sealed class SharedMemoryPlanner
{
    private readonly List<(AddressRange Range, SharedMemorySpec Memory)> _claims = [];
    private readonly List<Violation> _violations;
    private readonly EquatableArray<AddressRange> _ram;
    private readonly int? _memoryMiB;
    private readonly IReadOnlyList<BootSpec> _images;

    public SharedMemoryPlanner(MachineSpec machine, List<Violation> violations)
    {
        _violations = violations;

        // A wrong memory size is reported by its own rule; measuring against it would only repeat that.
        _memoryMiB = MemoryChecks.Check(machine.MemoryMiB) is null ? machine.MemoryMiB : null;
        _ram = RamLayout.Split(_memoryMiB ?? X86Layout.MaxMemoryMiB);
        _images = [.. machine.Boot.Where(boot => boot.Kind == BootKind.FlatImage && boot.LoadAddress % X86Layout.PageSize == 0)];
    }

    /// <summary>The shared memory, or less of it and the violations.</summary>
    public EquatableArray<SharedMemoryPlan> Plan(EquatableArray<SharedMemorySpec> memories)
    {
        List<(SharedMemorySpec Memory, ulong Size)> wrong = [];
        foreach (SharedMemorySpec memory in memories.Where(HasLayout))
        {
            ulong size = SizeOf(memory);
            if (memory.Address is ulong address && IsRight(new(address, size)))
            {
                _claims.Add((new(address, size), memory));
            }
            else
            {
                wrong.Add((memory, size));
            }
        }

        EquatableArray<SharedMemoryPlan> planned = _claims.Select(claim => new SharedMemoryPlan(claim.Memory.Property, claim.Range)).ToEquatableArray();

        // After every right one is known, so that the suggested places are really free, and each a place of its own.
        foreach (var (memory, size) in wrong)
        {
            Report(memory, size);
        }

        return planned;
    }

    private bool HasLayout(SharedMemorySpec memory)
    {
        if (memory.Type.Problem.Length == 0)
        {
            return true;
        }

        _violations.Add(new(
            SharedMemoryRules.BadType, Target.TypeOf(memory.Property), [memory.Type.Name, memory.Property, memory.Type.Problem, memory.Type.Remedy]));
        return false;
    }

    /// <summary>The bytes to set aside, in whole pages; where the declared number is wrong, the number that is suggested.</summary>
    private ulong SizeOf(SharedMemorySpec memory)
    {
        ulong least = WholePages(memory.Type.Size);
        if (memory.Size is not int size || (size >= memory.Type.Size && size <= SharedMemorySpec.MaxSize))
        {
            return memory.Size is int right ? WholePages(right) : least;
        }

        string problem = size < memory.Type.Size
            ? $"is less than the {Text(memory.Type.Size)} bytes of '{memory.Type.Name}'"
            : $"is more than 0x{SharedMemorySpec.MaxSize:X}";
        ulong suggested = size < memory.Type.Size ? least : SharedMemorySpec.MaxSize;
        _violations.Add(new(
            SharedMemoryRules.BadSize,
            Target.OfProperty(memory.Property, SharedMemorySpec.Attribute, "Size"),
            [Text(size), memory.Property, problem, $"0x{suggested:X}"],
            null,
            $"0x{suggested:X}"));
        return suggested;
    }

    private bool IsRight(AddressRange range) => range.Base % X86Layout.PageSize == 0 && SharedMemoryChecks.Contains(_ram, range) && ObstacleTo(range) is null;

    private void Report(SharedMemorySpec memory, ulong size)
    {
        Finding finding = Diagnose(memory, size);
        string suggestion = "";
        string remedy = finding.Remedy.Length > 0 ? finding.Remedy : "give the machine more memory";
        if (finding.Free is ulong free)
        {
            _claims.Add((new(free, size), memory));
            suggestion = $"0x{free:X}";
            remedy = finding.Remedy.Length > 0 ? $"{finding.Remedy}, or use {suggestion}" : $"use {suggestion}";
        }

        _violations.Add(new(
            finding.Rule,
            SharedMemoryChecks.TargetOf(memory.Property),
            [memory.Property, .. finding.Particulars, remedy],
            finding.Related,
            suggestion));
    }

    private Finding Diagnose(SharedMemorySpec memory, ulong size)
    {
        if (memory.Address is not ulong address)
        {
            return new(SharedMemoryRules.BadAddress, ["has no Address"], HighestFree(size));
        }

        if (address % X86Layout.PageSize != 0)
        {
            return new(
                SharedMemoryRules.BadAddress,
                [$"at 0x{address:X8} does not start at a multiple of 4 KiB"],
                FreeFrom(SharedMemoryChecks.PageFrom(address), size) ?? HighestFree(size));
        }

        var range = new AddressRange(address, size);
        if (!SharedMemoryChecks.Contains(_ram, range))
        {
            var (problem, more) = SharedMemoryChecks.WhyNotRam(range, _memoryMiB ?? X86Layout.MaxMemoryMiB)!.Value;
            return new(SharedMemoryRules.OutsideRam, [range.ToString(), problem], HighestFree(size), Remedy: more ?? "");
        }

        if (WhyBootMemory(range) is var (what, related))
        {
            return new(SharedMemoryRules.OverBootMemory, [range.ToString(), what], HighestFree(size), related);
        }

        var (otherRange, other) = _claims.Find(claim => claim.Range.Overlaps(range));
        return new(
            SharedMemoryRules.Overlap,
            [range.ToString(), other.Property, otherRange.ToString()],
            FreeFrom(SharedMemoryChecks.PageFrom(otherRange.Last), size) ?? HighestFree(size),
            SharedMemoryChecks.TargetOf(other.Property));
    }

    private (string What, Target? Related)? WhyBootMemory(AddressRange range)
    {
        if (range.Base < X86Layout.LowestLoadAddress)
        {
            return ("in the first MiB, where the boot structures are", null);
        }

        // How long the image is, a start knows; its first page is certain.
        return _images.FirstOrDefault(image => range.Overlaps(FirstPageOf(image))) is { } loaded
            ? ($"over '{loaded.Property}', which is loaded at 0x{loaded.LoadAddress:X}", Target.OfProperty(loaded.Property, "FlatImage", "LoadAddress"))
            : null;
    }

    /// <summary>The lowest place at or above <paramref name="address"/> where nothing is, or null.</summary>
    private ulong? FreeFrom(ulong address, ulong size)
    {
        var candidate = new AddressRange(Math.Max(address, X86Layout.LowestLoadAddress), size);
        while (SharedMemoryChecks.Contains([_ram[0]], candidate))
        {
            if (ObstacleTo(candidate) is not { } obstacle)
            {
                return candidate.Base;
            }

            candidate = new(SharedMemoryChecks.PageFrom(obstacle.Last), size);
        }

        return null;
    }

    /// <summary>The highest place below the hole where nothing is, or null.</summary>
    private ulong? HighestFree(ulong size)
    {
        ulong end = _memoryMiB is null ? 0 : _ram[0].Size;
        while (end >= X86Layout.LowestLoadAddress + size)
        {
            var candidate = new AddressRange(end - size, size);
            if (ObstacleTo(candidate) is not { } obstacle)
            {
                return candidate.Base;
            }

            end = obstacle.Base;
        }

        return null;
    }

    /// <summary>What is in the way of a range, or null.</summary>
    private AddressRange? ObstacleTo(AddressRange range)
    {
        IEnumerable<AddressRange> taken = _images.Select(FirstPageOf)
            .Concat(_claims.Select(claim => claim.Range))
            .Append(new(0, X86Layout.LowestLoadAddress));
        foreach (AddressRange other in taken)
        {
            if (other.Overlaps(range))
            {
                return other;
            }
        }

        return null;
    }

    private static AddressRange FirstPageOf(BootSpec image) => new(image.LoadAddress, X86Layout.PageSize);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static ulong WholePages(int bytes) => ((ulong)bytes + X86Layout.PageSize - 1) / X86Layout.PageSize * X86Layout.PageSize;

    /// <summary>What is wrong with one of them.</summary>
    /// <param name="Rule">The broken rule.</param>
    /// <param name="Particulars">Those of its sentence between the property's name and the remedy.</param>
    /// <param name="Free">A place where nothing is, if there is one.</param>
    /// <param name="Related">The other declaration that takes part.</param>
    /// <param name="Remedy">What else than that place would help; empty for nothing.</param>
    private readonly record struct Finding(Rule Rule, string[] Particulars, ulong? Free, Target? Related = null, string Remedy = "");
}
