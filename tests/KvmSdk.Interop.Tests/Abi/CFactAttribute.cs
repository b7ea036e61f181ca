namespace KvmSdk.Interop.Tests.Abi;

/// <summary>A test that needs a C compiler and the Linux headers; skipped, with the reason, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CFactAttribute : FactAttribute
{
    public CFactAttribute() => Skip = CCompiler.WhyMissing;

    /// <summary>
    /// The only header version, "major.minor", the test speaks about: later headers have names that this assembly cannot know yet.
    /// </summary>
    public string Headers
    {
        get => field ?? "";
        set
        {
            field = value;
            if (Skip is null && CCompiler.HeaderVersion != value)
            {
                Skip = $"written for the headers of Linux {value}; installed are those of {CCompiler.HeaderVersion}";
            }
        }
    }
}
