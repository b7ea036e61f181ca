namespace KvmSdk.Embedding;

/// <summary>Where the bytes of an embedded image are.</summary>
/// <param name="Path">The file: this program's own, or one beside it.</param>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsConstant">
/// Whether nobody can change the file while this program runs, so that its pages may be a guest's: the kernel lets nobody write to a program that runs (ETXTBSY).
/// </param>
internal sealed record EmbeddedImage(string Path, long Offset, long Length, bool IsConstant);
