namespace KvmSdk.Boot.Cpu;

/// <summary>The memory half of an entry state: the tables its registers point at, written to the places on <see cref="BootLayout"/>.</summary>
public static class CpuTables
{
    /// <summary>Writes what the mode needs: page tables, GDT and TSS for 64-bit, a GDT for 32-bit, nothing for real mode.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="mode">The mode the guest starts in.</param>
    /// <param name="user">Make every page and port accessible at CPL 3.</param>
    /// <exception cref="BootException">RAM is too small to hold the tables.</exception>
    public static void Write(IGuestRam ram, CpuMode mode, bool user = false)
    {
        const string Where = "boot tables";
        ulong task = mode == CpuMode.Long64 ? BootLayout.TaskStateSegment : 0;
        if (mode != CpuMode.Real16)
        {
            Gdt.Write(GuestRamAccess.Span(ram, BootLayout.Gdt, Gdt.SizeInBytes, Where), mode, task, TaskStateSegment.Limit(user));
        }

        if (mode == CpuMode.Long64)
        {
            TaskStateSegment.Write(GuestRamAccess.Span(ram, task, TaskStateSegment.SizeInBytes, Where), BootLayout.StackTop, user);
            PageTables.WriteIdentity(GuestRamAccess.Span(ram, BootLayout.PageTables, PageTables.SizeInBytes, Where), BootLayout.PageTables, user);
            if (user)
            {
                TaskStateSegment.WritePortMap(GuestRamAccess.Span(ram, BootLayout.PortMap, TaskStateSegment.PortMapSize, Where));
            }
        }
    }
}
