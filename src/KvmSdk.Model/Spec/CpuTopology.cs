namespace KvmSdk.Model.Spec;

/// <summary>How the CPUs are arranged, and what numbers the guest knows them by.</summary>
/// <param name="Sockets">The packages, 1 or more.</param>
/// <param name="CoresPerSocket">The cores of each, 1 or more.</param>
/// <param name="ThreadsPerCore">The threads of each core, 1 or 2.</param>
/// <remarks>
/// Intel SDM volume 3, 9.9.1 "Hierarchical mapping of shared resources": an APIC id is made of bit fields for thread, core and package, each as
/// wide as the largest number in it. So ids have gaps where a number is no power of two.
/// </remarks>
public sealed record CpuTopology(int Sockets, int CoresPerSocket, int ThreadsPerCore)
{
    /// <summary>The CPUs of all sockets.</summary>
    public long Cpus => (long)Sockets * CpusPerSocket;

    /// <summary>The CPUs of one socket.</summary>
    public long CpusPerSocket => (long)CoresPerSocket * ThreadsPerCore;

    /// <summary>The bits of an APIC id that number the threads of a core.</summary>
    public int ThreadBits => BitsFor(ThreadsPerCore);

    /// <summary>The bits of an APIC id that number the CPUs of a socket: thread and core.</summary>
    public int SocketBits => ThreadBits + BitsFor(CoresPerSocket);

    /// <summary>All CPUs in one socket, one thread a core: their APIC ids are their numbers.</summary>
    /// <param name="cpus">How many, 1 or more.</param>
    public static CpuTopology Flat(int cpus) => new(1, cpus, 1);

    /// <summary>The APIC id of a CPU. The threads of a core are neighbours, then the cores of a socket.</summary>
    /// <param name="cpu">Which CPU, from 0.</param>
    public long ApicId(long cpu)
    {
        long core = cpu / ThreadsPerCore;
        return ((core / CoresPerSocket) << SocketBits) | ((core % CoresPerSocket) << ThreadBits) | (cpu % ThreadsPerCore);
    }

    private static int BitsFor(int count)
    {
        int bits = 0;
        while (1L << bits < count)
        {
            bits++;
        }

        return bits;
    }
}
