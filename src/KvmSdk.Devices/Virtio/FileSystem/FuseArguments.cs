using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>What follows a request's header, in a copy of ours, taken apart from the front.</summary>
[HotPath]
internal ref struct FuseArguments(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What was not taken yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Takes a structure off the front, if there are enough bytes.</summary>
    public bool TryTake<T>(out T value)
        where T : unmanaged
    {
        if (!MemoryMarshal.TryRead(_rest, out value)) return false;
        _rest = _rest[System.Runtime.CompilerServices.Unsafe.SizeOf<T>()..];
        return true;
    }

    /// <summary>Takes so many bytes off the front, if they are there.</summary>
    public bool TryTake(uint count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (count > (uint)_rest.Length) return false;
        bytes = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return true;
    }

    /// <summary>Takes text up to a 0 off the front, with the 0.</summary>
    public bool TryTakeText(out ReadOnlySpan<byte> text)
    {
        int end = _rest.IndexOf((byte)0);
        text = _rest[..(end + 1)];
        if (end < 0) return false;
        _rest = _rest[(end + 1)..];
        return true;
    }

    /// <summary>Takes the name of something in a directory off the front.</summary>
    /// <param name="name">The name, with the 0 behind it.</param>
    /// <returns>0, or why no name of a directory's entry can be so.</returns>
    public int TakeName(out ReadOnlySpan<byte> name)
    {
        if (!TryTakeText(out name)) return FuseError.Invalid;
        ReadOnlySpan<byte> text = name[..^1];
        if (text.Length > FuseFormat.LongestName) return FuseError.NameTooLong;
        // A driver of a guest that means well resolves all of these by itself.
        bool isName = !text.IsEmpty && !text.Contains((byte)'/') && !text.SequenceEqual("."u8) && !text.SequenceEqual(".."u8);
        return isName ? FuseError.None : FuseError.Invalid;
    }
}
