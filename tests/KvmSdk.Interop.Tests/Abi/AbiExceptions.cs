namespace KvmSdk.Interop.Tests.Abi;

/// <summary>
/// Every place where the C# names do not simply equal the C ones. Anything not listed here is compared under its own name.
/// </summary>
internal static class AbiExceptions
{
    /// <summary>C# struct → C type, where that is not <c>struct</c> and the name.</summary>
    public static readonly IReadOnlyDictionary<Type, string> TypeNames = new Dictionary<Type, string>
    {
        [typeof(sigset_t)] = "sigset_t", // a typedef in C
        [typeof(epoll_data_t)] = "epoll_data_t", // a typedef in C
        [typeof(posix_spawn_file_actions_t)] = "posix_spawn_file_actions_t", // a typedef in C
        [typeof(posix_spawnattr_t)] = "posix_spawnattr_t", // a typedef in C
        [typeof(pthread_attr_t)] = "pthread_attr_t", // a typedef in C
        [typeof(sigaction_t)] = "struct sigaction", // C# has one name space for the function and the structure
    };

    /// <summary>Name → first Linux version whose header has it. With older headers it cannot be proved, and is left out.</summary>
    public static readonly IReadOnlyDictionary<string, (int Major, int Minor)> Newer = new Dictionary<string, (int, int)>
    {
        ["KvmExitReason.KVM_EXIT_LOONGARCH_IOCSR"] = (6, 7),
        ["KvmExitReason.KVM_EXIT_MEMORY_FAULT"] = (6, 8),
        ["kvm_run.memory_fault"] = (6, 8),
        ["rtnl_link_stats64"] = (5, 19),
        ["kvm_run.memory_fault_struct.KVM_MEMORY_EXIT_FLAG_PRIVATE"] = (6, 8),
    };

    /// <summary>Function → why its C# prototype differs from the C one on purpose.</summary>
    public static readonly IReadOnlyDictionary<string, string> Prototypes = new Dictionary<string, string>
    {
        ["ioctl"] = "variadic in C; the C# overloads fix the third argument",
        ["open"] = "variadic in C; the C# prototype fixes the mode",
        ["openat"] = "variadic in C; the C# prototype fixes the mode",
        ["prctl"] = "variadic in C; the C# prototype fixes the arguments",
        ["fcntl"] = "variadic in C; the C# overloads fix the third argument",
        ["syscall"] = "variadic in C; private, and wrapped by functions of their own",
        ["pthread_create"] = "takes a function, whose type C# has another notation for",
        ["sched_setaffinity"] = "C's cpu_set_t has a fixed size; the call takes any",
        ["sched_getaffinity"] = "C's cpu_set_t has a fixed size; the call takes any",
        ["bind"] = "addresses have a type of their own in C, which stands for any",
        ["connect"] = "addresses have a type of their own in C, which stands for any",
        ["accept4"] = "addresses have a type of their own in C, which stands for any",
        ["getsockname"] = "addresses have a type of their own in C, which stands for any",
        ["sigtimedwait"] = "siginfo_t is not described: callers pass null",
    };
}
