namespace KvmSdk.Testing;

/// <summary>A machine did not do in time what a test waited for. The message tells what, what the machine did instead, and what its console said last.</summary>
public sealed class TestMachineException : Exception
{
    /// <summary>Makes the exception.</summary>
    public TestMachineException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
