using System.Globalization;
using KvmSdk.Model.Layout;

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

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
