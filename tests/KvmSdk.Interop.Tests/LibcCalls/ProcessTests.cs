using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class ProcessTests
{
    [Fact]
    public void Ids_are_those_of_this_process_and_thread()
    {
        Assert.Equal(Environment.ProcessId, getpid());
        Assert.True(Directory.Exists($"/proc/self/task/{gettid()}"));
        Assert.Equal(0, tgkill(getpid(), gettid(), 0));
        Assert.Equal(-1, tgkill(getpid(), int.MaxValue, 0));
        Errno error = errno;
        Assert.Equal(Errno.ESRCH, error);
    }

    [Fact]
    public void The_runtimes_own_signal_is_the_first_real_time_signal_and_is_taken()
    {
        sigaction_t action = default;
        Assert.Equal(0, sigaction(__libc_current_sigrtmin(), null, &action));
        Assert.NotEqual(SIG_DFL, action.sa_handler);
        Assert.True(__libc_current_sigrtmin() + 16 < __libc_current_sigrtmax());
    }

    [Fact]
    public void A_thread_can_be_given_the_processors_it_has()
    {
        ulong* set = stackalloc ulong[1024];
        Assert.Equal(0, sched_getaffinity(0, 1024 * sizeof(ulong), set));
        Assert.Contains(new Span<ulong>(set, 1024).ToArray(), word => word != 0);
        Assert.Equal(0, sched_setaffinity(0, 1024 * sizeof(ulong), set));
    }

    [Fact]
    public void The_monotonic_clock_does_not_go_back()
    {
        timespec first = default, second = default;
        Assert.Equal(0, clock_gettime(CLOCK_MONOTONIC, &first));
        Assert.Equal(0, clock_gettime(CLOCK_MONOTONIC, &second));
        Assert.True((second.tv_sec, second.tv_nsec).CompareTo((first.tv_sec, first.tv_nsec)) >= 0);
        Assert.InRange(second.tv_nsec, 0, 999_999_999);
    }

    [Fact]
    public void A_page_has_a_power_of_two_of_bytes() => Assert.Equal(Environment.SystemPageSize, sysconf(_SC_PAGESIZE));

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    [InlineData(-1)]
    public void A_signal_number_outside_the_kernels_range_stays_out_of_a_set(int signal)
    {
        sigset_t set = default;
        set.sigaddset(signal);
        Assert.False(set.sigismember(signal));
        Assert.Equal(0UL, set.__val[0]);
    }
}
