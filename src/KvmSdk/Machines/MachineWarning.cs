namespace KvmSdk;

/// <summary>Something that is wrong, on the host or with the instance, without ending the machine. The hierarchy is closed: a switch over the nested types is complete.</summary>
public abstract record MachineWarning
{
    private MachineWarning()
    {
    }

    /// <summary>What happened, where, and what to do about it, in one sentence without a full stop.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// The host could not carry out a disk's request, and the guest was told of an I/O error. Given once a disk; how often it happened
    /// stands in <see cref="DiskCounters.Errors"/>.
    /// </summary>
    /// <param name="Disk">The property's name.</param>
    /// <param name="Path">The image.</param>
    /// <param name="Request">What was asked of the image, e.g. <c>writing</c>.</param>
    /// <param name="Error">What the host said, e.g. <c>ENOSPC (No space left on device)</c>.</param>
    /// <param name="Remedy">What the user can do.</param>
    public sealed record DiskError(string Disk, string Path, string Request, string Error, string Remedy) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"disk '{Disk}': {Request} {Path} failed with {Error}, and the guest was told of an I/O error; {Remedy}; further errors are only counted";
    }

    /// <summary>
    /// The host could not make durable what a guest wrote to persistent memory, and the guest was told of an I/O error. Given once a device; how often it happened
    /// stands in <see cref="PmemCounters.Errors"/>.
    /// </summary>
    /// <param name="Device">The property's name.</param>
    /// <param name="Path">The file.</param>
    /// <param name="Error">What the host said, e.g. <c>EIO (Input/output error)</c>.</param>
    /// <param name="Remedy">What the user can do.</param>
    public sealed record PmemError(string Device, string Path, string Error, string Remedy) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"persistent memory '{Device}': flushing {Path} failed with {Error}, and the guest was told of an I/O error; {Remedy}; further errors are only counted";
    }

    /// <summary>
    /// A guest wrote to persistent memory that is read-only, and nothing was changed. Given once a device; how often it happened stands in <see cref="PmemCounters.WritesDropped"/>.
    /// </summary>
    /// <param name="Device">The property's name.</param>
    /// <param name="Path">The file.</param>
    public sealed record PmemWriteDropped(string Device, string Path) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"persistent memory '{Device}': the guest wrote to {Path}, which is read-only, and nothing was changed; mount it read-only in the guest (mount -o ro); further writes are only counted";
    }

    /// <summary>The values of this instance break a rule that is a warning in the editor too. The machine runs all the same.</summary>
    /// <param name="RuleId">The rule, e.g. <c>KVM0411</c>: the id under which the documentation explains it.</param>
    /// <param name="Sentence">What is wrong, where, and the remedy.</param>
    public sealed record BrokenRule(string RuleId, string Sentence) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description => $"{RuleId}: {Sentence}";
    }

    /// <summary>A socket device has as many connections as it can have, and refused one. Given once a device; how often it happened stands in <see cref="VsockCounters.ConnectionsRefused"/>.</summary>
    /// <param name="Device">The property's name.</param>
    /// <param name="Limit">The most connections.</param>
    public sealed record SocketsExhausted(string Device, int Limit) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"socket device '{Device}': there are {Limit} connections, the most there can be, and further ones are refused; close some, in the guest or on the host";
    }

    /// <summary>
    /// The host refused to take memory from a balloon, or to give it back. Given once a balloon; how often it happened stands in
    /// <see cref="BalloonCounters.HostErrors"/>.
    /// </summary>
    /// <param name="Balloon">The property's name.</param>
    /// <param name="Error">What the host said, e.g. <c>EINVAL (Invalid argument)</c>.</param>
    public sealed record BalloonError(string Balloon, string Error) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"balloon '{Balloon}': the host's memory management refused with {Error}, so that the guest's memory stays as it is; see that this program does not lock its memory (mlock), and that the host has some left";
    }

    /// <summary>What a network device was connected to is gone, as a tap that was deleted: the link is down, and stays so. Given once a device.</summary>
    /// <param name="Device">The property's name.</param>
    /// <param name="Network">What it was connected to, e.g. <c>the tap 'tap0'</c>.</param>
    /// <param name="Remedy">What the user can do.</param>
    public sealed record NetworkLost(string Device, string Network, string Remedy) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"network device '{Device}': {Network} is gone, so that the guest's link is down; {Remedy}";
    }

    /// <summary>
    /// The guest told at its pvpanic port that its kernel panicked, and the machine goes on: because its <see cref="PanicPolicy"/> says so, or because a kernel
    /// that the guest had loaded for the case takes over. Given once for each of the two; how often it happened stands in <see cref="PvpanicCounters"/>.
    /// </summary>
    /// <param name="Device">The property's name.</param>
    /// <param name="CrashKernel">Whether another kernel takes over, to write a dump.</param>
    public sealed record GuestPanicked(string Device, bool CrashKernel) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description => CrashKernel
            ? $"the guest's kernel panicked, and its crash kernel takes over ('{Device}'); its console tells more"
            : $"the guest's kernel panicked ('{Device}'); its console tells more, and 'stop' would have ended the machine";
    }

    /// <summary>
    /// A guest uses as many files of a shared directory as this program may have open, and was refused further ones. Given once a directory; how often
    /// it happened stands in <see cref="DirectoryCounters.Refusals"/>.
    /// </summary>
    /// <param name="Device">The property's name.</param>
    /// <param name="Path">The directory.</param>
    /// <param name="Files">How many files that are, of all shared directories together.</param>
    public sealed record DirectoryFull(string Device, string Path, int Files) : MachineWarning
    {
        /// <inheritdoc/>
        public override string Description =>
            $"shared directory '{Device}': the guest uses as many files of {Path} as it may (up to {Files}), and was refused further ones; raise the limit on open files (ulimit -Hn) and start again";
    }
}
