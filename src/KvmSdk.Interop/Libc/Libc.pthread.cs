using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>pthread.h</c>: threads.</content>
public static unsafe partial class Libc
{
    // SAFETY (all of these): reads and writes the one structure or word.

    /// <summary>Makes attributes that change nothing. To be destroyed.</summary>
    /// <returns>0 or an error number (not through <see cref="errno"/>).</returns>
    [LibraryImport(Library)]
    public static partial int pthread_attr_init(pthread_attr_t* attributes);

    /// <summary>Frees what attributes hold.</summary>
    /// <returns>0.</returns>
    [LibraryImport(Library)]
    public static partial int pthread_attr_destroy(pthread_attr_t* attributes);

    /// <summary>Sets the size of a thread's stack.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="size">Bytes, at least 16384.</param>
    /// <returns>0, or EINVAL for a size that is too small.</returns>
    [LibraryImport(Library)]
    public static partial int pthread_attr_setstacksize(pthread_attr_t* attributes, nuint size);

    /// <summary>Makes attributes the default of threads to come. The GNU C library has it.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int pthread_setattr_default_np(pthread_attr_t* attributes);

    /// <summary>Makes a thread.</summary>
    /// <param name="thread">Receives what <see cref="pthread_join"/> takes.</param>
    /// <param name="attributes">How; read during the call.</param>
    /// <param name="start">What it does. The runtime adopts the thread when it comes there, and nothing may be thrown out of it.</param>
    /// <param name="argument">What it is given.</param>
    /// <returns>0 or an error number: EAGAIN where the process or the user has too many.</returns>
    [LibraryImport(Library)]
    public static partial int pthread_create(nuint* thread, pthread_attr_t* attributes, delegate* unmanaged<void*, void*> start, void* argument);

    /// <summary>Waits until a thread has ended and frees what is left of it. Once for each thread.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="result">Receives what it returned; null if nobody wants it.</param>
    /// <returns>0 or an error number: EDEADLK for the caller's own thread.</returns>
    [LibraryImport(Library)]
    public static partial int pthread_join(nuint thread, void** result);
}
