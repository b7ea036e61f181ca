using KvmSdk.Model.Layout;

namespace KvmSdk.CommandLine.Inspect;

/// <summary>What stands in a range of the guest's physical addresses.</summary>
/// <param name="Kind"><c>ram</c>, <c>hole</c>, <c>window</c>, <c>shared</c> or <c>reserved</c>; a hole, and RAM, contain the regions that follow inside them.</param>
/// <param name="Range">The addresses.</param>
/// <param name="Use">What it is, for people.</param>
internal sealed record MemoryRegion(string Kind, AddressRange Range, string Use);
