namespace KvmSdk.Devices.Virtio.Block;

/// <summary>What a backend is asked to do; see <see cref="BlockRequest"/> for the operands.</summary>
public enum BlockOperation : byte
{
    /// <summary>Fill the buffers from the disk, from the offset on.</summary>
    Read,

    /// <summary>Write the buffers to the disk, from the offset on; durably when <see cref="BlockRequest.Durable"/> is set.</summary>
    Write,

    /// <summary>Make every write that has completed durable.</summary>
    Flush,

    /// <summary>The range is not needed any more: give its storage back if that is possible.</summary>
    Discard,

    /// <summary>Make the range read as zeros; storage may be given back if <see cref="BlockRequest.MayUnmap"/> is set.</summary>
    WriteZeroes,
}
