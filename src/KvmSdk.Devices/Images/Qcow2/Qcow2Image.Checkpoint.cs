namespace KvmSdk.Devices.Images.Qcow2;

// The order of writes, which the comment at the class explains, and the clusters that wait for it to be free.
public sealed partial class Qcow2Image
{
    private const int MostGivenUp = 1024;

    private readonly ulong[] _givenUp = new ulong[MostGivenUp];
    private readonly ulong[] _givenUpCount = new ulong[MostGivenUp];
    private int _givenUpRuns;
    private int _l1DirtyFrom = int.MaxValue;
    private int _l1DirtyTo;
    private ImageResult _failure;

    /// <summary>Makes all that was written durable.</summary>
    public ImageResult Flush()
    {
        if (_counts is null) return ImageResult.Ok;
        if (_failure != ImageResult.Ok) return _failure;
        return IsDirty ? Checkpoint() : FlushFile();
    }

    /// <summary>Flushes, and writes also what costs only room if it is lost. The image can be used afterwards.</summary>
    public ImageResult Close()
    {
        ImageResult result = Flush();
        return result == ImageResult.Ok && _counts is not null && IsDirty ? Checkpoint() : result;
    }

    private bool IsDirty => _counts!.IsDirty || _l2.IsDirty || _l1DirtyFrom < _l1DirtyTo || _givenUpRuns != 0;

    private ImageResult Checkpoint()
    {
        if (_failure != ImageResult.Ok) return _failure;
        ImageResult result = _counts!.Write();
        if (result == ImageResult.Ok) result = FlushFile();
        if (result == ImageResult.Ok && _counts.IsTableDirty)
        {
            result = _counts.WriteTable();
            if (result == ImageResult.Ok) result = FlushFile();
        }

        bool refersAnew = _l2.IsDirty || _l1DirtyFrom < _l1DirtyTo;
        if (result == ImageResult.Ok) result = _l2.WriteAll(_file);
        if (result == ImageResult.Ok && _l1DirtyFrom < _l1DirtyTo)
        {
            result = FlushFile();
            if (result == ImageResult.Ok) result = TableWriter.Write(_file, _l1Offset, _l1, _l1DirtyFrom, _l1DirtyTo);
            if (result == ImageResult.Ok) (_l1DirtyFrom, _l1DirtyTo) = (int.MaxValue, 0);
        }

        if (result == ImageResult.Ok && refersAnew) result = FlushFile();
        return result == ImageResult.Ok ? ReleaseGivenUp() : result;
    }

    // After a flush that failed the kernel forgets what it could not write: nothing that follows could be relied on.
    private ImageResult FlushFile()
    {
        ImageResult result = _file.Flush();
        if (result != ImageResult.Ok) _failure = result;
        return result;
    }

    // Takes a reference from clusters once the file does not refer to them any more.
    private ImageResult GiveUp(ulong first, ulong count)
    {
        if (_givenUpRuns != 0 && _givenUp[_givenUpRuns - 1] + _givenUpCount[_givenUpRuns - 1] == first)
        {
            _givenUpCount[_givenUpRuns - 1] += count;
            return ImageResult.Ok;
        }

        if (_givenUpRuns == MostGivenUp)
        {
            ImageResult result = Checkpoint();
            if (result != ImageResult.Ok) return result;
        }

        _givenUp[_givenUpRuns] = first;
        _givenUpCount[_givenUpRuns++] = count;
        return ImageResult.Ok;
    }

    private ImageResult ReleaseGivenUp()
    {
        ImageResult result = ImageResult.Ok;
        for (int run = 0; run < _givenUpRuns; run++)
        {
            ulong freeFrom = 0;
            ulong free = 0;
            for (ulong i = 0; result == ImageResult.Ok && i < _givenUpCount[run]; i++)
            {
                ulong cluster = _givenUp[run] + i;
                result = _counts!.Release(cluster, out bool isFree);
                if (result == ImageResult.Damaged) result = Blame(Qcow2DamageKind.Count, cluster << _geometry.ClusterBits);
                if (isFree && free == 0) freeFrom = cluster;
                if (isFree) free++;
                if ((!isFree || i + 1 == _givenUpCount[run]) && free != 0)
                {
                    _file.Release(freeFrom << _geometry.ClusterBits, free << _geometry.ClusterBits);
                    free = 0;
                }
            }
        }

        // If that failed, clusters stay counted that nobody uses.
        _givenUpRuns = 0;
        return result;
    }
}
