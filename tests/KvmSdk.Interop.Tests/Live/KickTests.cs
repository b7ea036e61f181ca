using static KvmSdk.Interop.KvmIoctl;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.Live;

// Two ways to get a vCPU out of a guest that never leaves by itself. Both are tried against the garbage collector, which stops threads by a
// signal too.
public sealed unsafe class KickTests
{
    private const int Kicks = 200;

    // jmp to itself
    private static readonly byte[] Spin = [0xEB, 0xFE];

    [KvmFact]
    public void A_signal_whose_handler_is_getpid_gets_a_spinning_guest_out_every_time()
    {
        int signal = __libc_current_sigrtmin() + 8;
        sigaction_t before = default;
        Assert.Equal(0, sigaction(signal, null, &before));
        Assert.Equal(SIG_DFL, before.sa_handler);
        var action = new sigaction_t { sa_handler = getpid_address() };
        Assert.NotEqual(0, action.sa_handler);
        Assert.Equal(0, sigaction(signal, &action, null));

        using var guest = new Guest(Spin);
        Kick(guest, signal, prepare: () => { }, interrupted: () => { });

        Assert.Equal(0, sigaction(signal, &before, null));
    }

    [KvmFact]
    public void A_blocked_signal_that_only_the_guests_mask_lets_in_gets_it_out_every_time_and_needs_no_handler()
    {
        int signal = __libc_current_sigrtmin() + 9;
        using var guest = new Guest(Spin);
        int taken = 0;
        Kick(guest, signal, Block, Take);
        Assert.Equal(Kicks, taken);

        void Block()
        {
            sigset_t set = default;
            set.sigaddset(signal);
            Assert.Equal(0, pthread_sigmask(SIG_BLOCK, &set, null));
            sigset_t now = default;
            Assert.Equal(0, pthread_sigmask(SIG_BLOCK, null, &now));
            Assert.True(now.sigismember(signal));

            byte* room = stackalloc byte[sizeof(kvm_signal_mask) + sizeof(ulong)];
            var mask = (kvm_signal_mask*)room;
            mask->len = sizeof(ulong);
            new Span<byte>(kvm_signal_mask.sigset(mask), sizeof(ulong)).Clear();
            Assert.True(ioctl(guest.Vcpu, KVM_SET_SIGNAL_MASK, mask) == 0, errno.ToString());
        }

        void Take()
        {
            sigset_t set = default;
            set.sigaddset(signal);
            timespec none = default;
            while (sigtimedwait(&set, null, &none) == signal)
            {
                taken++;
            }
        }
    }

    // One thread runs the guest; this one asks, kicks, collects garbage, and waits for the answer before the next kick. immediate_exit may get
    // the vCPU out before the signal comes, which then interrupts the next entry for nothing: so an interruption counts only if one was asked
    // for. The asker writes "requested" before immediate_exit, the vCPU clears them in the other order: no request is lost.
    private static void Kick(Guest guest, int signal, Action prepare, Action interrupted)
    {
        int tid = 0, requested = 0;
        using var ready = new ManualResetEventSlim();
        using var answered = new SemaphoreSlim(0);
        using var finished = new ManualResetEventSlim();
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                tid = gettid();
                prepare();
                ready.Set();
                for (int answers = 0; answers < Kicks;)
                {
                    nint result = ioctl_run(guest.Vcpu, KVM_RUN, 0);
                    Errno error = system_errno;
                    Assert.Equal((-1, Errno.EINTR), (result, error));
                    Volatile.Write(ref guest.Run->immediate_exit, 0);
                    interrupted();
                    if (Interlocked.Exchange(ref requested, 0) == 1)
                    {
                        answers++;
                        answered.Release();
                    }
                }

                finished.Wait();
                interrupted();
            }
            catch (Exception e)
            {
                failure = e;
                ready.Set();
                answered.Release(Kicks);
            }
        });
        thread.Start();
        ready.Wait();
        for (int i = 0; i < Kicks && failure is null; i++)
        {
            Volatile.Write(ref requested, 1);
            Volatile.Write(ref guest.Run->immediate_exit, 1);
            Assert.Equal(0, tgkill(getpid(), tid, signal));
            GC.Collect(0);
            answered.Wait();
        }

        finished.Set();
        thread.Join();
        Assert.Null(failure);
    }
}
