namespace KvmSdk;

/// <summary>How requests that would wait for the host's storage are carried out.</summary>
public enum DiskEngine
{
    /// <summary>By io_uring where the host allows it, else by the disk's thread.</summary>
    Automatic,

    /// <summary>By the disk's own thread, one after the other (<c>engine=thread</c>).</summary>
    Thread,

    /// <summary>By io_uring, beside each other; a host that refuses it is an error (<c>engine=io_uring</c>).</summary>
    IoUring,
}
