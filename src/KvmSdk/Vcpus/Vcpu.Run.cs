// Why it looks the way it does: this loop is what every exit costs. It touches the mailbox directly, calls the machine's
// own dispatch (a struct, so one copy of this code per machine, with the dispatch inlined), takes no lock and asks no flag:
// whoever wants something sets immediate_exit, which KVM itself looks at on entry, so a request shows as EINTR. That also
// keeps the rule that an exit's state is complete only after the next entry: KVM completes it before it looks at the flag.

using System.Runtime.CompilerServices;
using KvmSdk.Interop;
using KvmSdk.Profiling;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk;

public sealed unsafe partial class Vcpu
{
    private const int WidestMemoryAccess = 8;

    /// <summary>Runs the guest until the machine ends. Called by generated code, on the vCPU's own thread.</summary>
    /// <param name="bus">Answers the guest's accesses.</param>
    [HotPath]
    public void Run<TBus>(TBus bus)
        where TBus : struct, IExitBus
    {
        if (Recorder is { } recorder)
        {
            Loop(new RecordingBus<TBus>(bus, recorder));
        }
        else
        {
            Loop(bus);
        }
    }

    // Optimised from the first call on: it is called once, so that the tiered compiler would never see it again.
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop<TBus>(TBus bus)
        where TBus : struct, IExitBus
    {
        // SAFETY: the mailbox is mapped until Close, which comes after this thread has ended; KVM fills it and stops
        // writing when KVM_RUN returns.
        kvm_run* run = _run;
        int vcpu = _descriptor.Number;
        while (true)
        {
            if (Libc.ioctl_run(vcpu, KVM_RUN, 0) == 0)
            {
                if (run->exit_reason == KvmExitReason.KVM_EXIT_IO)
                {
                    _counters.PortExits++;
                    if (run->io.count == 1)
                    {
                        AccessPort(bus, run, (byte*)run + run->io.data_offset);
                    }
                    else
                    {
                        AccessPortString(bus, run);
                    }
                }
                else if (run->exit_reason == KvmExitReason.KVM_EXIT_MMIO)
                {
                    _counters.MemoryExits++;
                    AccessMemory(bus, run);
                }
#pragma warning disable KVM0730 // What is no device access comes once in a machine's life, or when somebody asked for attention.
                else if (!HandleOther(run))
                {
                    return;
                }
            }
            else if (!HandleFailure(run, Libc.system_errno))
            {
                return;
            }
#pragma warning restore KVM0730
        }
    }

    // INS and OUTS with a repeat prefix: a page of elements at most. Apart, so that a plain access pays for no loop.
    [HotPath]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AccessPortString<TBus>(TBus bus, kvm_run* run)
        where TBus : struct, IExitBus
    {
        // SAFETY: KVM places count elements of size bytes at data_offset, inside the mailbox's mapping.
        byte* data = (byte*)run + run->io.data_offset;
        for (uint left = run->io.count; left != 0; left--, data += run->io.size)
        {
            AccessPort(bus, run, data);
        }
    }

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AccessPort<TBus>(TBus bus, kvm_run* run, byte* data)
        where TBus : struct, IExitBus
    {
        // SAFETY: the caller gives the address of one element of size bytes.
        int width = run->io.size;
        if (run->io.direction == kvm_run.io_struct.KVM_EXIT_IO_OUT)
        {
            uint value = width switch
            {
                1 => *data,
                2 => Unsafe.ReadUnaligned<ushort>(data),
                _ => Unsafe.ReadUnaligned<uint>(data),
            };
            if (!bus.TryWritePort(run->io.port, width, value))
            {
                _counters.UnclaimedPortAccesses++;
            }
        }
        else
        {
            if (!bus.TryReadPort(run->io.port, width, out uint value))
            {
                value = uint.MaxValue;
                _counters.UnclaimedPortAccesses++;
            }

            switch (width)
            {
                case 1: *data = (byte)value; break;
                case 2: Unsafe.WriteUnaligned(data, (ushort)value); break;
                default: Unsafe.WriteUnaligned(data, value); break;
            }
        }
    }

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AccessMemory<TBus>(TBus bus, kvm_run* run)
        where TBus : struct, IExitBus
    {
        // SAFETY: the data field has 8 bytes, whatever the length; the length is held to that.
        ulong address = run->mmio.phys_addr;
        int width = (int)Math.Min(run->mmio.len, WidestMemoryAccess);
        ref byte data = ref Unsafe.As<InlineArray8<byte>, byte>(ref run->mmio.data);
        if (run->mmio.is_write == 0)
        {
            if (!bus.TryReadMemory(address, width, out ulong value))
            {
                value = ulong.MaxValue;
                _counters.UnclaimedMemoryAccesses++;
            }

            Unsafe.WriteUnaligned(ref data, value);
        }
        else
        {
            // Bits above the width belong to an older access.
            ulong value = Unsafe.ReadUnaligned<ulong>(ref data) & (ulong.MaxValue >> ((WidestMemoryAccess - width) * 8));
            if (!bus.TryWriteMemory(address, width, value))
            {
                _counters.UnclaimedMemoryAccesses++;
            }
        }
    }
}
