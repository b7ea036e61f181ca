// Why no member returns a ref, though the value lies in place: it would be a plain local that outlives the mapping, and safe code could
// touch unmapped memory. Read and Write copy; Access lends a ref to a callback, from which the compiler lets it not escape, and dispose
// waits until the callback has returned. It is the rule of GuestMemory, for one value instead of a span.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using KvmSdk.Memory;

namespace KvmSdk;

/// <summary>Works on a value that host and guest share, lent for one call.</summary>
/// <param name="value">The value, in place; the guest may change it at any time.</param>
/// <typeparam name="T">The value's type.</typeparam>
public delegate void SharedMemoryAccess<T>(scoped ref T value)
    where T : unmanaged;

/// <summary>Works on a value that host and guest share, lent for one call.</summary>
/// <param name="value">The value, in place; the guest may change it at any time.</param>
/// <param name="state">What the caller passed.</param>
/// <typeparam name="T">The value's type.</typeparam>
/// <typeparam name="TState">Any type, also a span.</typeparam>
public delegate void SharedMemoryAccess<T, TState>(scoped ref T value, TState state)
    where T : unmanaged
    where TState : allows ref struct;

/// <summary>
/// A value in the RAM of a running machine, which host and guest both read and write, without an exit. Every member may be used from any
/// thread while the guest runs, and allocates nothing; after the machine is disposed it gives <see cref="ObjectDisposedException"/>.
/// </summary>
/// <remarks>
/// The guest runs meanwhile. What spans several fields is seen whole only by agreement: write the parts first and, with
/// <see cref="Volatile"/> or <see cref="Interlocked"/> inside <see cref="Access(SharedMemoryAccess{T})"/>, a field that says so last. These
/// are atomic towards the guest too, because both sides run on processors of one host. Read once what is checked and then used.
/// </remarks>
/// <typeparam name="T">The value's type, whose layout the guest has to know.</typeparam>
public sealed class SharedMemory<T>
    where T : unmanaged
{
    private readonly GuestMemory _memory;
    private readonly nuint _offset;

    /// <summary>Puts the value into the guest's RAM. Called by generated code, once what the machine starts from is loaded.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="address">The guest-physical address, of RAM, at a page boundary.</param>
    /// <param name="size">Bytes set aside, whole pages, as many as <typeparamref name="T"/> has or more.</param>
    /// <param name="value">What lies there when the guest starts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is not RAM, or too small for the type.</exception>
    public unsafe SharedMemory(MachineHost host, string name, ulong address, int size, T value)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);

        // The compiler has checked both, by the declaration; the references made below rest on them.
        ArgumentOutOfRangeException.ThrowIfLessThan(size, sizeof(T));
        if (!host.Memory.TryTranslate(address, (ulong)size, out ulong offset))
        {
            RefusePlace(address, size);
        }

        _memory = host.Memory;
        _offset = (nuint)offset;
        Name = name;
        Address = address;
        Size = size;
        Write(in value);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>Where the value begins, as the guest numbers its memory: a guest-physical address.</summary>
    public ulong Address { get; }

    /// <summary>The bytes set aside from <see cref="Address"/> on: whole pages, of which the value takes the first bytes.</summary>
    public int Size { get; }

    /// <summary>Copies the value out. One of a single number is never torn; a structure may be, where the guest writes meanwhile.</summary>
    [HotPath]
    public T Read()
    {
        using MemoryBorrow borrow = _memory.Borrow();
        return Locate(borrow);
    }

    /// <summary>Copies a value in. One of a single number is never torn; of a structure the guest may see a part first.</summary>
    /// <param name="value">The value.</param>
    [HotPath]
    public void Write(in T value)
    {
        using MemoryBorrow borrow = _memory.Borrow();
        Locate(borrow) = value;
    }

    /// <summary>Lends the value in place. Disposing the machine waits until <paramref name="access"/> has returned.</summary>
    /// <param name="access">The work; a static lambda, so that nothing is allocated.</param>
    [HotPath]
    public void Access(SharedMemoryAccess<T> access)
    {
        ArgumentNullException.ThrowIfNull(access);
        using MemoryBorrow borrow = _memory.Borrow();
#pragma warning disable KVM0731 // The callback is its author's, who writes it in a hot member or does not: there it is held to the rules.
        access(ref Locate(borrow));
#pragma warning restore KVM0731
    }

    /// <summary>Lends the value in place. Disposing the machine waits until <paramref name="access"/> has returned.</summary>
    /// <param name="state">Passed on, so that the callback can be static and nothing is allocated.</param>
    /// <param name="access">The work.</param>
    [HotPath]
    public void Access<TState>(TState state, SharedMemoryAccess<T, TState> access)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(access);
        using MemoryBorrow borrow = _memory.Borrow();
#pragma warning disable KVM0731 // As above.
        access(ref Locate(borrow), state);
#pragma warning restore KVM0731
    }

    /// <summary>The value, for as long as the borrow lasts.</summary>
    [HotPath]
    private unsafe ref T Locate(MemoryBorrow borrow) => ref Unsafe.AsRef<T>((byte*)borrow.Address + _offset); // SAFETY: the constructor found it inside the mapping.

    [DoesNotReturn]
    private static void RefusePlace(ulong address, int size) => throw new ArgumentOutOfRangeException(
        nameof(address), string.Create(CultureInfo.InvariantCulture, $"{size} bytes at 0x{address:X} are not RAM of this machine"));
}
