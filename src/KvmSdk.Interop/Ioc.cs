using System.Runtime.CompilerServices;

namespace KvmSdk.Interop;

// Why computed and not copied: an ioctl number contains the size of its argument, so a number built from the C# struct is wrong exactly
// when the struct is wrong, and the ABI test then reports both. JIT and NativeAOT fold each call to one immediate operand.

/// <summary>Composes and takes apart ioctl request numbers (<c>asm-generic/ioctl.h</c>, as x86-64 uses it).</summary>
[HotPath]
public static class Ioc
{
    /// <summary>Width in bits of the command number, the type, the argument size and the direction.</summary>
    public const int _IOC_NRBITS = 8, _IOC_TYPEBITS = 8, _IOC_SIZEBITS = 14, _IOC_DIRBITS = 2;

    /// <summary>Bit position of the command number, the type, the argument size and the direction.</summary>
    public const int
        _IOC_NRSHIFT = 0,
        _IOC_TYPESHIFT = _IOC_NRSHIFT + _IOC_NRBITS,
        _IOC_SIZESHIFT = _IOC_TYPESHIFT + _IOC_TYPEBITS,
        _IOC_DIRSHIFT = _IOC_SIZESHIFT + _IOC_SIZEBITS;

    /// <summary>Direction, seen from user space: no argument structure, the kernel reads it, the kernel writes it.</summary>
    public const uint _IOC_NONE = 0, _IOC_WRITE = 1, _IOC_READ = 2;

    /// <summary>An ioctl without an argument structure (it may still take a plain number).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint _IO(uint type, uint nr) => _IOC(_IOC_NONE, type, nr, 0);

    /// <summary>An ioctl whose argument <typeparamref name="T"/> the kernel writes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint _IOR<T>(uint type, uint nr) where T : unmanaged => _IOC(_IOC_READ, type, nr, (uint)Unsafe.SizeOf<T>());

    /// <summary>An ioctl whose argument <typeparamref name="T"/> the kernel reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint _IOW<T>(uint type, uint nr) where T : unmanaged => _IOC(_IOC_WRITE, type, nr, (uint)Unsafe.SizeOf<T>());

    /// <summary>An ioctl whose argument <typeparamref name="T"/> the kernel reads and writes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint _IOWR<T>(uint type, uint nr) where T : unmanaged => _IOC(_IOC_READ | _IOC_WRITE, type, nr, (uint)Unsafe.SizeOf<T>());

    /// <summary>The number itself: direction, argument size, type and command in one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint _IOC(uint dir, uint type, uint nr, uint size) =>
        (dir << _IOC_DIRSHIFT) | (type << _IOC_TYPESHIFT) | (nr << _IOC_NRSHIFT) | (size << _IOC_SIZESHIFT);
}
