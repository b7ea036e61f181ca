using KvmSdk.Analyzers.Tests.Cases;

namespace KvmSdk.Analyzers.Tests.Pairs;

/// <summary>Where two mistakes do not simply add up, each with its reason.</summary>
internal static class PairExceptions
{
    private static readonly string[] _devices = ["KVM0201", "KVM0202", "KVM0203", "KVM0204", "KVM0205", "KVM0301", "KVM0302", "KVM0303"];
    private static readonly string[] _parameters = ["KVM0508", "KVM0509", "KVM0510", "KVM0511"];

    /// <summary>While one of the first is broken, the others are not asked about.</summary>
    private static readonly (string[] Broken, string[] Waiting, string Reason)[] _waiting =
    [
        (_devices, _parameters, "devices in conflict have no names that a kernel parameter could be held against"),
        (["KVM0110"], ["KVM0510"], "a wrong number of CPUs is none that a kernel parameter could contradict"),
        (["KVM0110", "KVM0111"], ["KVM0112"], "a wrong number of CPUs is none that sockets, cores and threads could make up"),
        (["KVM0120"], ["KVM0480", "KVM0503", "KVM0512"], "a wrong size of RAM is none that an image could lie beyond, a balloon be larger than, or that could be too small"),
        (["KVM0101", "KVM0102", "KVM0103"], ["KVM0104"], "what is no partial record has other worries than its constructor"),
        (["KVM0410"], ["KVM0407"], "a call that fails gives no disk that could share another's file"),
        (["KVM0428"], ["KVM0422", "KVM0425"], "a call that fails gives no network that could share another's tap or address"),
        (["KVM0102", "KVM0103", "KVM0104"], ["KVM0406", "KVM0407", "KVM0422", "KVM0425"], "C# itself reports an instance that cannot be made, and its values are unknown"),
    ];

    /// <summary>Cases that change what another is about, beside being wrong.</summary>
    private static readonly (string Id, string Boundary, string[] Others, string Reason)[] _noPairs =
    [
        ("KVM0402", "an indexer", _parameters, "an indexer has no name that a device could have, so its correction takes a device away"),
        ("KVM0405", "a port of a memory-mapped device", _parameters, "its correction makes of it a port that a kernel numbers otherwise"),
        ("KVM0405", "an address of a device at ports", _parameters, "its correction makes of it a port that a kernel numbers otherwise"),
        ("KVM0104", "only constructors with parameters", ["KVM0104", "KVM0404"], "it has a constructor under the machine's name, and one without parameters corrects both"),
        ("KVM0520", "a Multiboot kernel", ["KVM0501", "KVM0507", "KVM0521"], "where the other declares a Multiboot kernel, or nothing to start from, the module is not wrong"),
        ("KVM0404", "the generated dispatch", _parameters, "its correction is no device"),
        ("KVM0404", "a member of the generated half, for any property", ["KVM0404"], "its correction takes a name that only a device must not have"),
        ("KVM0472", "thirty ports", ["KVM0405", "KVM0470", "KVM0471"], "it has the most ports, so any of another's is one too many"),
        ("KVM0405", "a place at a second console port", ["KVM0470", "KVM0471"], "its correction moves the device's place to the first port, which beside others it no longer is"),
        ("KVM0120", "too much memory", ["KVM0490", "KVM0491", "KVM0492", "KVM0493", "KVM0494", "KVM0495"], "its correction takes all addresses, so that none are left for another's persistent memory"),
        ("KVM0201", "the keyboard controller, which is not written anywhere", ["KVM0301"], "their correction is the same"),
    ];

    /// <summary>What devices share, and a correction may have more devices: then all are reported that come after the first or the last.</summary>
    private static readonly string[] _shared = ["KVM0303", "KVM0406", "KVM0407"];

    /// <summary>Whether more diagnostics of a rule beside a correction than beside the mistake mean nothing, as long as there is one.</summary>
    public static bool IsShared(string id) => _shared.Contains(id);

    /// <summary>Whether <paramref name="id"/> may be missing beside the others.</summary>
    public static bool MayWait(string id, IEnumerable<string> others) => _waiting.Any(entry => entry.Waiting.Contains(id) && entry.Broken.Intersect(others).Any());

    /// <summary>Whether the two cannot be compared with their corrections.</summary>
    public static bool AreNoPair(RuleCase one, RuleCase other) => _noPairs.Any(entry =>
        (entry.Id == one.Id && entry.Boundary == one.Boundary && entry.Others.Contains(other.Id))
        || (entry.Id == other.Id && entry.Boundary == other.Boundary && entry.Others.Contains(one.Id)));
}
