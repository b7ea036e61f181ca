namespace KvmSdk.Model.Spec;

/// <summary>What a memory balloon's attribute says besides its place.</summary>
/// <param name="DeflateOnOutOfMemory">Whether a guest short of memory may take pages back without being asked.</param>
/// <param name="PageReporting">Whether the guest tells which pages are free.</param>
public sealed record BalloonSpec(bool DeflateOnOutOfMemory, bool PageReporting);
