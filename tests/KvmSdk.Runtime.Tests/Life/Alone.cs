namespace KvmSdk.Runtime.Tests.Life;

/// <summary>Tests that look at the whole process, and so must be alone in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone in the process";
}
