using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images;

/// <summary>What an image format needs of the file that holds it. Not thread-safe; one user at a time.</summary>
[HotPath]
public interface IImageFile
{
    /// <summary>The file's length in bytes.</summary>
    ulong Length { get; }

    /// <summary>Fills the pieces from the file; what lies beyond its end reads as zeros.</summary>
    ImageResult Read(ulong offset, ReadOnlySpan<IoVector> pieces);

    /// <summary>As <see cref="Read"/>, but only if that needs no waiting for storage; false if it did nothing, or not all of it.</summary>
    bool TryReadAtOnce(ulong offset, ReadOnlySpan<IoVector> pieces);

    /// <summary>Writes all pieces.</summary>
    ImageResult Write(ulong offset, ReadOnlySpan<IoVector> pieces);

    /// <summary>Makes all that was written durable, length included. What is written afterwards becomes so no earlier.</summary>
    ImageResult Flush();

    /// <summary>Makes the file longer; what is added reads as zeros.</summary>
    ImageResult SetLength(ulong length);

    /// <summary>The range is not needed any more. Advice: a file that cannot give storage back does nothing.</summary>
    void Release(ulong offset, ulong length);
}
