// One of each virtual CPU, so that recording needs no lock; whoever reads while it runs sees each number, not all of one moment.

using System.Diagnostics;

namespace KvmSdk.Profiling;

/// <summary>Counts one virtual CPU's accesses by kind and address, without allocating: open addressing over cells that are there from the start.</summary>
/// <param name="start">The timestamp that times are counted from.</param>
internal sealed class ExitRecorder(long start)
{
    // Twice the sites, so that a search is short.
    private const int Cells = 2 * MachineProfile.MostSites;

    private readonly Cell[] _cells = new Cell[Cells];
    private int _sites;
    private ulong _others;

    /// <summary>Accesses that found no cell.</summary>
    public ulong Others => Volatile.Read(ref _others);

    /// <summary>Records an access.</summary>
    /// <param name="kind">How.</param>
    /// <param name="address">Where.</param>
    /// <param name="begin">The timestamp before the device was asked.</param>
    [HotPath]
    public void Record(ExitKind kind, ulong address, long begin)
    {
        long end = Stopwatch.GetTimestamp();
        uint index = (uint)(((address << 2) | (ulong)kind) * 0x9E37_79B9_7F4A_7C15UL >> 54);
        for (; ; index = (index + 1) % Cells)
        {
            ref Cell cell = ref _cells[index];
            if (cell.Count == 0)
            {
                if (_sites == MachineProfile.MostSites)
                {
                    _others++;
                    return;
                }

                _sites++;
                cell.Kind = kind;
                cell.Address = address;
                cell.First = begin - start;
            }
            else if (cell.Address != address || cell.Kind != kind)
            {
                continue;
            }

            cell.Ticks += end - begin;
            cell.Last = begin - start;
            Volatile.Write(ref cell.Count, cell.Count + 1);
            return;
        }
    }

    /// <summary>The cells in use.</summary>
    public IEnumerable<Cell> Read() => _cells.Where(static cell => cell.Count != 0);

    /// <summary>One kind of access to one address.</summary>
    public struct Cell
    {
        /// <summary>How often; 0 for a cell that is free.</summary>
        public ulong Count;

        /// <summary>Where.</summary>
        public ulong Address;

        /// <summary>Timestamps: all time together, and from the start to the first and to the last one.</summary>
        public long Ticks, First, Last;

        /// <summary>How.</summary>
        public ExitKind Kind;
    }
}
