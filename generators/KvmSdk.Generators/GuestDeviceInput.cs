using KvmSdk.Model.GuestDevices;
using KvmSdk.Parser.GuestDevices;

namespace KvmSdk.Generators;

/// <summary>What the text depends on. Violations are left out, so that a change in them alone renders nothing anew.</summary>
/// <param name="Spec">The device as declared.</param>
/// <param name="IsValid">Whether it can work; if not, a fallback is emitted.</param>
/// <param name="CanGenerate">Whether a generated half can stand beside the declaration at all.</param>
internal sealed record GuestDeviceInput(GuestDeviceSpec Spec, bool IsValid, bool CanGenerate)
{
    public static GuestDeviceInput From(ParsedGuestDevice parsed) => new(parsed.Spec, parsed.IsValid, parsed.CanGenerate);
}
