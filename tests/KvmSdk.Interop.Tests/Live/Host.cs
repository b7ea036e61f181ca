namespace KvmSdk.Interop.Tests.Live;

/// <summary>Short forms of what every live test starts with; a failed call fails the test with the call's name and errno.</summary>
internal static unsafe class Host
{
    /// <summary>Opens /dev/kvm, or returns -1 with errno set.</summary>
    public static int OpenKvm()
    {
        // SAFETY: the literal ends with a 0 byte and is never moved (it lies in the image).
        fixed (byte* path = "/dev/kvm\0"u8)
        {
            return Libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        }
    }

    public static int Ioctl(string name, int fd, uint request, nint arg = 0) => Checked(name, Libc.ioctl(fd, request, arg));

    // SAFETY: T is the structure the request names, and lives in the caller's frame.
    public static int Ioctl<T>(string name, int fd, uint request, ref T arg) where T : unmanaged
    {
        fixed (T* p = &arg)
        {
            return Checked(name, Libc.ioctl(fd, request, p));
        }
    }

    private static int Checked(string name, int result)
    {
        Errno error = Libc.errno;
        Assert.True(result >= 0, $"{name}: {error} ({error.Describe()})");
        return result;
    }
}
