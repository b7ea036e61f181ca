using System.Buffers.Binary;

namespace KvmSdk.Devices.Images.Qcow2;

// A block of counts lies in the first cluster whose count it holds: nothing else can be there, since what is not counted is not
// used. A table with no room for a further block is copied to a longer one, which lies together with its blocks behind everything
// that the old one could count; the header, one write within a sector, changes from the one to the other.
internal sealed unsafe partial class Qcow2Refcounts
{
    private const uint LargestTable = Qcow2Header.LargestRefcountTable / Qcow2Geometry.EntrySize;

    private ImageResult RequireBlock(ulong block)
    {
        if (block >= (ulong)_tableLength)
        {
            ImageResult grown = GrowTable(block);
            if (grown != ImageResult.Ok) return grown;
        }

        if (_table[block] != 0) return ImageResult.Ok;
        ulong cluster = block * _geometry.CountsPerBlock;

        // The header's own cluster would be written over.
        if (cluster == 0) return ImageResult.Damaged;
        ulong place = cluster << _geometry.ClusterBits;
        ImageResult result = Clear(place, _geometry.ClusterSize);
        if (result != ImageResult.Ok) return result;
        _table[block] = place;
        _slices.Forget(place, _geometry.ClusterSize);
        result = Find(cluster, out int slot, out int index);
        if (result != ImageResult.Ok)
        {
            _table[block] = 0;
            return result;
        }

        RefcountFormat.Write(_slices.Change(slot), _geometry.RefcountOrder, index, 1);
        _dirtyFrom = Math.Min(_dirtyFrom, (int)block);
        _dirtyTo = Math.Max(_dirtyTo, (int)block + 1);
        return ImageResult.Ok;
    }

    private ImageResult GrowTable(ulong block)
    {
        // Half as much again, so that it happens rarely, in whole clusters, and so that the new table and its blocks are counted by these blocks.
        ulong perCluster = _geometry.L2Entries;
        ulong clusters = (((ulong)_tableLength * 3 / 2) + perCluster) / perCluster;
        ulong length = clusters * perCluster;
        ulong first = (ulong)_tableLength * _geometry.CountsPerBlock;
        ulong blocks = 1;
        while (blocks * _geometry.CountsPerBlock < blocks + clusters) blocks++;
        if (length > LargestTable || block >= length || (ulong)_tableLength + blocks > length) return (ImageResult)FileTooLarge;

        // What the file's table will refer to has to be in the file before.
        ImageResult result = Write();
        if (result != ImageResult.Ok) return result;
        ulong start = first << _geometry.ClusterBits;
        result = Clear(start, (long)((blocks + clusters) << _geometry.ClusterBits));
        if (result != ImageResult.Ok) return result;
#pragma warning disable KVM0702 // Once or twice in an image's life.
        ulong[] table = new ulong[length];
#pragma warning restore KVM0702
        Table.CopyTo(table);
        for (ulong i = 0; i < blocks; i++) table[(ulong)_tableLength + i] = start + (i << _geometry.ClusterBits);
        (ulong[] oldTable, ulong oldOffset, int oldLength) = (_table, _tableOffset, _tableLength);
        (_table, _tableOffset, _tableLength) = (table, start + (blocks << _geometry.ClusterBits), (int)length);
        result = Move(first, blocks + clusters, clusters);
        if (result != ImageResult.Ok)
        {
            (_table, _tableOffset, _tableLength) = (oldTable, oldOffset, oldLength);
            return result;
        }

        for (ulong i = 0; i < (ulong)oldLength / perCluster; i++)
        {
            result = Release(_geometry.ClusterOf(oldOffset) + i, out _);
            if (result != ImageResult.Ok) return result;
        }

        return ImageResult.Ok;
    }

    private ImageResult Move(ulong first, ulong used, ulong clusters)
    {
        for (ulong cluster = first; cluster < first + used; cluster++)
        {
            ImageResult found = Find(cluster, out int slot, out int index);
            if (found != ImageResult.Ok) return found;
            RefcountFormat.Write(_slices.Change(slot), _geometry.RefcountOrder, index, 1);
        }

        ImageResult result = Write();
        if (result == ImageResult.Ok) result = TableWriter.Write(_file, _tableOffset, _table, 0, _tableLength);
        if (result == ImageResult.Ok) result = _file.Flush();
        if (result != ImageResult.Ok) return result;
        _dirtyFrom = int.MaxValue;
        _dirtyTo = 0;
        byte* fields = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(fields, 8), _tableOffset);
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(fields + 8, 4), (uint)clusters);
        Memory.IoVector piece = new(fields, 12);
        result = _file.Write(Qcow2Header.RefcountTableField, new ReadOnlySpan<Memory.IoVector>(in piece));
        return result == ImageResult.Ok ? _file.Flush() : result;
    }

    private ImageResult Clear(ulong place, long length)
    {
        if (place >= _file.Length) return _file.SetLength(place + (ulong)length);
        if (place + (ulong)length > _file.Length)
        {
            ImageResult grown = _file.SetLength(place + (ulong)length);
            if (grown != ImageResult.Ok) return grown;
        }

        for (long done = 0; done < length; done += _zeroes.Length)
        {
            ImageResult result = _zeroes.WriteTo(_file, place + (ulong)done, 0, (int)Math.Min(length - done, _zeroes.Length));
            if (result != ImageResult.Ok) return result;
        }

        return ImageResult.Ok;
    }

    // EFBIG of asm-generic/errno-base.h.
    private const int FileTooLarge = 27;
}
