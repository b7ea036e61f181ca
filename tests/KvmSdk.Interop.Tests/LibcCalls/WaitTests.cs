using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class WaitTests
{
    [Fact]
    public void Epoll_gives_back_each_events_own_data()
    {
        const ulong firstKey = 0x0123_4567_89AB_CDEF, secondKey = 0xFEDC_BA98_7654_3210;
        int epoll = epoll_create1(EPOLL_CLOEXEC), first = eventfd(1, EFD_CLOEXEC), second = eventfd(1, EFD_CLOEXEC);
        Add(epoll, first, firstKey);
        Add(epoll, second, secondKey);

        epoll_event* events = stackalloc epoll_event[4];
        Assert.Equal(2, epoll_wait(epoll, events, 4, 0));

        Assert.Equal([firstKey, secondKey], new[] { events[0].data.u64, events[1].data.u64 }.Order());
        Assert.Equal((EPOLLIN, EPOLLIN), (events[0].events, events[1].events));
        Assert.Equal(0, epoll_ctl(epoll, EPOLL_CTL_DEL, first, null));
        Assert.Equal(1, epoll_wait(epoll, events, 4, 0));
        Assert.Equal(0, close(first));
        Assert.Equal(0, close(second));
        Assert.Equal(0, close(epoll));
    }

    [Fact]
    public void A_timer_fires_by_descriptor()
    {
        int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
        var soon = new itimerspec { it_value = new timespec { tv_nsec = 1 } };
        Assert.Equal(0, timerfd_settime(timer, 0, &soon, null));

        var entry = new pollfd { fd = timer, events = POLLIN };
        Assert.Equal(1, poll(&entry, 1, -1));
        Assert.Equal(POLLIN, entry.revents);
        ulong fired = 0;
        Assert.Equal(sizeof(ulong), read(timer, &fired, sizeof(ulong)));
        Assert.Equal(1UL, fired);
        Assert.Equal(0, close(timer));
    }

    [Fact]
    public void An_empty_pipe_that_must_not_block_says_so_and_a_closed_one_ends()
    {
        int* ends = stackalloc int[2];
        Assert.Equal(0, pipe2(ends, O_CLOEXEC | O_NONBLOCK));
        byte value = 7;

        Assert.Equal(-1, read(ends[0], &value, 1));
        Errno error = errno;
        Assert.Equal(Errno.EAGAIN, error);
        Assert.Equal(1, write(ends[1], &value, 1));
        Assert.Equal(0, close(ends[1]));
        Assert.Equal(1, read(ends[0], &value, 1));
        Assert.Equal(0, read(ends[0], &value, 1));
        Assert.Equal(0, close(ends[0]));
    }

    private static void Add(int epoll, int fd, ulong key)
    {
        var interest = new epoll_event { events = EPOLLIN };
        interest.data.u64 = key;
        Assert.Equal(0, epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest));
    }
}
