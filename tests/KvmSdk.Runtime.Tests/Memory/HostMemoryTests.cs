using KvmSdk.Interop;
using KvmSdk.Memory;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.Memory;

// The kernel joins neighbours of equal flags into one mapping. No other tests ask for these pages, so nothing is joined to what is looked at.
public sealed class HostMemoryTests : IDisposable
{
    private const ulong Length = 8 << 20;

    private readonly List<nint> _mapped = [];

    public unsafe void Dispose()
    {
        foreach (nint address in _mapped)
        {
            // SAFETY: mapped by this test, which has ended.
            Assert.Equal(0, Libc.munmap((void*)address, (nuint)Length));
        }
    }

    private nint Map(HugePages pages)
    {
        nint address = HostMemory.Map(Length, pages);
        _mapped.Add(address);
        return address;
    }

    [Theory]
    [InlineData(HugePages.Transparent, "hg")]
    [InlineData(HugePages.None, "nh")]
    public void The_kernel_has_been_told_which_pages_are_wanted(HugePages pages, string flag) => Assert.Contains(flag, MappingReport.Of(Map(pages)).Flags);

    [Fact]
    public void Nothing_is_said_where_the_host_shall_decide()
    {
        string[] flags = MappingReport.Of(Map(HugePages.Automatic)).Flags;
        Assert.DoesNotContain("hg", flags);
        Assert.DoesNotContain("nh", flags);
    }

    [Theory]
    [InlineData(HugePages.Automatic)]
    [InlineData(HugePages.None)]
    [InlineData(HugePages.Transparent)]
    public void It_stays_out_of_core_dumps(HugePages pages) => Assert.Contains("dd", MappingReport.Of(Map(pages)).Flags);

    [Fact]
    public void Transparent_huge_pages_lie_as_the_guest_sees_them()
    {
        // The second lies where the kernel puts a mapping after a page that was taken in between, which on older kernels is askew.
        nint first = Map(HugePages.Transparent);
        nint second = Map(HugePages.Transparent);
        Assert.Equal(0, first % (2 << 20));
        Assert.Equal(0, second % (2 << 20));
    }

    [Theory]
    [InlineData(HugePages.None)]
    [InlineData(HugePages.Transparent)]
    public void Populating_makes_all_of_it_resident(HugePages pages)
    {
        nint address = Map(pages);
        Assert.Equal(0, MappingReport.Of(address).Resident);
        HostMemory.Populate(address, (nuint)Length, CancellationToken.None);
        Assert.Equal((long)Length, MappingReport.Of(address).Resident);
    }

    [Fact]
    public unsafe void Populating_works_on_a_kernel_without_the_advice_and_changes_no_byte()
    {
        nint address = Map(HugePages.None);
        *(byte*)(address + 4096) = 0x5A;
        HostMemory.Populate(address, (nuint)Length, CancellationToken.None, advice: 9999);
        Assert.Equal((long)Length, MappingReport.Of(address).Resident);
        Assert.Equal(0x5A, *(byte*)(address + 4096));
    }

    [Fact]
    public void Populating_what_is_not_memory_is_an_error_and_no_silence()
    {
        // The first page of the address space is never mapped.
        HostException e = Assert.Throws<HostException>(() => HostMemory.Populate(0, (nuint)Length, CancellationToken.None));
        Assert.Equal("making 8 MiB of guest memory resident: ENOMEM (Cannot allocate memory); free memory on the host, give the machine less (--memory), or leave out --prefault", e.Message);
    }

    [Fact]
    public void Populating_can_be_given_up()
    {
        nint address = Map(HugePages.None);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => HostMemory.Populate(address, (nuint)Length, cancelled.Token));
        Assert.Equal(0, MappingReport.Of(address).Resident);
    }

    [Fact]
    public void Reserved_pages_that_are_missing_are_counted_in_the_message()
    {
        HugePagePool pool = HugePagePool.Read() ?? new(0, 0);
        long needed = pool.Available + 4;
        HostException e = Assert.Throws<HostException>(() => HostMemory.Map((ulong)needed * HugePagePool.PageSize, HugePages.HugeTlb2MiB));
        Assert.Equal($"mmap of {needed * 2} MiB of guest memory in 2 MiB pages", e.Where);
        Assert.Equal($"{needed} huge pages of 2 MiB are needed, and {pool.Available} of the host's {pool.Total} are free", e.What);
        Assert.Equal(
            $"reserve more as root (echo {pool.Total + 4} > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages), or choose other pages (--huge-pages)", e.Remedy);
    }

    [ReservedPagesFact(4)]
    public void Reserved_pages_are_taken_at_once()
    {
        nint address = Map(HugePages.HugeTlb2MiB);
        MappingReport report = MappingReport.Of(address);
        Assert.Equal(2 << 20, report.PageSize);
        Assert.Contains("ht", report.Flags);
        Assert.Contains("dd", report.Flags);
        HostMemory.Populate(address, (nuint)Length, CancellationToken.None);
    }
}

/// <summary>A test that needs reserved 2 MiB pages on this host; skipped where they are not free.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReservedPagesFactAttribute : FactAttribute
{
    public ReservedPagesFactAttribute(int pages)
    {
        Pages = pages;
        if (HugePagePool.Read() is not { } pool || pool.Available < pages)
        {
            Skip = $"this host has fewer than {pages} reserved 2 MiB pages free";
        }
    }

    public int Pages { get; }
}
