namespace KvmSdk.Devices.Virtio.FileSystem;

// What both sides agree on, and what the guest gives back.
public sealed partial class FileSystemDevice<TBackend>
{
    // How many requests the driver sends without waiting for answers, and from how many on it holds back.
    private const ushort MostInBackground = 64;
    private const ushort Congestion = 48;

    private int Initialise(ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out InitRequest init)) return FuseError.Invalid;
        // A second mount begins anew, whether the first was ended or not.
        Unmount();
        InitAnswer answer = new() { Major = FuseFormat.Major, Minor = FuseFormat.Minor };
        if (init.Major < FuseFormat.Major || (init.Major == FuseFormat.Major && init.Minor < FuseFormat.OldestMinor)) return FuseError.Protocol;
        // A driver of a newer protocol reads which one we speak, and begins again.
        if (init.Major == FuseFormat.Major)
        {
            _minor = Math.Min(init.Minor, FuseFormat.Minor);
            _flags = init.Flags & FuseFormat.Wanted;
            answer = answer with
            {
                Minor = _minor,
                Flags = _flags,
                MaxReadAhead = init.MaxReadAhead,
                MaxBackground = MostInBackground,
                CongestionThreshold = Congestion,
                MaxWrite = FuseFormat.LargestTransfer,
                TimeGranularity = 1,
                MaxPages = (ushort)(FuseFormat.LargestTransfer / 4096),
            };
        }

        Answer(in answer);
        return FuseError.None;
    }

    private int Forget(in FuseRequest request, ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out ulong lookups)) return FuseError.Invalid;
        return ForgetNode(request.Node, lookups) ? FuseError.None : FuseError.Stale;
    }

    private int ForgetMany(ref FuseArguments arguments)
    {
        if (!arguments.TryTake(out BatchForgetRequest batch)) return FuseError.Invalid;
        int error = FuseError.None;
        // As many as there are bytes for, whatever the count says.
        for (uint i = 0; i < batch.Count && arguments.TryTake(out ForgetOne one); i++)
        {
            if (!ForgetNode(one.Node, one.Lookups)) error = FuseError.Stale;
        }

        return error;
    }

    private bool ForgetNode(ulong node, ulong lookups)
    {
        if (!_nodes.TryFind(node, out int place)) return false;
        int file = lookups == 0 ? -1 : _nodes.Forget(place, lookups);
        if (file >= 0) _backend.Close(file);
        return true;
    }

    private int Measure(in FuseRequest request)
    {
        if (!_nodes.TryFind(request.Node, out int place)) return FuseError.Stale;
        int error = _backend.Measure(_nodes.FileAt(place), out FileSystemSpace space);
        if (error != FuseError.None) return error;
        Answer(new StatFsAnswer
        {
            Blocks = space.Blocks,
            FreeBlocks = space.FreeBlocks,
            AvailableBlocks = space.AvailableBlocks,
            Files = space.Files,
            FreeFiles = space.FreeFiles,
            BlockSize = space.BlockSize,
            LongestName = Math.Min(space.LongestName, FuseFormat.LongestName),
            FragmentSize = space.FragmentSize,
        });
        return FuseError.None;
    }
}
