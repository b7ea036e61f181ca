namespace KvmSdk.Model.Rules;

/// <summary>
/// Family 07: what must not stand in a member with <c>[HotPath]</c>. 00 to 19 is what allocates, 20 to 29 what waits, 30 to 39
/// where the promise is lost from sight, 40 to 49 how guest memory is read.
/// </summary>
/// <remarks>These are rules on code, not on a machine: nothing checks them at start.</remarks>
public static class HotPathRules
{
    /// <summary>An object of a class.</summary>
    public static Rule ObjectAllocated { get; } = Make("KVM0701", "Object allocated on a hot path",
        "An object of type '{0}' is allocated on the hot path '{1}'; make it once, before the machine runs, and use it again");

    /// <summary>An array, or a collection that holds one.</summary>
    public static Rule ArrayAllocated { get; } = Make("KVM0702", "Array allocated on a hot path",
        "{0} is allocated on the hot path '{1}'; use a span, stackalloc, or an array made before the machine runs");

    /// <summary>A value in an object.</summary>
    public static Rule ValueBoxed { get; } = Make("KVM0703", "Value boxed on a hot path",
        "A value of type '{0}' is boxed into '{1}' on the hot path '{2}'; use a type parameter, or the type itself");

    /// <summary>A delegate that is made anew each time.</summary>
    public static Rule DelegateAllocated { get; } = Make("KVM0704", "Delegate allocated on a hot path",
        "{0} allocates a delegate on the hot path '{1}'; use a static lambda, pass what it needs as state, or make the delegate once");

    /// <summary>A lambda that could begin to capture without anybody noticing.</summary>
    public static Rule LambdaNotStatic { get; } = Make("KVM0705", "Lambda on a hot path is not static",
        "The lambda on the hot path '{0}' captures nothing today; write 'static', so that it never can", RuleSeverity.Warning);

    /// <summary>Text that is put together.</summary>
    public static Rule StringBuilt { get; } = Make("KVM0706", "String built on a hot path",
        "{0} builds a string on the hot path '{1}'; count or store the values, and format them elsewhere");

    /// <summary>Queries allocate their iterators, and mostly their delegates.</summary>
    public static Rule Linq { get; } = Make("KVM0707", "LINQ on a hot path",
        "Query '{0}' allocates on the hot path '{1}'; write the loop");

    /// <summary>A method with <c>yield</c> is an object.</summary>
    public static Rule Iterator { get; } = Make("KVM0708", "Iterator on a hot path",
        "Hot path '{0}' is an iterator, and each call of it allocates; give it a span to fill, or let the caller loop");

    /// <summary>A method with <c>async</c> is an object as soon as it waits.</summary>
    public static Rule Async { get; } = Make("KVM0709", "Async code on a hot path",
        "{0} is async on the hot path '{1}', and allocates when it waits; hand the work to a thread that may wait");

    /// <summary>An enumerator that is an object.</summary>
    public static Rule EnumeratorAllocated { get; } = Make("KVM0710", "Enumerator allocated on a hot path",
        "A loop over '{0}' allocates an enumerator of type '{1}' on the hot path '{2}'; loop over an array, a span or a list by its own type");

    /// <summary>An exception made in place.</summary>
    public static Rule ExceptionThrown { get; } = Make("KVM0711", "Exception made on a hot path",
        "A new '{0}' is thrown on the hot path '{1}'; return a result, or throw in a method of its own with [DoesNotReturn]");

    /// <summary>Waiting, for another thread or for the host.</summary>
    public static Rule Blocking { get; } = Make("KVM0720", "Blocking call on a hot path",
        "{0} may block the hot path '{1}'; hand the work to a thread that may wait");

    /// <summary>A call whose target promises nothing.</summary>
    public static Rule CallNotHot { get; } = Make("KVM0730", "Call to a method that is not hot",
        "The hot path '{1}' calls '{0}', which is neither [HotPath] nor known to allocate and block never; mark it, or call something else");

    /// <summary>A call whose target nobody knows before it happens.</summary>
    public static Rule DispatchNotHot { get; } = Make("KVM0731", "Call decided at run time",
        "What {0} calls on the hot path '{1}' is decided at run time; {2}");

    /// <summary>The guest can change its memory between two looks.</summary>
    public static Rule FetchedTwice { get; } = Make("KVM0740", "Guest memory fetched twice",
        "The hot path '{1}' reads '{0}' from guest memory a second time, and the guest may have changed it; read it once into a local");

    private static Rule Make(string id, string title, string format, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, format) { Severity = severity };
}
