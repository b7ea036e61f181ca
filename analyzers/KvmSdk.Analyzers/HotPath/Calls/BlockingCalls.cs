using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>What waits: for another thread, for the host's files and terminals, for the network.</summary>
internal static class BlockingCalls
{
    /// <summary>The members; those of a class also where a derived one is used.</summary>
    public static MemberTable Table { get; } = new(
    [
        // Threads.
        new("System.Threading.Thread", "Sleep", "Join"),
        new("System.Threading.Monitor", "Enter", "TryEnter", "Wait"),
        new("System.Threading.Lock", "Enter", "EnterScope", "TryEnter"),
        new("System.Threading.WaitHandle", "WaitOne", "WaitAll", "WaitAny", "SignalAndWait"),
        new("System.Threading.SemaphoreSlim", "Wait"),
        new("System.Threading.ManualResetEventSlim", "Wait"),
        new("System.Threading.CountdownEvent", "Wait"),
        new("System.Threading.Barrier", "SignalAndWait"),
        new("System.Threading.ReaderWriterLock", "AcquireReaderLock", "AcquireWriterLock", "UpgradeToWriterLock"),
        new("System.Threading.ReaderWriterLockSlim",
            "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock", "TryEnterReadLock", "TryEnterWriteLock", "TryEnterUpgradeableReadLock"),
        new("System.Threading.SpinLock", "Enter", "TryEnter"),
        new("System.Threading.SpinWait", "SpinOnce", "SpinUntil"),
        new("System.Collections.Concurrent.BlockingCollection`1", "Add", "Take", "TryAdd", "TryTake", "GetConsumingEnumerable"),

        // Tasks, waited for without await.
        new("System.Threading.Tasks.Task", "Wait", "WaitAll", "WaitAny", "RunSynchronously"),
        new("System.Threading.Tasks.Task`1", "Result"),
        new("System.Threading.Tasks.ValueTask`1", "Result"),
        new("System.Threading.Tasks.Parallel", "For", "ForEach", "Invoke"),
        new("System.Runtime.CompilerServices.TaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.TaskAwaiter`1", "GetResult"),
        new("System.Runtime.CompilerServices.ValueTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ValueTaskAwaiter`1", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter", "GetResult"),

        // The host: terminal, files, processes, network.
        new("System.Console"),
        new("System.IO.Stream",
            "Read", "ReadByte", "ReadExactly", "ReadAtLeast", "Write", "WriteByte", "Flush", "CopyTo", "Close", "Dispose", "Seek", "SetLength"),
        new("System.IO.TextReader", "Read", "ReadBlock", "ReadLine", "ReadToEnd", "Peek"),
        new("System.IO.TextWriter", "Write", "WriteLine", "Flush", "Close", "Dispose"),
        new("System.IO.BinaryReader"),
        new("System.IO.BinaryWriter"),
        new("System.IO.RandomAccess"),
        new("System.IO.File"),
        new("System.IO.Directory"),
        new("System.IO.FileSystemInfo"),
        new("System.Diagnostics.Process", "Start", "Kill", "WaitForExit", "WaitForInputIdle"),
        new("System.Net.Dns"),
        new("System.Net.Sockets.Socket",
            "Accept", "Connect", "Disconnect", "Receive", "ReceiveFrom", "ReceiveMessageFrom", "Send", "SendTo", "SendFile", "Poll", "Select"),
        new("System.Net.Http.HttpMessageInvoker", "Send"),
        new("System.GC", "Collect", "WaitForPendingFinalizers", "WaitForFullGCComplete", "TryStartNoGCRegion"),
    ]);

    public static bool Contain(IMethodSymbol method) => Table.Find(method, alsoInherited: true) is not null;
}
