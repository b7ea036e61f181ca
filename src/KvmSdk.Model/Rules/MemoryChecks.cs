using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on the size of RAM, for the declaration and for <c>--memory</c> alike.</summary>
public static class MemoryChecks
{
    /// <summary>What is wrong with <paramref name="memoryMiB"/>, or null.</summary>
    public static Violation? Check(int memoryMiB)
    {
        if (memoryMiB is >= X86Layout.MinMemoryMiB and <= X86Layout.MaxMemoryMiB)
        {
            return null;
        }

        string nearest = Text(memoryMiB < X86Layout.MinMemoryMiB ? X86Layout.MinMemoryMiB : X86Layout.MaxMemoryMiB);
        return new(
            MachineRules.MemoryOutOfRange,
            Target.OfMachine("VirtualMachine", "MemoryMiB"),
            [Text(memoryMiB), Text(X86Layout.MinMemoryMiB), Text(X86Layout.MaxMemoryMiB)],
            null,
            nearest);
    }

    /// <summary>What is wrong with RAM of a right size on the host's pages behind it, or null.</summary>
    public static Violation? CheckPages(int memoryMiB, HugePages pages)
    {
        if (pages != HugePages.HugeTlb2MiB || memoryMiB % 2 == 0 || Check(memoryMiB) is not null)
        {
            return null;
        }

        string next = Text(memoryMiB + 1);
        return new(MachineRules.MemoryNotWholePages, Target.OfMachine("VirtualMachine", "MemoryMiB"), [Text(memoryMiB), next], null, next);
    }

    /// <summary>What is wrong with RAM of a right size on a host whose guests have so many physical address bits, or null.</summary>
    /// <param name="memoryMiB">The size of RAM in MiB.</param>
    /// <param name="addressBits">CPUID 0x80000008, as KVM supports it; 0 if it does not say.</param>
    public static Violation? CheckAddressable(int memoryMiB, int addressBits)
    {
        ulong last = RamLayout.Split(memoryMiB)[^1].Last;
        if (addressBits is 0 or >= 64 || last >> addressBits == 0)
        {
            return null;
        }

        return new(
            MachineRules.MemoryNotAddressable,
            Target.OfMachine("VirtualMachine", "MemoryMiB"),
            [Text(memoryMiB), $"{last:X}", Text(addressBits), Text(LargestAddressable(addressBits))]);
    }

    /// <summary>The most RAM, in MiB, that so many physical address bits reach, 32 or more: all of the space without the hole for devices.</summary>
    public static int LargestAddressable(int addressBits) => (int)(((1UL << addressBits) - X86Layout.HighMemoryBase + X86Layout.HoleBase) >> 20);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
