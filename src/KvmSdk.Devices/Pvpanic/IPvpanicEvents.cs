namespace KvmSdk.Devices.Pvpanic;

/// <summary>Who is told what a guest wrote to its pvpanic port.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost. Any member may be called again and again.
/// </remarks>
[HotPath]
public interface IPvpanicEvents
{
    /// <summary>The guest's kernel panicked and waits for the host.</summary>
    void Panicked();

    /// <summary>The guest's kernel panicked, and another one takes over.</summary>
    void CrashLoaded();

    /// <summary>The guest asks to be switched off.</summary>
    void Shutdown();
}
